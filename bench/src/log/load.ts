import type { BenchLog } from './bench-log.js';

export interface LogLoad {
  /** Entries a second. */
  readonly rate: number;
  /** Milliseconds from append to published. */
  readonly p50: number;
  readonly p99: number;
  readonly processorMicroseconds: number;
  /** MiB. */
  readonly heap: number;
}

/** As long as a record with two commitments. */
const PAD = 'x'.repeat(230);

/** Clients that each append, wait until the entry is published, and append again. */
export async function runLoad(log: BenchLog, total: number, inFlight: number): Promise<LogLoad> {
  const run = log.size;
  const milliseconds = new Float64Array(total);
  const processor = process.cpuUsage();
  const start = performance.now();
  let [begun, done] = [0, 0];
  await new Promise<void>((resolve, reject) => {
    const next = (): void => {
      const i = begun++;
      if (i >= total) return;
      const at = performance.now();
      log.append(Buffer.from(`{"i":${run + i},"p":"${PAD}"}`)).then(() => {
        milliseconds[i] = performance.now() - at;
        if (++done === total) resolve();
        else next();
      }, reject);
    };
    for (let i = 0; i < inFlight; i++) next();
  });
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(processor);
  milliseconds.sort();
  return {
    rate: total / seconds,
    p50: milliseconds[Math.floor(total / 2)] ?? 0,
    p99: milliseconds[Math.floor(total * 0.99)] ?? 0,
    processorMicroseconds: (user + system) / total,
    heap: process.memoryUsage().heapUsed / 2 ** 20,
  };
}
