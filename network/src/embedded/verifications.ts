import type { PublicKey } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';

/**
 * Signature checks of the current batch and of the one before. A command that was deferred runs again in the next batch;
 * its signatures were judged already, and the judgement is a pure function.
 */
export class Verifications {
  readonly #provider: CryptoProvider;
  #current = new Map<string, boolean>();
  #before = new Map<string, boolean>();

  constructor(provider: CryptoProvider) {
    this.#provider = provider;
  }

  verify(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
    const digest = this.#provider.hash('SM3', message);
    const name = `${key.algorithm} ${key.point} ${text(signature)} ${text(digest)}`;
    const known = this.#current.get(name) ?? this.#before.get(name);
    const holds = known ?? this.#provider.verify(key, message, signature);
    this.#current.set(name, holds);
    return holds;
  }

  nextBatch(): void {
    this.#before = this.#current;
    this.#current = new Map();
  }
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
