import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Figure } from './figure.js';
import { limitOf, type Limit } from './http/limit.js';
import type { LoadOrder, LoadRun } from './http/order.js';
import { percentile } from './ledger/load.js';
import { runClients } from './platform/clients.js';
import { inDirectory, startPlatform } from './platform/platform.js';

const MAIN = fileURLToPath(new URL('./http/load-main.js', import.meta.url));
const WARM_UP = 12;
const RUNS = [
  { clients: 1, contracts: 16 },
  { clients: 8, contracts: 48 },
  { clients: 64, contracts: 96 },
];

/**
 * Contracts concluded over HTTP with everything on: a private platform in one process, the wallets in another, on the
 * same cores. Beside it the cryptography of both sides alone on all cores.
 */
export async function benchHttp(): Promise<Figure[]> {
  return inDirectory(async (directory) => {
    const [data, memory] = [join(directory, 'data'), join(directory, 'clients')];
    await mkdir(memory, { recursive: true });
    const platform = await startPlatform(data);
    try {
      const { url, authority, pid } = platform;
      const order = { url, authority, data, memory, pid, warmUp: WARM_UP, runs: RUNS };
      const runs = await runClients<LoadOrder, LoadRun>(MAIN, order);
      const figures: Figure[] = [];
      for (const run of runs) {
        const limit = await limitOf('contract', run.blocks / run.contracts);
        figures.push(concluded(run, limit), ...gatewayCost(run, limit));
      }
      return figures;
    } finally {
      await platform.stop();
    }
  });
}

function concluded(run: LoadRun, limit: Limit): Figure {
  const rate = run.contracts / run.seconds;
  return {
    name: `http.contracts-${run.clients}`,
    value: round(rate),
    unit: 'contracts/s',
    peer: `the cryptography of one contract alone, of gateway and clients, on ${limit.cores} cores`,
    peerValue: round(limit.rate),
    ratio: rate / limit.rate,
    target: 0.5,
    details: {
      clients: run.clients,
      contracts: run.contracts,
      'p50 ms': round(percentile(run.milliseconds, 0.5)),
      'p99 ms': round(percentile(run.milliseconds, 0.99)),
      'blocks per contract': round(run.blocks / run.contracts),
      "clients' CPU ms per contract": round(run.clientCpu / run.contracts),
      ...byProcessorTime(run, limit),
      'calls per contract': 19,
      ...limit.operations,
    },
  };
}

/** The same ratio by the processor time of both processes: other work on the machine weighs less on it. */
function byProcessorTime({ contracts, clientCpu, gatewayCpu }: LoadRun, limit: Limit): Figure['details'] {
  if (gatewayCpu === undefined) return {};
  const least = (limit.gateway + limit.clients) * contracts;
  return { 'ratio by processor time': least / (gatewayCpu + clientCpu) };
}

/** The gateway's own processor time for one contract beside that of its cryptography; the clients are not in it. */
function gatewayCost({ clients, contracts, gatewayCpu }: LoadRun, limit: Limit): Figure[] {
  if (gatewayCpu === undefined) return [];
  const value = gatewayCpu / contracts;
  return [
    {
      name: `http.gateway-cpu-${clients}`,
      value: round(value),
      unit: 'ms per contract',
      peer: "the gateway's cryptography for one contract alone",
      peerValue: round(limit.gateway),
      ratio: limit.gateway / value,
      details: { clients },
    },
  ];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
