import type { Figure } from './figure.js';
import { openBenchLedger, type BenchLedger } from './ledger/bench-ledger.js';
import { merge, percentile, runLoad, type LoadResult } from './ledger/load.js';
import { verifySeconds, writeSeconds } from './ledger/peers.js';

export interface LedgerBench {
  /** How many records the large ledger holds. */
  readonly records?: number;
  /** How long each measurement takes, about. */
  readonly seconds?: number;
}

const SMALL = 10_000;
const CLIENTS = 1024;
const ROUNDS = 4;
/** What a durable batch may cost: this share of what LevelDB alone writes. */
const WRITE_SHARE = 0.3;

/**
 * The embedded ledger with everything on: a verified SM2 signature in each command, state root, signed header, synced
 * write. Measured in turns with its peers and on a small and a large ledger, so that all see the same machine.
 */
export async function benchLedger({ records = 1_000_000, seconds = 8 }: LedgerBench = {}): Promise<Figure[]> {
  const small = await openBenchLedger(Math.min(SMALL, records));
  const large = await openBenchLedger(records);
  try {
    await commandsPerRound(large, seconds / ROUNDS);
    const perRound = await commandsPerRound(small, seconds / ROUNDS);
    const [inSmall, inLarge]: [Turn[], Turn[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      inSmall.push(await turn(small, perRound));
      inLarge.push(await turn(large, perRound));
    }
    const calm = await runLoad(large, await large.sign(Math.ceil(perRound / 2)), 64);
    return [
      throughput('ledger.commands', small, inSmall),
      throughput('ledger.commands-large', large, inLarge),
      latency('ledger.p50', large, inLarge, calm, 0.5),
      latency('ledger.p99', large, inLarge, calm, 0.99),
      flatness(small, inSmall, large, inLarge),
    ];
  } finally {
    await small.remove();
    await large.remove();
  }
}

/** One turn: the same commands' signatures alone, the ledger, and its writes alone. */
interface Turn {
  readonly load: LoadResult;
  readonly verify: number;
  readonly write: number;
  readonly bytes: number;
}

async function turn(bench: BenchLedger, commands: number): Promise<Turn> {
  const writings = await bench.sign(commands);
  const verify = verifySeconds(bench.provider, bench.ledger.name, writings);
  bench.written.length = 0;
  const load = await runLoad(bench, writings, CLIENTS);
  const batches = [...bench.written];
  const write = ((await writeSeconds(batches)) * load.blocks) / batches.length;
  const bytes = batches.flat().reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return { load, verify, write, bytes: (bytes * load.blocks) / batches.length };
}

/** As many as the ledger does in that time, found by trying. */
async function commandsPerRound(bench: BenchLedger, seconds: number): Promise<number> {
  const { commands, seconds: taken } = await runLoad(bench, await bench.sign(1500), CLIENTS);
  return Math.max(CLIENTS, Math.round((commands / taken) * seconds));
}

function throughput(name: string, { records, fillSeconds }: BenchLedger, turns: readonly Turn[]): Figure {
  const load = merge(turns.map((one) => one.load));
  const rate = load.commands / load.seconds;
  const verifications = load.commands / sum(turns, ({ verify }) => verify);
  const writes = load.commands / sum(turns, ({ write }) => write);
  const limit = Math.min(verifications, WRITE_SHARE * writes);
  return {
    name,
    value: round(rate),
    unit: 'commands/s',
    peer: 'min(SM2 verifications/s of one core, 0.3 x LevelDB synced batch writes of the same bytes)',
    peerValue: round(limit),
    ratio: rate / limit,
    target: 0.7,
    details: {
      records,
      clients: CLIENTS,
      'SM2 verifications/s of one core': round(verifications),
      'commands/s that LevelDB alone writes': round(writes),
      'bytes per command': round(sum(turns, ({ bytes }) => bytes) / load.commands),
      'commands per block': round(load.commands / load.blocks),
      'cores used': load.cpuSeconds / load.seconds,
      'seconds to fill': fillSeconds,
      'resident MB': round(process.memoryUsage.rss() / 1e6),
    },
  };
}

/** Beside what the clients would wait at least: their number over the rate at which one core verifies. */
function latency(
  name: string,
  { records }: BenchLedger,
  turns: readonly Turn[],
  calm: LoadResult,
  share: number,
): Figure {
  const load = merge(turns.map((one) => one.load));
  const value = percentile(load.latencies, share);
  const least = (CLIENTS * 1000 * sum(turns, ({ verify }) => verify)) / load.commands;
  return {
    name,
    value: round(value),
    unit: 'ms',
    peer: `verifying the signatures of all ${CLIENTS} clients once`,
    peerValue: round(least),
    ratio: least / value,
    details: { records, clients: CLIENTS, 'ms at 64 clients': percentile(calm.latencies, share) },
  };
}

/** Cost of one command beyond the cost of its signature check is in the details: there a difference would show most. */
function flatness(
  small: BenchLedger,
  inSmall: readonly Turn[],
  large: BenchLedger,
  inLarge: readonly Turn[],
): Figure {
  const [a, b] = [inSmall, inLarge].map((turns) => {
    const { seconds, commands } = merge(turns.map(({ load }) => load));
    return (seconds * 1e6) / commands;
  }) as [number, number];
  const beyond = (cost: number, turns: readonly Turn[]) =>
    cost - (sum(turns, ({ verify }) => verify) * 1e6) / sum(turns, ({ load }) => load.commands);
  return {
    name: 'ledger.flat',
    value: round(b),
    unit: 'µs per command',
    peer: `the same with ${small.records} records`,
    peerValue: round(a),
    ratio: a / b,
    target: 0.8,
    details: {
      records: large.records,
      'µs beyond the signature, small': round(beyond(a, inSmall)),
      'µs beyond the signature, large': round(beyond(b, inLarge)),
    },
  };
}

function sum(turns: readonly Turn[], of: (turn: Turn) => number): number {
  return turns.reduce((total, one) => total + of(one), 0);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
