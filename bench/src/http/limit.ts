import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Measured, Operation, Timed } from './cryptography.js';

/** What the cryptography of one thing (a contract, a fetch) costs on this machine, with every core at it. */
export interface Limit {
  readonly cores: number;
  /** Things a second on all cores, if there were nothing but their cryptography. */
  readonly rate: number;
  /** Milliseconds of processor time for one. */
  readonly gateway: number;
  readonly clients: number;
  /** The same by operation. */
  readonly operations: Readonly<Record<string, number>>;
}

const MAIN = fileURLToPath(new URL('./cryptography-main.js', import.meta.url));

/** Measures it, each operation for `milliseconds`. `blocks` is how many headers the ledger signs for one. */
export async function limitOf(of: Measured, blocks: number, milliseconds = 150): Promise<Limit> {
  const cores = availableParallelism();
  const all = await Promise.all(Array.from({ length: cores }, () => onOneCore(of, blocks, milliseconds)));
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

async function onOneCore(of: Measured, blocks: number, milliseconds: number): Promise<Timed[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    MAIN,
    of,
    String(blocks),
    String(milliseconds),
  ]);
  return JSON.parse(stdout) as Timed[];
}
