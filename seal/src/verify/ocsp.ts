import { DerError, sameBytes } from '../asn1/index.js';
import type { CryptoProvider } from '../crypto/provider.js';
import {
  OcspUnsuccessful,
  readOcspResponse,
  type OcspResponse,
  type SingleResponse,
} from '../ocsp/response.js';
import { readCertificate, readRevocationList, type Certificate } from '../x509/index.js';
import { codeOf, fail, notChecked, pass, verdictOf, type Check, type Verdict } from './check.js';
import { instantText } from './evidence.js';
import type { ResponderFault } from './ocsp-responder.js';
import { answerFault, isConclusiveAt, singleOf } from './revocation.js';

export type OcspCode =
  | 'NOT_DER'
  | 'FORMAT'
  | 'OCSP_NOT_SUCCESSFUL'
  | 'OCSP_OTHER_CERTIFICATE'
  | 'OCSP_NONCE'
  | 'OCSP_FUTURE'
  | 'OCSP_EXPIRED'
  | 'OCSP_UNKNOWN'
  | 'OCSP_CRITICAL_EXTENSION'
  | 'CHAIN_REVOKED'
  | ResponderFault;

export type OcspStep = 'format' | 'certificate' | 'signature' | 'time' | 'status';

export interface OcspReport {
  readonly verdict: Verdict;
  readonly code: OcspCode | 'OK';
  /** In order; a fault in `format` or `certificate` ends the list. */
  readonly checks: readonly Check<OcspStep, OcspCode>[];
  /** What the response says of the certificate; undefined when it says nothing of it. */
  readonly status: 'good' | 'revoked' | 'unknown' | undefined;
  readonly thisUpdate: string | null;
  readonly nextUpdate: string | null;
  /** The certificate was revoked after `at`: since when, or null. */
  readonly revokedLater: string | null;
}

export interface OcspInput {
  /** DER of OCSPResponse. */
  readonly response: Uint8Array;
  /** Whose status is asked, and who issued it, DER. The issuer is trusted by whoever calls. */
  readonly certificate: Uint8Array;
  readonly issuer: Uint8Array;
  /** The time for which the status is asked. */
  readonly at: Date;
  /** The present time of whoever verifies; an answer from later is refused. */
  readonly now: Date;
  /** The nonce that was asked with. */
  readonly nonce?: Uint8Array;
  /** Lists of the issuer, for a responder whose own certificate has to be looked up. */
  readonly crls?: readonly Uint8Array[];
  readonly provider: CryptoProvider;
}

/** How far the verifier's clock may be behind the responder's. */
const SKEW = 60_000;

/** Verifies one OCSP response about one certificate (docs/formats/ocsp.md). Never throws for bad input in `response`. */
export function verifyOcspResponse(input: OcspInput): OcspReport {
  const { provider, at, now, nonce } = input;
  let response: OcspResponse;
  try {
    response = readOcspResponse(input.response);
  } catch (error) {
    if (error instanceof OcspUnsuccessful)
      return reportOf(
        [fail('format', 'OCSP_NOT_SUCCESSFUL', { status: error.status })],
        undefined,
        undefined,
      );
    if (error instanceof DerError) return reportOf([fail('format', error.code)], undefined, undefined);
    throw error;
  }
  const certificate = readCertificate(input.certificate);
  const issuer = readCertificate(input.issuer);
  const lists = (input.crls ?? []).map(readRevocationList);
  const format = pass('format' as const, { answers: response.singles.length });
  const { serial } = certificate;
  const single = singleOf(response, certificate, issuer, provider);
  if (single === undefined)
    return reportOf(
      [format, fail('certificate', 'OCSP_OTHER_CERTIFICATE', { serial })],
      undefined,
      undefined,
    );
  const answers = nonce === undefined || (response.nonce !== undefined && sameBytes(response.nonce, nonce));
  const fault = answerFault(response, issuer, lists, provider);
  const revocation = single.revocation;
  const later = revocation !== undefined && revocation.at > at.getTime() ? revocation.at : undefined;
  const checks: Check<OcspStep, OcspCode>[] = [
    format,
    answers ? pass('certificate', { serial }) : fail('certificate', 'OCSP_NONCE', { serial }),
    fault === undefined ? pass('signature') : fail('signature', fault),
    checkTime(single, certificate, at, now),
    checkStatus(single, later),
  ];
  return reportOf(checks, single, later);
}

function checkTime(
  single: SingleResponse,
  certificate: Certificate,
  at: Date,
  now: Date,
): Check<'time', OcspCode> {
  const { thisUpdate, nextUpdate } = single;
  const evidence = {
    thisUpdate: instantText(thisUpdate),
    nextUpdate: nextUpdate === undefined ? null : instantText(nextUpdate),
    at: at.toISOString(),
  };
  if (thisUpdate > now.getTime() + SKEW) return fail('time', 'OCSP_FUTURE', evidence);
  return isConclusiveAt(single, certificate, at.getTime())
    ? pass('time', evidence)
    : fail('time', 'OCSP_EXPIRED', evidence);
}

function checkStatus(single: SingleResponse, later: number | undefined): Check<'status', OcspCode> {
  if (single.unsupported.length > 0) return fail('status', 'OCSP_CRITICAL_EXTENSION');
  if (single.status === 'unknown') return notChecked('status', 'OCSP_UNKNOWN');
  const { revocation } = single;
  if (revocation === undefined) return pass('status', { revokedLater: null });
  const since = instantText(revocation.at);
  return later === undefined
    ? fail('status', 'CHAIN_REVOKED', { since, reason: revocation.reason ?? null })
    : pass('status', { revokedLater: since });
}

function reportOf(
  checks: readonly Check<OcspStep, OcspCode>[],
  single: SingleResponse | undefined,
  later: number | undefined,
): OcspReport {
  const text = (time: number | undefined): string | null => (time === undefined ? null : instantText(time));
  return {
    verdict: verdictOf(checks),
    code: codeOf(checks),
    checks,
    status: single?.status,
    thisUpdate: text(single?.thisUpdate),
    nextUpdate: text(single?.nextUpdate),
    revokedLater: text(later),
  };
}
