import { fromBase64url, toHex } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '../crypto/provider.js';

/**
 * The same provider, which remembers up to `limit` signatures that it found valid, by the digest of key, message and
 * signature: certificates and CRLs come back in every document. What is not valid is never remembered.
 */
export function rememberVerified(provider: CryptoProvider, limit: number): CryptoProvider {
  const known = new Set<string>();
  return {
    name: provider.name,
    hash: (algorithm, ...parts) => provider.hash(algorithm, ...parts),
    hashText: (algorithm, text) => provider.hashText(algorithm, text),
    verify(key, message, signature) {
      const name = new TextEncoder().encode(`${key.algorithm} `);
      const point = fromBase64url(key.point);
      if (point?.length !== 65 || signature.length !== 64) return provider.verify(key, message, signature);
      const id = toHex(provider.hash('SM3', name, point, signature, message));
      if (known.delete(id)) {
        known.add(id);
        return true;
      }
      if (!provider.verify(key, message, signature)) return false;
      known.add(id);
      const [oldest] = known;
      if (known.size > limit && oldest !== undefined) known.delete(oldest);
      return true;
    },
    // A verification by exponent 65537 costs less than to remember it.
    verifyRsa: (key, padding, message, signature) => provider.verifyRsa(key, padding, message, signature),
  };
}
