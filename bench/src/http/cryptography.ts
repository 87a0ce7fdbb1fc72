import { nativeProvider } from '@renxin/seal/native';
import { generateAssertionSigner, generateSigner, type Signer } from '@renxin/seal/signer';

/** Of what the cryptography is measured: a contract from the draft to CONCLUDED, a granted fetch, or a verification. */
export type Measured = 'contract' | 'fetch' | 'verification';

/** A cryptographic operation, and how often one contract, or one fetch, needs it. */
export interface Operation {
  readonly name: string;
  readonly side: 'gateway' | 'clients';
  readonly count: number;
  readonly run: () => unknown;
}

/** Bytes of the demonstration's contract as PDF. */
const DOCUMENT = 225_000;
const ACTIVATION = { id: 'bench', method: 'unattended', at: '2026-01-01T00:00:00.000Z' } as const;

/**
 * What a contract needs at least, from the draft to CONCLUDED, each operation once where one party relies on it: what
 * the gateway repeats is not counted, nor are certificates and revocation lists that it has seen before.
 */
export async function operationsOf(measured: Measured, blocks: number): Promise<Operation[]> {
  const [sm2, p256] = [generateSigner('SM2').signer, generateSigner('P-256').signer];
  const message = new Uint8Array(600).fill(120);
  const document = new Uint8Array(DOCUMENT).fill(120);
  const verifySm2 = await verification(sm2, message);
  const verifyP256 = await verification(p256, message);
  const sign = (signer: Signer) => () =>
    signer.sign({ algorithm: signer.key.algorithm, message, activation: ACTIVATION });
  const sm3 = (): unknown => nativeProvider.hash('SM3', document);
  const sha256 = (): unknown => nativeProvider.hash('SHA-256', document);
  const of = (side: Operation['side'], name: string, count: number, run: () => unknown): Operation => ({
    name,
    side,
    count,
    run,
  });
  if (measured === 'verification') {
    return [
      of('gateway', 'proofs of 2 authenticated calls (P-256 verification)', 2, verifyP256),
      of('gateway', 'the holder’s answer, the claim, the receipt (SM2 verification)', 3, verifySm2),
      of('gateway', 'the claim (Ed25519 verification)', 1, await verificationByEd25519(message)),
      of('gateway', 'the receipt (SM2 signature)', 1, sign(sm2)),
      of('clients', 'proofs of 2 calls (P-256 signature)', 2, sign(p256)),
      of('clients', 'the presentation (SM2 signature)', 1, sign(sm2)),
    ];
  }
  if (measured === 'fetch') {
    return [
      of('gateway', 'proofs of 2 authenticated calls (P-256 verification)', 2, verifyP256),
      of('gateway', 'messages: fetch and use (SM2 verification)', 2, verifySm2),
      of('gateway', 'the data source’s word (SM2 signature)', 1, sign(sm2)),
      of('gateway', 'the credential (SM2 signature)', 1, sign(sm2)),
      of('gateway', 'block headers (SM2 signature)', blocks, sign(sm2)),
      of('clients', 'proofs of 2 calls (P-256 signature)', 2, sign(p256)),
      of('clients', 'the fetch (SM2 signature)', 1, sign(sm2)),
    ];
  }
  return [
    of('gateway', 'proofs of 14 authenticated calls (P-256 verification)', 14, verifyP256),
    of('gateway', 'messages: draft, disclosure, lock, two signatures (SM2 verification)', 5, verifySm2),
    of('gateway', 'two document signatures and the worker’s certificate (SM2 verification)', 3, verifySm2),
    of('gateway', 'time-stamp (SM2 signature)', 1, sign(sm2)),
    of('gateway', 'time-stamp (P-256 signature)', 1, sign(p256)),
    of('gateway', 'block headers (SM2 signature)', blocks, sign(sm2)),
    of('gateway', 'SM3 of the document: locked, signed twice', 3, sm3),
    of('gateway', 'SHA-256 of the document', 1, sha256),
    of('clients', 'proofs of 17 calls (P-256 signature)', 17, sign(p256)),
    of('clients', 'messages and document signatures (SM2 signature)', 7, sign(sm2)),
    of('clients', 'ledger headers (SM2 verification)', 2, verifySm2),
    of('clients', 'SM3 of the document: read before the lock and before each signature', 3, sm3),
  ];
}

/** An operation with the milliseconds that it takes once: by the clock, and of this process's processor time. */
export type Timed = Omit<Operation, 'run'> & { readonly clock: number; readonly cpu: number };

/** Measures each operation for about `milliseconds`. */
export async function timed(operations: readonly Operation[], milliseconds: number): Promise<Timed[]> {
  const results: Timed[] = [];
  for (const { run, ...operation } of operations) {
    const [start, before] = [performance.now(), process.cpuUsage()];
    let count = 0;
    while (performance.now() - start < milliseconds) {
      for (let i = 0; i < 10; i++) await run();
      count += 10;
    }
    const { user, system } = process.cpuUsage(before);
    const clock = (performance.now() - start) / count;
    results.push({ ...operation, clock, cpu: (user + system) / 1000 / count });
  }
  return results;
}

async function verificationByEd25519(message: Uint8Array): Promise<() => unknown> {
  const { signer } = generateAssertionSigner();
  const signature = await signer.sign({ algorithm: 'Ed25519', message, activation: ACTIVATION });
  return () => {
    if (!nativeProvider.verify(signer.key, message, signature)) throw new Error('a signature does not hold');
  };
}

async function verification(signer: Signer, message: Uint8Array): Promise<() => unknown> {
  const { key } = signer;
  const signature = await signer.sign({ algorithm: key.algorithm, message, activation: ACTIVATION });
  return () => {
    if (!nativeProvider.verify(key, message, signature)) throw new Error('a signature does not hold');
  };
}
