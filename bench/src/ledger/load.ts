import { operations, type Writing } from './contract.js';
import type { BenchLedger } from './bench-ledger.js';

export interface LoadResult {
  readonly commands: number;
  readonly seconds: number;
  readonly blocks: number;
  /** Of the whole process, in seconds: more than `seconds` when a second core helped. */
  readonly cpuSeconds: number;
  /** Milliseconds from submit to answer, sorted. */
  readonly latencies: readonly number[];
}

/** Clients that each submit, wait for the answer, and submit again, until the writings are used up. */
export async function runLoad(
  { ledger }: BenchLedger,
  writings: readonly Writing[],
  clients: number,
): Promise<LoadResult> {
  const latencies: number[] = [];
  const blocksBefore = ledger.stats().blocks;
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let writing = writings[next++]; writing !== undefined; writing = writings[next++]) {
        const submitted = performance.now();
        await ledger.submit(operations.write, writing);
        latencies.push(performance.now() - submitted);
      }
    }),
  );
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    commands: writings.length,
    seconds: (performance.now() - start) / 1000,
    blocks: ledger.stats().blocks - blocksBefore,
    cpuSeconds: (user + system) / 1e6,
    latencies: latencies.sort((a, b) => a - b),
  };
}

export function merge(results: readonly LoadResult[]): LoadResult {
  const sum = (of: (result: LoadResult) => number) => results.reduce((total, one) => total + of(one), 0);
  return {
    commands: sum(({ commands }) => commands),
    seconds: sum(({ seconds }) => seconds),
    blocks: sum(({ blocks }) => blocks),
    cpuSeconds: sum(({ cpuSeconds }) => cpuSeconds),
    latencies: results.flatMap(({ latencies }) => latencies).sort((a, b) => a - b),
  };
}

export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
