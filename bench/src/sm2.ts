import type { CryptoProvider } from '@renxin/seal/crypto';
import { nativeProvider } from '@renxin/seal/native';
import { generatePureSigner, pureProvider } from '@renxin/seal/pure';
import { generateSigner, type Signer } from '@renxin/seal/signer';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Figure } from './figure.js';

/** Operations in a second of processor time. */
interface Rates {
  readonly sign: number;
  readonly verify: number;
}

const ROUNDS = 3;
const MESSAGE = new TextEncoder().encode('x'.repeat(300));
const ACTIVATION = { id: 'bench', method: 'unattended', at: '2026-01-01T00:00:00.000Z' } as const;

/**
 * SM2 of both providers beside `openssl speed sm2`, in turns; of each the best turn counts, so that other work on the
 * machine weighs on neither. Nothing without openssl.
 */
export async function benchSm2(): Promise<Figure[]> {
  const native: Rates[] = [];
  const pure: Rates[] = [];
  const openssl: Rates[] = [];
  const pureSigner = generatePureSigner('SM2', randomBytes).signer;
  for (let round = 0; round < ROUNDS; round++) {
    const peer = await opensslRates();
    if (peer === undefined) {
      process.stderr.write('skipped: sm2 — openssl not found (npm run interop:setup)\n');
      return [];
    }
    openssl.push(peer);
    native.push(await ratesOf(generateSigner('SM2').signer, nativeProvider));
    pure.push(await ratesOf(pureSigner, pureProvider));
  }
  const [ours, browser, peer] = [best(native), best(pure), best(openssl)];
  return [
    figure('sm2.sign', ours.sign, peer.sign, 0.9),
    figure('sm2.verify', ours.verify, peer.verify, 0.9),
    figure('sm2.sign-pure', browser.sign, peer.sign),
    figure('sm2.verify-pure', browser.verify, peer.verify),
  ];
}

function figure(name: string, value: number, peerValue: number, target?: number): Figure {
  return {
    name,
    value: Math.round(value),
    unit: `${name.includes('sign') ? 'signatures' : 'verifications'}/s`,
    peer: 'openssl speed sm2, one core',
    peerValue: Math.round(peerValue),
    ratio: value / peerValue,
    ...(target !== undefined && { target }),
    details: { 'bytes signed': MESSAGE.length, rounds: ROUNDS },
  };
}

async function ratesOf(signer: Signer, provider: CryptoProvider): Promise<Rates> {
  const request = { algorithm: 'SM2', message: MESSAGE, activation: ACTIVATION } as const;
  const signature = await signer.sign(request);
  const sign = await rateOf(() => signer.sign(request));
  const verify = await rateOf(() => {
    if (!provider.verify(signer.key, MESSAGE, signature)) throw new Error('a signature does not hold');
  });
  return { sign, verify };
}

/** By processor time, as `openssl speed` counts. */
async function rateOf(run: () => unknown): Promise<number> {
  const start = process.cpuUsage();
  let count = 0;
  for (;;) {
    for (let i = 0; i < 20; i++) await run();
    count += 20;
    const { user, system } = process.cpuUsage(start);
    if (user + system > 1e6) return (count * 1e6) / (user + system);
  }
}

/** The last two columns of ` 256 bits SM2 (CurveSM2) 0.0003s 0.0003s 3500.0 3600.0`. */
async function opensslRates(): Promise<Rates | undefined> {
  try {
    const { stdout } = await promisify(execFile)('openssl', ['speed', '-seconds', '1', 'sm2']);
    const [sign, verify] = /SM2 \(CurveSM2\).*?([\d.]+)\s+([\d.]+)\s*$/m.exec(stdout)?.slice(1) ?? [];
    return sign === undefined ? undefined : { sign: Number(sign), verify: Number(verify) };
  } catch {
    return undefined;
  }
}

function best(rounds: readonly Rates[]): Rates {
  return {
    sign: Math.max(...rounds.map(({ sign }) => sign)),
    verify: Math.max(...rounds.map(({ verify }) => verify)),
  };
}
