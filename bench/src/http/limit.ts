import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Operation } from './cryptography.js';

/** What the cryptography of one contract costs on this machine, with every core at it. */
export interface Limit {
  readonly cores: number;
  /** Contracts a second on all cores, if there were nothing but their cryptography. */
  readonly rate: number;
  /** Milliseconds of one core for one contract. */
  readonly gateway: number;
  readonly clients: number;
  /** Milliseconds for one contract by operation. */
  readonly operations: Readonly<Record<string, number>>;
}

type Timed = Omit<Operation, 'run'> & { readonly milliseconds: number };

/** Measures it, each operation for `milliseconds`. `blocks` is how many headers the ledger signs for one contract. */
export async function limitOf(blocks: number, milliseconds = 150): Promise<Limit> {
  const cores = availableParallelism();
  const all = await Promise.all(Array.from({ length: cores }, () => onOneCore(blocks, milliseconds)));
  const operations = all[0]?.map((first, i) => ({
    ...first,
    milliseconds: all.reduce((sum, core) => sum + (core[i]?.milliseconds ?? 0), 0) / cores,
  }));
  const side = (name: Operation['side']): number =>
    (operations ?? [])
      .filter((each) => each.side === name)
      .reduce((sum, { count, milliseconds: once }) => sum + count * once, 0);
  const [gateway, clients] = [side('gateway'), side('clients')];
  return {
    cores,
    rate: (cores * 1000) / (gateway + clients),
    gateway,
    clients,
    operations: Object.fromEntries(
      (operations ?? []).map(({ side: of, name, count, milliseconds: once }) => [
        `${of}: ${name}, ms`,
        count * once,
      ]),
    ),
  };
}

async function onOneCore(blocks: number, milliseconds: number): Promise<Timed[]> {
  const worker = new Worker(new URL('./cryptography-main.js', import.meta.url), {
    workerData: { blocks, milliseconds },
  });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
