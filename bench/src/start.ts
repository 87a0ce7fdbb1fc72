import { nativeProvider } from '@renxin/seal/native';
import { openTrust } from '@renxin/archive/verify';
import type { Figure } from './figure.js';
import { inDirectory, startPlatform, type Platform } from './platform/platform.js';
import { peakOf, residentOf } from './platform/process-figures.js';
import { fillLedger, type Filled } from './start/fill.js';

export interface StartBench {
  /** How many records the large ledger holds. */
  readonly records?: number;
  /** The fill ends after so many seconds, with fewer records then. */
  readonly fillSeconds?: number;
}

/** Milliseconds, and MB (10^6 bytes), that a start may take. */
const [READY, RESIDENT] = [2000, 200];
const ROUNDS = 3;

/**
 * Cold starts of the gateway's process: on an empty directory, where it makes its keys and founds the ledger; again; and
 * on a large ledger. To the first `/readyz` that says yes.
 */
export async function benchStart({ records = 1_000_000, fillSeconds = 150 }: StartBench = {}): Promise<
  Figure[]
> {
  return inDirectory(async (data) => {
    const { start: first, ledger } = await firstStart(data);
    const small = await starts(data);
    const filled = await fillLedger(data, ledger, records, fillSeconds);
    const large = await starts(data);
    const filling = fillDetails(filled);
    return [
      ready('start.first', [first], { records: 0, 'makes its keys and founds the ledger': 'yes' }),
      ready('start.empty', small, { records: 0 }),
      ready('start.large', large, filling),
      resident('memory.empty', [first, ...small], { records: 0 }),
      resident('memory.large', large, filling),
    ];
  });
}

interface Start {
  readonly readyAfter: number;
  readonly startedAfter: number;
  /** Processor time until it was ready, milliseconds. */
  readonly cpu: number | undefined;
  readonly resident: number | undefined;
  readonly peak: number | undefined;
}

async function firstStart(data: string): Promise<{ start: Start; ledger: string }> {
  const platform = await startPlatform(data);
  const trust = await fetch(`${platform.url}/trust.json`);
  const { ledger } = openTrust(new Uint8Array(await trust.arrayBuffer()), nativeProvider).trust;
  return { start: await seen(platform), ledger };
}

async function starts(data: string): Promise<Start[]> {
  const all: Start[] = [];
  for (let round = 0; round < ROUNDS; round++) all.push(await seen(await startPlatform(data)));
  return all;
}

/** Looks at a platform a while after its start, and stops it. */
async function seen(platform: Platform): Promise<Start> {
  const { readyAfter, startedAfter, readyCpu: cpu, pid } = platform;
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const start = { readyAfter, startedAfter, cpu, resident: residentOf(pid), peak: peakOf(pid) };
  await platform.stop();
  return start;
}

function ready(name: string, all: readonly Start[], details: Figure['details']): Figure {
  const value = Math.min(...all.map(({ readyAfter }) => readyAfter));
  return {
    name,
    value: Math.round(value),
    unit: 'ms to ready',
    peer: 'the limit',
    peerValue: READY,
    ratio: READY / value,
    target: 1,
    details: {
      ...details,
      starts: all.length,
      'processor time until ready, ms': Math.min(...all.map(({ cpu }) => cpu ?? Number.NaN)),
      'slowest, ms': Math.round(Math.max(...all.map(({ readyAfter }) => readyAfter))),
      "until the demonstration's clients run too, ms": Math.round(
        Math.min(...all.map(({ startedAfter }) => startedAfter)),
      ),
    },
  };
}

function resident(name: string, all: readonly Start[], details: Figure['details']): Figure {
  const value = Math.max(...all.map((start) => start.resident ?? Number.NaN));
  return {
    name,
    value: Math.round(value),
    unit: 'MB resident',
    peer: 'the limit',
    peerValue: RESIDENT,
    ratio: RESIDENT / value,
    target: 1,
    details: {
      ...details,
      'at most since the start, MB': Math.round(Math.max(...all.map(({ peak }) => peak ?? 0))),
    },
  };
}

function fillDetails({ records, seconds, height }: Filled): NonNullable<Figure['details']> {
  return { records, 'seconds to fill': Math.round(seconds), blocks: height + 1 };
}
