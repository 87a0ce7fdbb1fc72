import { verifySignatureValue } from '../crypto/certificate-key.js';
import type { CryptoProvider } from '../crypto/provider.js';
import { sameBytes } from '../asn1/index.js';
import { keyAlgorithmOf, keysMatch, type Certificate } from '../x509/index.js';

/** A leaf, its issuers in order, each signature verified; `trusted` when the last one is a root that was handed in. */
export interface Path {
  readonly certificates: readonly [Certificate, ...Certificate[]];
  readonly trusted: boolean;
}

export type PathFault = 'CHAIN_ALG' | 'CHAIN_SIGNATURE' | 'CHAIN_UNKNOWN_ROOT';

export type PathSearch = { readonly found: readonly Path[] } | { readonly fault: PathFault };

const MAX_LENGTH = 8;
const MAX_PATHS = 8;
const MAX_SIGNATURES = 64;

/**
 * Every path from the leaf to a root, by byte-equal names, matching key identifiers and verified signatures. Without
 * roots (undefined: nobody said whom to trust) the longest path through the intermediates, not trusted. The search is
 * bounded, so that many certificates of one name cannot make it long.
 */
export function findPaths(
  leaf: Certificate,
  intermediates: readonly Certificate[],
  roots: readonly Certificate[] | undefined,
  provider: CryptoProvider,
): PathSearch {
  if (leaf.key === undefined) return { fault: 'CHAIN_ALG' };
  const found: Path[] = [];
  let fault: PathFault = 'CHAIN_UNKNOWN_ROOT';
  let signatures = 0;

  function issuedBy(subject: Certificate, issuer: Certificate): boolean {
    if (!mayHaveIssued(issuer, subject)) return false;
    if (
      subject.signedWith === undefined ||
      issuer.key === undefined ||
      issuer.key.algorithm !== keyAlgorithmOf(subject.signedWith)
    ) {
      fault = 'CHAIN_ALG';
      return false;
    }
    if (++signatures > MAX_SIGNATURES) return false;
    const { tbs, signature, signedWith } = subject;
    const verified = verifySignatureValue(provider, issuer.key, signedWith, tbs, signature);
    if (!verified && fault !== 'CHAIN_ALG') fault = 'CHAIN_SIGNATURE';
    return verified;
  }

  function extend(path: readonly [Certificate, ...Certificate[]]): void {
    const last = path.at(-1) ?? leaf;
    if (path.length >= MAX_LENGTH || found.length >= MAX_PATHS) return;
    for (const root of roots ?? []) {
      if (issuedBy(last, root)) found.push({ certificates: [...path, root], trusted: true });
    }
    const named = intermediates.filter((next) => !path.includes(next) && mayHaveIssued(next, last));
    for (const next of named) {
      if (issuedBy(last, next)) extend([...path, next]);
    }
    if (roots === undefined && named.length === 0) found.push({ certificates: path, trusted: false });
  }

  extend([leaf]);
  if (found.length > 0) return { found };
  return { fault: leaf.signedWith === undefined ? 'CHAIN_ALG' : fault };
}

function mayHaveIssued(issuer: Certificate, subject: Certificate): boolean {
  return sameBytes(issuer.subject, subject.issuer) && keysMatch(issuer, subject);
}
