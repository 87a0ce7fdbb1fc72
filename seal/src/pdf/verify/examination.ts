import { concat, DerError } from '../../asn1/index.js';
import type { CryptoProvider } from '../../crypto/provider.js';
import { codeOf, pass, verdictOf, type Check } from '../../verify/check.js';
import { certificateEvidence, instantText } from '../../verify/evidence.js';
import { examineTimeStamp, type TimeStampReport } from '../../verify/time-stamp.js';
import { readCertificate } from '../../x509/index.js';
import type { PdfDocument } from '../structure/document.js';
import type { PdfSignature } from '../structure/signatures.js';
import { PdfString, textOf } from '../syntax/objects.js';
import { bounded } from './bounded.js';
import { cmsIn } from './cms-format.js';
import { checkByteRange, checkChanges, coveredRevision, historyOf, type History } from './coverage.js';
import { levelOf, type OverDocument } from './level.js';
import { materialOf, type Material } from './material.js';
import type { PdfInput, PdfReport, PdfReportCode, PdfSignatureReport, PdfStep } from './report.js';
import {
  chainOf,
  checkCertificate,
  checkRevocation,
  checkSignature,
  checkTime,
  readSignature,
} from './signature.js';
import { storeOf } from './store.js';

/** One document with its signatures, looked at from the last to the first. */
export class Examination {
  readonly #input: PdfInput;
  readonly #provider: CryptoProvider;
  readonly #document: PdfDocument;
  readonly #signatures: readonly PdfSignature[];
  readonly #states: readonly PdfDocument[];
  readonly #history: History;
  readonly #store: Material;
  /** Time-stamps over the document that verified. */
  readonly #stamps: OverDocument[] = [];

  constructor(input: PdfInput, document: PdfDocument, signatures: readonly PdfSignature[]) {
    this.#input = input;
    this.#provider = bounded(input.provider);
    this.#document = document;
    this.#signatures = signatures;
    this.#states = document.states();
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
    const { roots, now } = this.#input;
    const provider = this.#provider;
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
      level: read.dialect === 'PAdES' ? levelOf(checks, revision, inside, this.#stamps, this.#history) : null,
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

  #token(token: Uint8Array, data: Uint8Array): TimeStampReport {
    const { roots, now } = this.#input;
    const asked = { token, stamped: { data }, roots: roots?.timeStamps, now, provider: this.#provider };
    return examineTimeStamp(asked, this.#store);
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
