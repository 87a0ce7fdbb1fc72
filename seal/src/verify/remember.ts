import { fromBase64url } from '@renxin/chaincode/canonical';
import type { VerificationKey } from '@renxin/chaincode/messages';
import { Latest } from '../crypto/latest.js';
import { verifiedApart, type CryptoProvider } from '../crypto/provider.js';

/**
 * The same provider, which remembers up to `limit` signatures that it found valid, by the digest of key, message and
 * signature: certificates and CRLs come back in every document. What is not valid is never remembered. The digest is
 * SHA-256, which processors have in hardware.
 */
export function rememberVerified(provider: CryptoProvider, limit: number): CryptoProvider {
  const known = new Set<string>();
  const names = new Latest<Uint8Array>(1024);
  /** Undefined for what is not remembered. */
  const idOf: Named = (key, message, signature) => {
    const name = names.of(`${key.algorithm} ${key.point}`, () => nameOf(key));
    if (name === undefined || signature.length !== 64) return undefined;
    return String.fromCharCode(...provider.hash('SHA-256', name, signature, message));
  };
  const isKnown = (id: string | undefined): boolean => {
    if (id === undefined || !known.delete(id)) return false;
    known.add(id); // again, as the latest
    return true;
  };
  const learned = (id: string | undefined, holds: boolean): boolean => {
    if (!holds || id === undefined) return holds;
    known.add(id);
    const [oldest] = known;
    if (known.size > limit && oldest !== undefined) known.delete(oldest);
    return true;
  };
  return {
    name: provider.name,
    hash: (algorithm, ...parts) => provider.hash(algorithm, ...parts),
    hashText: (algorithm, text) => provider.hashText(algorithm, text),
    verify(key, message, signature) {
      const id = idOf(key, message, signature);
      return isKnown(id) || learned(id, provider.verify(key, message, signature));
    },
    async verifyApart(key, message, signature) {
      const id = idOf(key, message, signature);
      return isKnown(id) || learned(id, await verifiedApart(provider, key, message, signature));
    },
    // A verification by exponent 65537 costs less than to remember it.
    verifyRsa: (key, padding, message, signature, hash) =>
      provider.verifyRsa(key, padding, message, signature, hash),
    verifyEcdsa: (key, hash, message, signature) => provider.verifyEcdsa(key, hash, message, signature),
  };
}

type Named = (key: VerificationKey, message: Uint8Array, signature: Uint8Array) => string | undefined;

/** Of one length for each algorithm, so that nothing of the message can be taken for a part of the key. */
function nameOf({ algorithm, point }: VerificationKey): Uint8Array | undefined {
  const bytes = fromBase64url(point);
  if (bytes?.length !== 65) return undefined;
  return Uint8Array.of(...new TextEncoder().encode(`${algorithm} `), ...bytes);
}
