import {
  informationOf,
  PdfError,
  verifyPdf,
  type PdfReport,
  type PdfSignatureReport,
} from '@renxin/seal/pdf';
import { restsOn, rootsFor, type Believed, type Context } from '../context.js';
import { requireChecks } from '../document/checks.js';
import { Fault, type Examination, type Finding, type Shown } from '../examination.js';
import type { RenderedPages } from '../rendering/pages.js';

/** A PDF that was read, and all that was found of the signatures inside. */
export type PdfShown = Shown<'pdf', { readonly report: PdfReport }>;

/** True for a PDF that has, or pretends to have, a signature inside. */
export function hasSignatureInside(bytes: Uint8Array): boolean {
  return looksLikePdf(bytes) && includes(bytes, '/ByteRange');
}

export function looksLikePdf(bytes: Uint8Array): boolean {
  return includes(bytes.subarray(0, 8), '%PDF-');
}

/** The steps over a PDF with signatures inside, and over each of them in the order in which they were made. */
export async function examinePdf(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  document: Uint8Array,
): Promise<PdfShown | undefined> {
  const { now, provider } = context;
  const roots = believed && {
    signers: [...(rootsFor(believed, 'person') ?? []), ...(rootsFor(believed, 'organisation') ?? [])],
    timeStamps: rootsFor(believed, 'time-stamp') ?? [],
  };
  const report = verifyPdf({ document, roots, now, provider });
  const shown = await x.step('pdf', [], () => {
    requireChecks(report.checks, ['document'], { bytes: document.length });
    const { revisions, signatures } = report;
    const evidence = { bytes: document.length, revisions: revisions.length, signatures: signatures.length };
    return { code: 'PDF_OK', evidence, value: { report } };
  });
  x.leavesOpen('STAMP_WORDS');
  for (const signature of report.signatures)
    await x.within({ field: signature.field }, () => examineOne(x, believed, signature));
  if (shown !== undefined && report.verdict === 'valid') x.proves('SIGNED_INSIDE');
  return shown;
}

/** What the document holds about a certificate, under signatures that cover it. */
export function renderedIn({ report }: PdfShown, document: Uint8Array): RenderedPages {
  const signers = report.signatures.flatMap(({ kind, signer }) =>
    kind === 'time-stamp' || signer === null ? [] : [signer.der],
  );
  return { data: dataOf(document), signers };
}

function dataOf(document: Uint8Array): ReadonlyMap<string, string> {
  try {
    return informationOf(document);
  } catch (error) {
    if (error instanceof PdfError) return new Map();
    throw error;
  }
}

async function examineOne(
  x: Examination,
  believed: Believed | undefined,
  signature: PdfSignatureReport,
): Promise<void> {
  const { checks } = signature;
  const covered = await x.step('pdf-coverage', [], () => {
    requireChecks(checks, ['byte-range', 'changes'], { covers: signature.covers });
    return { code: 'PDF_COVERAGE_OK', evidence: { covers: signature.covers }, value: {} };
  });
  if (signature.kind === 'time-stamp') {
    const stamp = await x.step('pdf-time-stamp', [covered], () => checkStamp(signature));
    await x.step('pdf-time-stamp-authority', [stamp], () => checkAuthority(x, believed, signature));
    return;
  }
  const signed = await x.step('pdf-signature', [covered], () => checkSignature(signature));
  const time = await x.step('pdf-time', [signed], () => checkTime(x, signature));
  await x.step('pdf-certificate', [signed, time], () => checkCertificate(x, believed, signature));
}

function checkSignature(signature: PdfSignatureReport): Finding<object> {
  const { checks, signer, dialect, algorithm, level, words } = signature;
  requireChecks(checks, ['form', 'algorithms', 'signature']);
  const evidence = {
    certificate: signer?.serial,
    subject: signer?.subject,
    issuer: signer?.issuer,
    form: dialect,
    algorithm,
    level,
    claimedTime: words.at,
  };
  return { code: 'PDF_SIGNATURE_OK', evidence, value: {} };
}

/** The signature's own token, when it has one, and the trusted time: of that or of a time-stamp over the document. */
function checkTime(x: Examination, { checks, time }: PdfSignatureReport): Finding<object> {
  requireChecks(checks, [...stampSteps(checks), 'time']);
  if (time === null) throw new Fault('STEP_ERROR');
  x.bounds({ bound: 'notAfter', source: `time-stamp:${time.source}`, time: time.latest.toISOString() });
  return { code: 'PDF_TIME_OK', evidence: { time: time.at, source: time.source }, value: {} };
}

function checkCertificate(
  x: Examination,
  believed: Believed | undefined,
  { checks, signer, chain, stamped, revokedLater, statusAsOf }: PdfSignatureReport,
): Finding<object> {
  const named = { certificate: signer?.serial, issuer: signer?.issuer };
  requireChecks(checks, ['certificate', 'time', 'revocation'], named);
  const anchor = restsOn(x, believed, chain.at(-1)?.der);
  if (stamped !== null) restsOn(x, believed, stamped.chain.at(-1)?.der);
  return {
    code: revokedLater === null ? 'CERTIFICATE_OK' : 'CERTIFICATE_REVOKED_LATER',
    outcome: revokedLater === null ? 'pass' : 'warn',
    evidence: { ...named, anchor, statusAsOf, revokedLater },
    value: {},
  };
}

function checkStamp({ checks, stamped }: PdfSignatureReport): Finding<object> {
  requireChecks(
    checks,
    ['format', 'algorithms', 'imprint', 'signature'].map((step) => `time-stamp-${step}`),
  );
  const evidence = {
    time: stamped?.time.toISOString(),
    serial: stamped?.serial,
    algorithm: stamped?.algorithm,
  };
  return { code: 'PDF_TIME_STAMP_OK', evidence, value: {} };
}

function checkAuthority(
  x: Examination,
  believed: Believed | undefined,
  { checks, stamped }: PdfSignatureReport,
): Finding<object> {
  const named = { authority: stamped?.authority.subject, certificate: stamped?.authority.serial };
  requireChecks(
    checks,
    ['certificate', 'time', 'revocation'].map((step) => `time-stamp-${step}`),
    named,
  );
  const anchor = restsOn(x, believed, stamped?.chain.at(-1)?.der);
  x.bounds({
    bound: 'notAfter',
    source: 'time-stamp:document',
    time: (stamped?.latest ?? new Date(0)).toISOString(),
  });
  return { code: 'TS_AUTHORITY_OK', evidence: { ...named, anchor }, value: {} };
}

function stampSteps(checks: PdfSignatureReport['checks']): string[] {
  return checks.map(({ step }) => step).filter((step) => step.startsWith('time-stamp-'));
}

function includes(bytes: Uint8Array, word: string): boolean {
  for (let at = bytes.indexOf(word.charCodeAt(0)); at >= 0; at = bytes.indexOf(word.charCodeAt(0), at + 1)) {
    let i = 1;
    while (i < word.length && bytes[at + i] === word.charCodeAt(i)) i++;
    if (i === word.length) return true;
  }
  return false;
}
