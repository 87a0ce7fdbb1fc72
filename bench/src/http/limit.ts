import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Operation, Timed } from './cryptography.js';

/** What the cryptography of one contract costs on this machine, with every core at it. */
export interface Limit {
  readonly cores: number;
  /** Contracts a second on all cores, if there were nothing but their cryptography. */
  readonly rate: number;
  /** Milliseconds of processor time for one contract. */
  readonly gateway: number;
  readonly clients: number;
  /** The same by operation. */
  readonly operations: Readonly<Record<string, number>>;
}

const MAIN = fileURLToPath(new URL('./cryptography-main.js', import.meta.url));

/** Measures it, each operation for `milliseconds`. `blocks` is how many headers the ledger signs for one contract. */
export async function limitOf(blocks: number, milliseconds = 150): Promise<Limit> {
  const cores = availableParallelism();
  const all = await Promise.all(Array.from({ length: cores }, () => onOneCore(blocks, milliseconds)));
  const each = all.flat();
  const sum = (of: (one: Timed) => number): number => each.reduce((total, one) => total + of(one), 0) / cores;
  const side = (name: Operation['side']): number =>
    sum(({ side: of, count, cpu }) => (of === name ? count * cpu : 0));
  return {
    cores,
    rate: (cores * 1000) / sum(({ count, clock }) => count * clock),
    gateway: side('gateway'),
    clients: side('clients'),
    operations: Object.fromEntries(
      (all[0] ?? []).map(({ side: of, name, count, cpu }) => [`${of}: ${name}, CPU ms`, count * cpu]),
    ),
  };
}

async function onOneCore(blocks: number, milliseconds: number): Promise<Timed[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    MAIN,
    String(blocks),
    String(milliseconds),
  ]);
  return JSON.parse(stdout) as Timed[];
}
