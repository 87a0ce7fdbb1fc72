import { availableParallelism } from 'node:os';
import type { Figure } from './figure.js';
import { BenchLog } from './log/bench-log.js';
import { hashesPerSecond } from './log/limit.js';
import { runLoad, type LogLoad } from './log/load.js';
import { tesseraLoad } from './log/tessera.js';

const IN_FLIGHT = 20_000;
/** Entries before anything is measured: the log is one that runs. */
const WARM_UP = 40_000;
const SMALL = 200_000;
/** Entries a second that are asked for, and milliseconds within which 99 of 100 are published. */
const RATE = 20_000;
const SLOWEST = 1000;

/**
 * The evidence log: entries that are durable and in a published checkpoint, 20,000 in flight. Beside it tessera's POSIX log
 * under the same load, when there is a Go toolchain, and what hashing alone allows.
 */
export async function benchLog({ records }: { readonly records: number }): Promise<Figure[]> {
  const log = await BenchLog.open();
  try {
    await runLoad(log, WARM_UP, IN_FLIGHT);
    const first = await runLoad(log, SMALL, IN_FLIGHT);
    const peer = await tesseraLoad(SMALL, IN_FLIGHT);
    const limit = hashesPerSecond();
    while (log.size + SMALL < records) await runLoad(log, Math.min(SMALL, records - log.size), IN_FLIGHT);
    const last = await runLoad(log, SMALL, IN_FLIGHT);
    const reopened = await log.reopen();
    return [...rates(first, peer, limit), flatness(first, last, log, reopened)];
  } finally {
    await log.remove();
  }
}

function rates(load: LogLoad, peer: LogLoad | string, limit: number): Figure[] {
  const details = {
    'in flight': IN_FLIGHT,
    cores: availableParallelism(),
    'p50 in ms': load.p50,
    'p99 in ms': load.p99,
    'processor µs per entry': load.processorMicroseconds,
    'share of what hashing alone allows': load.rate / limit,
  };
  const asked: Figure = {
    name: 'log.entries',
    value: Math.round(load.rate),
    unit: 'entries/s, durable and published',
    peer: 'what is asked for',
    peerValue: RATE,
    ratio: load.rate / RATE,
    target: 1,
    details,
  };
  const p99: Figure = {
    name: 'log.p99',
    value: Math.round(load.p99),
    unit: 'ms from append to published',
    peer: 'one second',
    peerValue: SLOWEST,
    ratio: SLOWEST / load.p99,
    target: 1,
  };
  if (typeof peer === 'string') return [{ ...asked, details: { ...details, tessera: peer } }, p99];
  const beside: Figure = {
    name: 'log.tessera',
    value: Math.round(load.rate),
    unit: 'entries/s, durable and published',
    peer: 'tessera v1.0.4, POSIX, the same load in the same run',
    peerValue: Math.round(peer.rate),
    ratio: load.rate / peer.rate,
    target: 1,
    details: { 'its p99 in ms': peer.p99 },
  };
  return [asked, p99, beside];
}

/** What an entry costs in a large log beside a small one; memory and the time to open are details. */
function flatness(first: LogLoad, last: LogLoad, log: BenchLog, reopened: number): Figure {
  return {
    name: 'log.large',
    value: Math.round(last.processorMicroseconds * 10) / 10,
    unit: 'processor µs per entry',
    peer: 'the same in an empty log',
    peerValue: Math.round(first.processorMicroseconds * 10) / 10,
    ratio: first.processorMicroseconds / last.processorMicroseconds,
    target: 0.9,
    details: {
      entries: log.size,
      'entries/s': last.rate,
      'p99 in ms': last.p99,
      'heap in MiB, first': first.heap,
      'heap in MiB, last': last.heap,
      'opened again in ms': reopened,
    },
  };
}
