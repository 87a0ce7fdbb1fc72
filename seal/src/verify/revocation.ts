import { verifySignatureValue } from '../crypto/certificate-key.js';
import type { CryptoProvider } from '../crypto/provider.js';
import { sameBytes } from '../asn1/index.js';
import {
  keyAlgorithmOf,
  KEY_USAGE_BIT,
  keysMatch,
  type Certificate,
  type Revocation,
  type RevocationList,
} from '../x509/index.js';
import type { Use } from './usage.js';

export type RevocationFault = 'CHAIN_REVOKED' | 'CRL_SIGNATURE' | 'CRL_ALG' | 'CRL_KEYUSAGE';

/** What the lists of one issuer say about one certificate at a time. */
export type Status =
  | { readonly kind: 'good'; readonly asOf: number; readonly revokedLater: Revocation | undefined }
  | { readonly kind: 'revoked'; readonly revocation: Revocation }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'bad-list'; readonly code: Exclude<RevocationFault, 'CHAIN_REVOKED'> };

export interface StatusFinding {
  readonly status: Status;
  /** The lists that were verified and taken into account. */
  readonly used: readonly RevocationList[];
}

/**
 * Judges `certificate` at the time `at` by complete CRLs of its own issuer (RFC 5280 6.3, without delta and indirect
 * lists). A list that names the issuer and does not verify is a failure, not an absence.
 */
export function statusOf(
  certificate: Certificate,
  issuer: Certificate,
  lists: readonly RevocationList[],
  at: number,
  use: Use,
  provider: CryptoProvider,
): StatusFinding {
  const own = lists.filter((list) => sameBytes(list.issuer, issuer.subject) && keysMatch(issuer, list));
  for (const list of own) {
    const code = listFault(list, issuer, provider);
    if (code !== undefined) return { status: { kind: 'bad-list', code }, used: own };
  }
  const understood = own.filter((list) => list.unsupported.length === 0);
  const revocation = earliest(understood.flatMap((list) => list.revoked.get(certificate.serial) ?? []));
  if (revocation !== undefined && (since(revocation) <= at || taintsEarlier(revocation, use))) {
    return { status: { kind: 'revoked', revocation }, used: own };
  }
  const conclusive = understood.filter((list) => isConclusive(list, certificate, at));
  if (conclusive.length === 0) return { status: { kind: 'unknown' }, used: own };
  const asOf = Math.max(...conclusive.map((list) => list.thisUpdate));
  return { status: { kind: 'good', asOf, revokedLater: revocation }, used: own };
}

function listFault(
  list: RevocationList,
  issuer: Certificate,
  provider: CryptoProvider,
): Exclude<RevocationFault, 'CHAIN_REVOKED'> | undefined {
  if (issuer.keyUsage !== undefined && !issuer.keyUsage.has(KEY_USAGE_BIT.crlSign)) return 'CRL_KEYUSAGE';
  const { signedWith, tbs, signature } = list;
  if (issuer.key === undefined || signedWith === undefined) return 'CRL_ALG';
  if (keyAlgorithmOf(signedWith) !== issuer.key.algorithm) return 'CRL_ALG';
  const verified = verifySignatureValue(provider, issuer.key, signedWith, tbs, signature);
  return verified ? undefined : 'CRL_SIGNATURE';
}

/** In force at `at`, or made later while the certificate would still have been listed (expired ones may be dropped). */
function isConclusive(list: RevocationList, certificate: Certificate, at: number): boolean {
  if (list.thisUpdate <= at) return at <= list.nextUpdate;
  return (
    list.thisUpdate <= certificate.notAfter || (list.keepsExpiredSince ?? Infinity) <= certificate.notAfter
  );
}

/** From when on the key was out of its holder's control. */
export function since(revocation: Revocation): number {
  return Math.min(revocation.at, revocation.invalidSince ?? revocation.at);
}

/**
 * A time-stamp, and the maker of a seal, is its own witness for its time, so a key that was taken makes all it signed
 * worthless, also what claims an earlier time; only these reasons leave them standing (RFC 3161 section 4): unspecified, affiliationChanged,
 * superseded, cessationOfOperation, each written out.
 */
function taintsEarlier(revocation: Revocation, use: Use): boolean {
  return (use === 'time-stamp' || use === 'seal-maker') && ![0, 3, 4, 5].includes(revocation.reason ?? -1);
}

function earliest(revocations: readonly Revocation[]): Revocation | undefined {
  return [...revocations].sort((a, b) => since(a) - since(b))[0];
}
