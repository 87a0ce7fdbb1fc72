import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FetchOrder, FetchPace, FetchRun } from './consent/order.js';
import type { Figure } from './figure.js';
import { limitOf, type Limit } from './http/limit.js';
import { percentile } from './ledger/load.js';
import { runClients } from './platform/clients.js';
import { inDirectory, startPlatform } from './platform/platform.js';

const RUNS: readonly FetchPace[] = [
  { clients: 1, fetches: 200 },
  { clients: 64, fetches: 1280 },
  { clients: 64, fetches: 640, share: 0.5 },
];
/** Milliseconds of a granted fetch with one client. */
const LONGEST = 15;
const MAIN = fileURLToPath(new URL('./consent/load-main.js', import.meta.url));

/**
 * Granted fetches over HTTP: a private platform in one process, the recipient's clients in another, on the same cores.
 * Each is an authorisation and a fetch, counted on the ledger and answered with a credential. Beside it the cryptography
 * of both sides alone on all cores.
 */
export async function benchConsent(): Promise<Figure[]> {
  return inDirectory(async (directory) => {
    const [data, memory] = [join(directory, 'data'), join(directory, 'clients')];
    await mkdir(memory, { recursive: true });
    const platform = await startPlatform(data);
    try {
      const { url, authority, pid } = platform;
      const order = { url, authority, data, memory, pid, runs: RUNS };
      const figures: Figure[] = [];
      for (const run of await runClients<FetchOrder, FetchRun>(MAIN, order)) {
        const limit = await limitOf('fetch', run.blocks / run.fetches);
        figures.push(fetched(run, limit));
      }
      return figures;
    } finally {
      await platform.stop();
    }
  });
}

function fetched(run: FetchRun, limit: Limit): Figure {
  const rate = run.fetches / run.seconds;
  const p50 = percentile(run.milliseconds, 0.5);
  const details: Figure['details'] = {
    clients: run.clients,
    fetches: run.fetches,
    'p50 ms of a fetch': round(p50),
    'p99 ms of a fetch': round(percentile(run.milliseconds, 0.99)),
    'p50 ms with its authorisation': round(percentile(run.both, 0.5)),
    'blocks per fetch': round(run.blocks / run.fetches),
    ...byProcessorTime(run, limit),
    ...limit.operations,
  };
  if (run.share !== undefined) {
    const p99 = percentile(run.milliseconds, 0.99);
    return {
      name: 'consent.half-load',
      value: round(p99),
      unit: 'ms p99',
      peer: `its p50, at ${round(rate)}/s, half of what ${run.clients} clients reached`,
      peerValue: round(p50),
      ratio: p50 / p99,
      details,
    };
  }
  if (run.clients === 1) {
    return {
      name: 'consent.fetch-1',
      value: round(p50),
      unit: 'ms p50',
      peer: 'the longest that one client should wait',
      peerValue: LONGEST,
      ratio: LONGEST / p50,
      target: 1,
      details,
    };
  }
  return {
    name: `consent.fetch-${run.clients}`,
    value: round(rate),
    unit: 'fetches/s',
    peer: `the cryptography of one fetch alone, of gateway and clients, on ${limit.cores} cores`,
    peerValue: round(limit.rate),
    ratio: rate / limit.rate,
    target: 0.5,
    details,
  };
}

/** The same ratio by the processor time of both processes: other work on the machine weighs less on it. */
function byProcessorTime({ fetches, clientCpu, gatewayCpu }: FetchRun, limit: Limit): Figure['details'] {
  if (gatewayCpu === undefined) return {};
  const least = (limit.gateway + limit.clients) * fetches;
  return {
    'ratio by processor time': least / (gatewayCpu + clientCpu),
    "gateway's ratio by processor time": (limit.gateway * fetches) / gatewayCpu,
    "gateway's CPU ms per fetch": round(gatewayCpu / fetches),
    "clients' CPU ms per fetch": round(clientCpu / fetches),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
