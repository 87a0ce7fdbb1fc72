import { concat, DerError } from '../../asn1/index.js';
import { OcspUnsuccessful, readOcspResponse, type OcspResponse } from '../../ocsp/response.js';
import type { CryptoProvider } from '../../crypto/provider.js';
import { codeOf, fail, pass, verdictOf, type Check, type Verdict } from '../../verify/check.js';
import { certificateEvidence, instantText, type CertificateEvidence } from '../../verify/evidence.js';
import {
  verifyTimeStampToken,
  type StampedTime,
  type TimeStampCode,
  type TimeStampReport,
} from '../../verify/time-stamp.js';
import {
  readCertificate,
  readRevocationList,
  type Certificate,
  type KeyAlgorithm,
  type RevocationList,
} from '../../x509/index.js';
import { PdfError, type PdfCode } from '../error.js';
import { openPdf, type PdfDocument } from '../structure/document.js';
import { signaturesOf, type PdfSignature } from '../structure/signatures.js';
import { PdfString, textOf } from '../syntax/objects.js';
import { cmsIn } from './cms-format.js';
import {
  checkByteRange,
  checkChanges,
  coveredRevision,
  historyOf,
  type CoverageCode,
  type History,
} from './coverage.js';
import {
  chainOf,
  checkCertificate,
  checkRevocation,
  checkSignature,
  checkTime,
  readSignature,
  type Dialect,
  type PdfSignatureCode,
  type PdfSignatureStep,
} from './signature.js';
import { storeOf, type Store } from './store.js';

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

/**
 * Verifies every signature and time-stamp inside a PDF, and all that was added after each (docs/formats/signed-pdf.md).
 * Valid means that every one of them is, that the last covers the document to its end or is followed by validation data
 * alone, and that there is at least one signature. Never throws for what the document holds.
 */
export function verifyPdf(input: PdfInput): PdfReport {
  try {
    const document = openPdf(input.document);
    const signatures = signaturesOf(document);
    if (!signatures.some(({ kind }) => kind === 'signature'))
      return {
        verdict: 'invalid',
        code: 'NO_SIGNATURE',
        checks: [fail('document', 'NO_SIGNATURE')],
        revisions: [],
        signatures: [],
      };
    return new Examination(input, document, signatures).report();
  } catch (error) {
    if (!(error instanceof PdfError)) throw error;
    return {
      verdict: 'invalid',
      code: error.code,
      checks: [fail('document', error.code)],
      revisions: [],
      signatures: [],
    };
  }
}

class Examination {
  readonly #input: PdfInput;
  readonly #document: PdfDocument;
  readonly #signatures: readonly PdfSignature[];
  readonly #states: readonly PdfDocument[];
  readonly #history: History;
  readonly #store: Material;
  /** Time-stamps over the document, with the number of the revision that each covers. */
  readonly #stamps: { readonly revision: number; readonly stamped: StampedTime }[] = [];

  constructor(input: PdfInput, document: PdfDocument, signatures: readonly PdfSignature[]) {
    this.#input = input;
    this.#document = document;
    this.#signatures = signatures;
    this.#states = document.revisions.map(({ end }, i, all) =>
      i === all.length - 1 && end === document.bytes.length
        ? document
        : openPdf(document.bytes.subarray(0, end)),
    );
    this.#history = historyOf(this.#states);
    this.#store = materialOf(storeOf(document), input.crls ?? []);
  }

  report(): PdfReport {
    // From the last to the first: a time-stamp over the document speaks for what stands before it.
    const reports = [...this.#signatures]
      .reverse()
      .map((signature) =>
        signature.kind === 'time-stamp' ? this.#timeStamp(signature) : this.#signature(signature),
      )
      .reverse();
    const checks: Check<PdfStep, PdfReportCode>[] = [
      pass('document', { revisions: this.#document.revisions.length, signatures: reports.length }),
    ];
    const all = [...checks, ...reports.flatMap((each) => each.checks)];
    const revisions = this.#document.revisions.map(({ end }) => end);
    return { verdict: verdictOf(all), code: codeOf(all), checks, revisions, signatures: reports };
  }

  #coverage(signature: PdfSignature): Check<PdfStep, PdfReportCode>[] {
    const range = checkByteRange(this.#document, this.#states, signature);
    if (range.outcome !== 'pass') return [range];
    return [range, checkChanges(this.#document, this.#history, signature, this.#signatures)];
  }

  #timeStamp(signature: PdfSignature): PdfSignatureReport {
    const coverage = this.#coverage(signature);
    const stamp = this.#token(cmsOrNothing(signature.contents), concat(...this.#signed(signature)));
    const checks = [...coverage, ...named(stamp)];
    const verdict = verdictOf(checks);
    const revision = coveredRevision(this.#document, signature);
    const stamped = stamp.stamped ?? null;
    if (verdict === 'valid' && revision !== undefined && stamped !== null)
      this.#stamps.push({ revision, stamped });
    return {
      ...this.#said(signature),
      dialect: 'RFC 3161',
      algorithm: stamped?.algorithm ?? null,
      level: null,
      verdict,
      code: codeOf(checks),
      checks,
      covers: revision === undefined ? null : signature.byteRange[2] + signature.byteRange[3],
      signer: stamped?.authority ?? null,
      chain: stamped?.chain ?? [],
      time: stamped && { at: stamped.time.toISOString(), latest: stamped.latest, source: 'document' },
      stamped,
      revokedLater: null,
      statusAsOf: stamped?.statusAsOf ?? null,
      claims: { shown: null, activation: null },
    };
  }

  #signature(signature: PdfSignature): PdfSignatureReport {
    const coverage = this.#coverage(signature);
    const { read, checks: form } = readSignature(signature.subFilter, signature.contents);
    const revision = coveredRevision(this.#document, signature);
    const nothing = {
      dialect: null,
      algorithm: null,
      level: null,
      signer: null,
      chain: [],
      time: null,
      stamped: null,
    };
    const base = {
      ...this.#said(signature),
      ...nothing,
      covers: revision === undefined ? null : signature.byteRange[2] + signature.byteRange[3],
      revokedLater: null,
      statusAsOf: null,
      claims: { shown: null, activation: null },
    };
    if (read === undefined) {
      const checks = [...coverage, ...form];
      return { ...base, verdict: verdictOf(checks), code: codeOf(checks), checks };
    }
    const { provider, roots, now } = this.#input;
    const { timeStamp } = read.format;
    const inside = timeStamp && this.#token(timeStamp, read.format.signedData.signer.signature);
    const time = this.#timeOf(revision, inside);
    const chain = chainOf(read, {
      roots: roots?.signers.map(readCertificate),
      others: this.#store.certificates,
      lists: this.#store.lists,
      responses: this.#store.responses,
      at: (time?.latest ?? now).getTime(),
      provider,
    });
    const checks: Check<PdfStep, PdfReportCode>[] = [
      ...coverage,
      ...form,
      checkSignature(read, this.#signed(signature), provider),
      checkCertificate(read, chain, provider),
      ...(inside === undefined ? [] : named(inside)),
      checkTime(chain, time?.latest, time?.source ?? null),
      checkRevocation(chain, time?.latest),
    ];
    const verdict = verdictOf(checks);
    return {
      ...base,
      dialect: read.dialect,
      algorithm: read.algorithm,
      level: read.dialect === 'PAdES' ? this.#levelOf(checks, revision, inside) : null,
      verdict,
      code: codeOf(checks),
      checks,
      signer: certificateEvidence(read.format.leaf),
      chain: (chain.path?.certificates ?? []).map(certificateEvidence),
      time,
      stamped: inside?.stamped ?? null,
      revokedLater: chain.revokedLater === undefined ? null : instantText(chain.revokedLater),
      statusAsOf: chain.asOf === undefined ? null : instantText(chain.asOf),
      claims: read.format.claims,
    };
  }

  /** The earliest trusted time by which the signature existed. */
  #timeOf(revision: number | undefined, inside: TimeStampReport | undefined): PdfSignatureReport['time'] {
    const own = inside?.verdict === 'valid' ? inside.stamped : undefined;
    const over = this.#stamps
      .filter((stamp) => revision !== undefined && stamp.revision > revision)
      .map(({ stamped }) => stamped);
    const times = [
      ...(own === undefined ? [] : [{ stamped: own, source: 'signature' as const }]),
      ...over.map((stamped) => ({ stamped, source: 'document' as const })),
    ].sort((a, b) => a.stamped.latest.getTime() - b.stamped.latest.getTime());
    const [first] = times;
    return first === undefined
      ? null
      : { at: first.stamped.time.toISOString(), latest: first.stamped.latest, source: first.source };
  }

  /** Each level asks for all of the one before it. */
  #levelOf(
    checks: readonly Check<PdfStep, PdfReportCode>[],
    revision: number | undefined,
    inside: TimeStampReport | undefined,
  ): Level | null {
    const passed = (step: PdfStep): boolean =>
      checks.some((each) => each.step === step && each.outcome === 'pass');
    if (!passed('signature') || !passed('byte-range') || revision === undefined) return null;
    const over = this.#stamps.filter((stamp) => stamp.revision > revision);
    if (!passed('time') || (inside?.verdict !== 'valid' && over.length === 0)) return 'B-B';
    const storeAt = this.#history.findIndex(
      (changes, i) => i > revision && !(changes instanceof Error) && changes.validationData,
    );
    if (!passed('revocation') || storeAt < 0) return 'B-T';
    return over.some((stamp) => stamp.revision >= storeAt) ? 'B-LTA' : 'B-LT';
  }

  #token(token: Uint8Array, data: Uint8Array): TimeStampReport {
    const { roots, now, provider } = this.#input;
    return verifyTimeStampToken({
      token,
      stamped: { data },
      roots: roots?.timeStamps,
      now,
      crls: this.#store.lists.map(({ der }) => der),
      responses: this.#store.ocsps,
      provider,
    });
  }

  #signed({ byteRange: [a, b, c, d] }: PdfSignature): readonly Uint8Array[] {
    const { bytes } = this.#document;
    return [bytes.subarray(a, a + b), bytes.subarray(c, c + d)];
  }

  #said({ field, kind, value }: PdfSignature): Pick<PdfSignatureReport, 'field' | 'kind' | 'words'> {
    const text = (key: string): string | null => {
      const found = this.#document.get(value.get(key));
      return found instanceof PdfString ? textOf(found).slice(0, 200) : null;
    };
    return { field, kind, words: { name: text('Name'), reason: text('Reason'), at: text('M') } };
  }
}

interface Material {
  readonly certificates: readonly Certificate[];
  readonly lists: readonly RevocationList[];
  readonly responses: readonly OcspResponse[];
  /** The same, as they stand. */
  readonly ocsps: readonly Uint8Array[];
}

/** What of the validation data can be read; what cannot is no help, and no harm either. */
function materialOf({ certificates, crls, ocsps }: Store, others: readonly Uint8Array[]): Material {
  return {
    certificates: readable(certificates, readCertificate),
    lists: [...readable(crls, readRevocationList), ...others.map(readRevocationList)],
    responses: readable(ocsps, readOcspResponse),
    ocsps: ocsps.filter((der) => readable([der], readOcspResponse).length > 0),
  };
}

function readable<T>(values: readonly Uint8Array[], read: (der: Uint8Array) => T): T[] {
  return values.flatMap((value) => {
    try {
      return [read(value)];
    } catch (error) {
      if (error instanceof DerError || error instanceof OcspUnsuccessful) return [];
      throw error;
    }
  });
}

/** The checks of a token under names of their own. */
function named(report: TimeStampReport): Check<PdfStep, PdfReportCode>[] {
  return report.checks.map((check) => ({ ...check, step: `time-stamp-${check.step}` as const }));
}

function cmsOrNothing(contents: Uint8Array): Uint8Array {
  try {
    return cmsIn(contents);
  } catch (error) {
    if (error instanceof DerError) return new Uint8Array();
    throw error;
  }
}
