import type { PublicKey } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { sameBytes } from '../../proof/merkle.js';

const KEPT = 8192;

/**
 * Signatures that were judged last. A command that is proposed again, because it was deferred or met another gateway's
 * write, is not verified again: the judgement is a pure function.
 */
export class JudgedSignatures {
  readonly #provider: CryptoProvider;
  #recent = new Map<string, Judgement>();
  #before = new Map<string, Judgement>();

  constructor(provider: CryptoProvider) {
    this.#provider = provider;
  }

  verify(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
    const name = Buffer.from(signature.buffer, signature.byteOffset, signature.byteLength).toString('latin1');
    const known = this.#recent.get(name) ?? this.#before.get(name);
    if (known !== undefined && isOf(known, key, message)) return known.holds;
    const holds = this.#provider.verify(key, message, signature);
    if (this.#recent.size >= KEPT) {
      this.#before = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(name, { algorithm: key.algorithm, point: key.point, message, holds });
    return holds;
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
