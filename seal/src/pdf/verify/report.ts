import type { CryptoProvider } from '../../crypto/provider.js';
import type { Check, Verdict } from '../../verify/check.js';
import type { CertificateEvidence } from '../../verify/evidence.js';
import type { StampedTime, TimeStampCode } from '../../verify/time-stamp.js';
import type { KeyAlgorithm } from '../../x509/index.js';
import type { PdfCode } from '../error.js';
import type { CoverageCode } from './coverage.js';
import type { Dialect, PdfSignatureCode, PdfSignatureStep } from './signature.js';

export interface PdfInput {
  readonly document: Uint8Array;
  /** Whom to trust, DER; undefined when nobody said. */
  readonly roots:
    { readonly signers: readonly Uint8Array[]; readonly timeStamps: readonly Uint8Array[] } | undefined;
  /** The present time of whoever verifies. */
  readonly now: Date;
  /** CRLs beside those that the document carries, for example later ones. */
  readonly crls?: readonly Uint8Array[];
  readonly provider: CryptoProvider;
}

export type PdfReportCode = PdfCode | CoverageCode | PdfSignatureCode | TimeStampCode | 'NO_SIGNATURE';

export type PdfStep = 'document' | 'byte-range' | 'changes' | PdfSignatureStep | `time-stamp-${string}`;

/** The level of PAdES (ETSI EN 319 142-1 6) that was verified, none for other forms. */
export type Level = 'B-B' | 'B-T' | 'B-LT' | 'B-LTA';

export interface PdfSignatureReport {
  readonly field: string;
  readonly kind: 'signature' | 'time-stamp';
  /** How it is to be read, and by which algorithm; null when it could not be read. */
  readonly dialect: Dialect | 'RFC 3161' | null;
  readonly algorithm: KeyAlgorithm | null;
  readonly level: Level | null;
  readonly verdict: Verdict;
  readonly code: PdfReportCode | 'OK';
  readonly checks: readonly Check<PdfStep, PdfReportCode>[];
  /** How many bytes from the start it covers, its own place left out; null when its byte range does not hold. */
  readonly covers: number | null;
  readonly signer: CertificateEvidence | null;
  /** Leaf first, the root last; as far as it was found. */
  readonly chain: readonly CertificateEvidence[];
  /** The trusted time by which the signature existed, and what says so: its own token or a time-stamp over the document. */
  readonly time: {
    readonly at: string;
    readonly latest: Date;
    readonly source: 'signature' | 'document';
  } | null;
  /** Time-stamps that verified: inside the signature, or the time-stamp itself. */
  readonly stamped: StampedTime | null;
  readonly revokedLater: string | null;
  readonly statusAsOf: string | null;
  readonly claims: { readonly shown: string | null; readonly activation: string | null };
  /** What the signature dictionary claims in words; never checked. */
  readonly words: {
    readonly name: string | null;
    readonly reason: string | null;
    readonly at: string | null;
  };
}

export interface PdfReport {
  readonly verdict: Verdict;
  readonly code: PdfReportCode | 'OK';
  /** What is wrong with the document as a whole. */
  readonly checks: readonly Check<PdfStep, PdfReportCode>[];
  /** Where each revision ends, oldest first; empty when the document could not be read. */
  readonly revisions: readonly number[];
  /** In the order in which they were made. */
  readonly signatures: readonly PdfSignatureReport[];
}
