import { verifySignatureValue } from '../crypto/certificate-key.js';
import type { CryptoProvider } from '../crypto/provider.js';
import { sameBytes } from '../asn1/index.js';
import { namesIssuer } from '../ocsp/certificate-id.js';
import type { OcspResponse, SingleResponse } from '../ocsp/response.js';
import {
  keyAlgorithmOf,
  KEY_USAGE_BIT,
  keysMatch,
  type Certificate,
  type Revocation,
  type RevocationList,
} from '../x509/index.js';
import { responderFault, type ResponderFault } from './ocsp-responder.js';
import type { Use } from './usage.js';

export type RevocationFault = 'CHAIN_REVOKED' | 'CRL_SIGNATURE' | 'CRL_ALG' | 'CRL_KEYUSAGE' | ResponderFault;

/** What is known about revocation: lists, and answers of responders. */
export interface RevocationData {
  readonly lists: readonly RevocationList[];
  readonly responses: readonly OcspResponse[];
}

/** What the lists and responders of one issuer say about one certificate at a time. */
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
 * lists) and by OCSP responses about it. A list or response that is about it and does not verify is a failure, not an
 * absence; what says that it is revoked goes before what says that it is good.
 * @param existedBy when what the certificate's key signed existed, by somebody else's proof of time
 */
export function statusOf(
  certificate: Certificate,
  issuer: Certificate,
  data: RevocationData,
  at: number,
  use: Use,
  provider: CryptoProvider,
  existedBy?: number,
): StatusFinding {
  const own = data.lists.filter((list) => sameBytes(list.issuer, issuer.subject) && keysMatch(issuer, list));
  for (const list of own) {
    const code = listFault(list, issuer, provider);
    if (code !== undefined) return { status: { kind: 'bad-list', code }, used: own };
  }
  const understood = own.filter((list) => list.unsupported.length === 0);
  const answers: SingleResponse[] = [];
  for (const response of data.responses) {
    const single = singleOf(response, certificate, issuer, provider);
    if (single === undefined) continue;
    const code = answerFault(response, issuer, data.lists, provider);
    if (code !== undefined) return { status: { kind: 'bad-list', code }, used: own };
    if (single.unsupported.length === 0) answers.push(single);
  }
  const revocation = earliest([
    ...understood.flatMap((list) => list.revoked.get(certificate.serial) ?? []),
    ...answers.flatMap((single) => single.revocation ?? []),
  ]);
  if (revocation !== undefined && (since(revocation) <= at || taintsEarlier(revocation, use, existedBy))) {
    return { status: { kind: 'revoked', revocation }, used: own };
  }
  const conclusive = [
    ...understood.filter((list) => isConclusiveAt(list, certificate, at)),
    ...answers.filter((single) => single.status !== 'unknown' && isConclusiveAt(single, certificate, at)),
  ];
  if (conclusive.length === 0) return { status: { kind: 'unknown' }, used: own };
  const asOf = Math.max(...conclusive.map(({ thisUpdate }) => thisUpdate));
  return { status: { kind: 'good', asOf, revokedLater: revocation }, used: own };
}

/** The answer about this certificate, if there is one. */
export function singleOf(
  response: OcspResponse,
  certificate: Certificate,
  issuer: Certificate,
  provider: CryptoProvider,
): SingleResponse | undefined {
  return response.singles.find(
    ({ id }) => id.serial === certificate.serial && namesIssuer(id, issuer, provider),
  );
}

/** Who signed, and whether it may: a delegated responder's certificate is looked up in the issuer's lists. */
export function answerFault(
  response: OcspResponse,
  issuer: Certificate,
  lists: readonly RevocationList[],
  provider: CryptoProvider,
): ResponderFault | undefined {
  const isGood = (responder: Certificate): boolean =>
    statusOf(responder, issuer, { lists, responses: [] }, response.producedAt, 'any', provider).status
      .kind === 'good';
  return responderFault(response, issuer, isGood, provider);
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
export function isConclusiveAt(
  said: {
    readonly thisUpdate: number;
    readonly nextUpdate: number | undefined;
    readonly keepsExpiredSince?: number | undefined;
  },
  certificate: Certificate,
  at: number,
): boolean {
  if (said.thisUpdate <= at) return at <= (said.nextUpdate ?? said.thisUpdate);
  return (
    said.thisUpdate <= certificate.notAfter || (said.keepsExpiredSince ?? Infinity) <= certificate.notAfter
  );
}

/** From when on the key was out of its holder's control. */
export function since(revocation: Revocation): number {
  return Math.min(revocation.at, revocation.invalidSince ?? revocation.at);
}

/**
 * A time-stamp, and the maker of a seal, is its own witness for its time, so a key that was taken makes all it signed
 * worthless, also what claims an earlier time; only these reasons leave them standing (RFC 3161 section 4): unspecified,
 * affiliationChanged, superseded, cessationOfOperation, each written out. What somebody else proves to have existed before
 * the key was taken stands as well.
 */
function taintsEarlier(revocation: Revocation, use: Use, existedBy: number | undefined): boolean {
  if (use !== 'time-stamp' && use !== 'seal-maker') return false;
  if (existedBy !== undefined && existedBy < since(revocation)) return false;
  return ![0, 3, 4, 5].includes(revocation.reason ?? -1);
}

function earliest(revocations: readonly Revocation[]): Revocation | undefined {
  return [...revocations].sort((a, b) => since(a) - since(b))[0];
}
