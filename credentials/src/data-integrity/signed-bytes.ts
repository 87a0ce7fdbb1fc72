import { jcs, NotCanonical, type Json, type JsonObject } from '@renxin/chaincode/canonical';
import type { CryptoProvider, HashAlgorithm } from '@renxin/seal/crypto';
import { ProofError } from './codes.js';

/**
 * The bytes that the key signs (vc-di-eddsa 1.0 sections 3.3.2 to 3.3.5): the hash of the canonical proof options, then the
 * hash of the canonical document. Several proofs of one document hash its canonical form once for each algorithm.
 */
export class SignedBytes {
  readonly #document: JsonObject;
  readonly #provider: CryptoProvider;
  readonly #digests = new Map<string, Uint8Array>();
  #canonical: string | undefined;

  /** @param document without its proofs */
  constructor(document: JsonObject, provider: CryptoProvider) {
    this.#document = document;
    this.#provider = provider;
  }

  /**
   * @param options every member of the proof but its value
   * @throws ProofError DOCUMENT_NOT_CANONICAL
   */
  of(options: JsonObject, hash: HashAlgorithm): Uint8Array {
    const bytes = new Uint8Array(64);
    bytes.set(this.#provider.hashText(hash, canonicalOf(options)));
    bytes.set(this.#digest(hash, options['@context']), 32);
    return bytes;
  }

  /** Of the document under the contexts of the proof, where the proof has any (section 3.3.2 step 3.2). */
  #digest(hash: HashAlgorithm, context: Json | undefined): Uint8Array {
    if (context !== undefined && context !== this.#document['@context']) {
      if (!isSame(context, this.#document['@context'])) {
        return this.#provider.hashText(hash, canonicalOf({ ...this.#document, '@context': context }));
      }
    }
    const known = this.#digests.get(hash);
    if (known !== undefined) return known;
    this.#canonical ??= canonicalOf(this.#document);
    const digest = this.#provider.hashText(hash, this.#canonical);
    this.#digests.set(hash, digest);
    return digest;
  }
}

/** True when both contexts are the same values in the same order. */
export function isSame(a: Json | undefined, b: Json | undefined): boolean {
  return a !== undefined && b !== undefined && canonicalOf(a) === canonicalOf(b);
}

function canonicalOf(value: Json): string {
  try {
    return jcs(value);
  } catch (error) {
    if (error instanceof NotCanonical) throw new ProofError('DOCUMENT_NOT_CANONICAL', { cause: error });
    throw error;
  }
}
