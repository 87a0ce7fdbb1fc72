import { verifySealSignature } from '@renxin/seal/eseal';
import { nativeProvider } from '@renxin/seal/native';
import { generateSigner } from '@renxin/seal/signer';
import { rememberVerified } from '@renxin/seal/verify';
import type { Figure } from '../figure.js';
import { ACTIVATION, DOCUMENT, manyOwners, NOW, oneOwner, type Sealed } from './sealed.js';

const ROUNDS = 12;
/** Rounds before that, in which the code is compiled and compiled again. */
const WARM_UP = 6;
const EACH = 150;
/** Signature, signer's certificate, seal, maker's certificate. */
const VERIFICATIONS = 4;

/**
 * The full check of a signature with a seal beside raw SM2 verifications in the same run: with signers and makers that were
 * never seen, and of one owner whose certificates and seal are known (what was verified is remembered by its digest). The
 * authorities and their lists are known in both. Processor time; of each the best round counts.
 */
export async function benchFullCheck(): Promise<Figure[]> {
  const strangers = await manyOwners(EACH);
  const known = await oneOwner(EACH);
  const rates = { raw: [] as number[], unseen: [] as number[], known: [] as number[] };
  const raw = await rawVerification();
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const turn = {
      raw: rateOf(EACH * 4, () => raw()),
      unseen: checksOf(strangers, 1),
      known: checksOf(known, 1),
    };
    if (round >= WARM_UP)
      for (const name of ['raw', 'unseen', 'known'] as const) rates[name].push(turn[name]);
  }
  const limit = Math.max(...rates.raw) / VERIFICATIONS;
  return [
    figure('seal.check-unseen', Math.max(...rates.unseen), limit, 0.5),
    figure('seal.check-known', Math.max(...rates.known), limit, 1.5),
  ];
}

function figure(name: string, value: number, limit: number, target: number): Figure {
  return {
    name,
    value: Math.round(value),
    unit: 'checks/s',
    peer: `raw SM2 verifications with one key : ${VERIFICATIONS}, one thread`,
    peerValue: Math.round(limit),
    ratio: value / limit,
    target,
    details: { signatures: EACH, rounds: ROUNDS },
  };
}

/** Checks in a second; the first `seen` signatures are checked before, so that authorities and lists are known. */
function checksOf({ signatures, trust, certificates, crls }: Sealed, seen: number): number {
  const provider = rememberVerified(nativeProvider, 10_000);
  const check = (signature: Uint8Array | undefined): void => {
    const { code } = verifySealSignature({
      signature: signature ?? new Uint8Array(),
      document: DOCUMENT,
      trust,
      certificates,
      crls,
      now: NOW,
      at: NOW,
      provider,
    });
    if (code !== 'OK') throw new Error(`a seal does not hold: ${code}`);
  };
  signatures.slice(0, seen).forEach(check);
  let next = seen;
  return rateOf(signatures.length - seen, () => check(signatures[next++]));
}

async function rawVerification(): Promise<() => void> {
  const { signer } = generateSigner('SM2');
  const message = new Uint8Array(300).fill(7);
  const signature = await signer.sign({ algorithm: 'SM2', message, activation: ACTIVATION });
  return () => {
    if (!nativeProvider.verify(signer.key, message, signature)) throw new Error('a signature does not hold');
  };
}

/** Times a second of processor time. */
function rateOf(times: number, run: () => void): number {
  const start = process.cpuUsage();
  for (let i = 0; i < times; i++) run();
  const { user, system } = process.cpuUsage(start);
  return (times * 1e6) / (user + system);
}
