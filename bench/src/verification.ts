import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Figure } from './figure.js';
import { limitOf, type Limit } from './http/limit.js';
import { percentile } from './ledger/load.js';
import { runClients } from './platform/clients.js';
import { inDirectory, startPlatform } from './platform/platform.js';
import type { VerificationOrder, VerificationPace, VerificationRun } from './verification/order.js';

const RUNS: readonly VerificationPace[] = [
  { clients: 1, count: 300, unseen: true },
  { clients: 1, count: 300, unseen: false },
  { clients: 64, count: 2048, unseen: true },
  { clients: 64, count: 1024, unseen: true, share: 0.5 },
];
/** Milliseconds with one client: of a claim that was not seen before, of one that was. */
const LONGEST = { unseen: 5, seen: 3 } as const;
const MAIN = fileURLToPath(new URL('./verification/load-main.js', import.meta.url));

/**
 * Presentations verified over HTTP by another province than the issuing one: holder, proofs, accreditation, status on the
 * ledger and in the published list, recognition, signed receipt. A private platform in one process, the holders in another,
 * on the same cores. Beside it the cryptography of both sides alone on all cores.
 */
export async function benchVerification(): Promise<Figure[]> {
  return inDirectory(async (directory) => {
    const [data, memory] = [join(directory, 'data'), join(directory, 'clients')];
    await mkdir(memory, { recursive: true });
    const platform = await startPlatform(data, [], ['assessor']);
    try {
      const { url, authority, pid } = platform;
      const order = { url, authority, data, memory, pid, runs: RUNS };
      const runs = await runClients<VerificationOrder, VerificationRun>(MAIN, order);
      const limit = await limitOf('verification', 0);
      return runs.map((run) => verified(run, limit));
    } finally {
      await platform.stop();
    }
  });
}

function verified(run: VerificationRun, limit: Limit): Figure {
  const { clients, count, unseen, share } = run;
  const rate = count / run.seconds;
  const [p50, p99] = [percentile(run.milliseconds, 0.5), percentile(run.milliseconds, 0.99)];
  const details: Figure['details'] = {
    clients,
    verifications: count,
    'p50 ms': round(p50),
    'p99 ms': round(p99),
    'p50 ms with its challenge': round(percentile(run.both, 0.5)),
    'p99 ms with its challenge': round(percentile(run.both, 0.99)),
    ...byProcessorTime(run, limit),
  };
  if (share !== undefined) {
    return {
      name: 'verification.half-load',
      value: round(p99),
      unit: 'ms p99',
      peer: `its p50, at ${round(rate)}/s, half of what 64 clients reached`,
      peerValue: round(p50),
      ratio: p50 / p99,
      details,
    };
  }
  if (clients === 1) {
    const longest = LONGEST[unseen ? 'unseen' : 'seen'];
    return {
      name: `verification.${unseen ? 'unseen' : 'seen'}-1`,
      value: round(p50),
      unit: 'ms p50',
      peer: 'the longest that one client should wait',
      peerValue: longest,
      ratio: longest / p50,
      target: 1,
      details,
    };
  }
  return {
    name: `verification.unseen-${clients}`,
    value: round(rate),
    unit: 'verifications/s',
    peer: `the cryptography of one verification alone, of gateway and clients, on ${limit.cores} cores`,
    peerValue: round(limit.rate),
    ratio: rate / limit.rate,
    target: 0.5,
    details: { ...details, ...limit.operations },
  };
}

/** The same ratio by the processor time of both processes: other work on the machine weighs less on it. */
function byProcessorTime(
  { count, unseen, clientCpu, gatewayCpu }: VerificationRun,
  limit: Limit,
): Figure['details'] {
  if (gatewayCpu === undefined) return {};
  const least = (limit.gateway + limit.clients) * count;
  return {
    ...(unseen && { 'ratio by processor time': least / (gatewayCpu + clientCpu) }),
    "gateway's CPU ms each": round(gatewayCpu / count),
    "holders' CPU ms each": round(clientCpu / count),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
