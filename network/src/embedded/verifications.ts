import type { PublicKey } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { sameBytes } from '../proof/merkle.js';

/**
 * Signature checks of the current batch and of the one before. A command that was deferred runs again in the next batch;
 * its signatures were judged already, and the judgement is a pure function.
 */
export class Verifications {
  readonly #provider: CryptoProvider;
  #current = new Map<string, Judgement>();
  #before = new Map<string, Judgement>();

  constructor(provider: CryptoProvider) {
    this.#provider = provider;
  }

  verify(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
    const name = Buffer.from(signature.buffer, signature.byteOffset, signature.byteLength).toString('latin1');
    const known = this.#current.get(name) ?? this.#before.get(name);
    if (known !== undefined && isOf(known, key, message)) {
      this.#current.set(name, known);
      return known.holds;
    }
    const holds = this.#provider.verify(key, message, signature);
    this.#current.set(name, { algorithm: key.algorithm, point: key.point, message, holds });
    return holds;
  }

  nextBatch(): void {
    this.#before = this.#current;
    this.#current = new Map();
  }
}

interface Judgement extends PublicKey {
  readonly message: Uint8Array;
  readonly holds: boolean;
}

function isOf(judged: Judgement, key: PublicKey, message: Uint8Array): boolean {
  return (
    judged.algorithm === key.algorithm && judged.point === key.point && sameBytes(judged.message, message)
  );
}
