import type { OfdReport, OfdSignatureReport } from '@renxin/seal/ofd';
import { restsOn, type Believed, type Context } from '../context.js';
import { requireChecks } from '../document/checks.js';
import { Fault, type Examination, type Finding, type Shown } from '../examination.js';
import type { NamedFile } from '../recognise.js';
import { examineRendering } from '../rendering/index.js';
import type { RenderedPages } from '../rendering/pages.js';
import { examineSealing } from '../seal/sealing.js';
import { reportOnOfd } from './report.js';

type OfdShown = Shown<'ofd', { readonly report: OfdReport }>;

/**
 * All steps over a sealed OFD (docs/formats/ofd.md): the document, the list of its signatures, and each signature in its
 * order, with its number in the evidence.
 */
export async function examineOfd(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  bytes: Uint8Array,
  beside: readonly NamedFile[],
): Promise<void> {
  x.leavesOpen('LEDGER_NOT_INCLUDED');
  const ofd = await x.step('ofd', [], () => checkDocument(context, believed, bytes));
  await x.step('ofd-signatures', [ofd], checkList);
  const report = ofd?.report;
  for (const [i, signature] of (report?.signatures ?? []).entries())
    await x.within({ signature: i + 1 }, () => examineSignature(x, believed, signature, ofd));
  if (report?.verdict === 'valid') x.proves('OFD_UNCHANGED');
  await examineRendering(x, context, believed, report && renderedPages(report), beside);
}

function renderedPages({ information, signatures }: OfdReport): RenderedPages {
  const signers = signatures.flatMap(({ sealed }) => (sealed === undefined ? [] : [sealed.signer.der]));
  return { data: information?.custom ?? new Map<string, string>(), signers };
}

async function examineSignature(
  x: Examination,
  believed: Believed | undefined,
  signature: OfdSignatureReport,
  ofd: OfdShown | undefined,
): Promise<void> {
  const { checks, sealed, closes, path, type } = signature;
  const file = await x.step('sealed-content', [ofd], () => {
    const own = type === 'Seal' ? ['seal-file'] : [];
    requireChecks(checks, ['signature-file', 'document', ...own, 'references', 'coverage']);
    return { code: 'SEALED_CONTENT_OK', evidence: { path: `/${path}`, type, closes }, value: {} };
  });
  if (type === 'Sign') {
    await examineSigned(x, believed, signature);
    return;
  }
  await x.step('stamps', [file], () => {
    requireChecks(checks, ['stamps']);
    const stamps = signature.stamps.map(({ page, boundary }) => ({ page, boundary: boundary.join(' ') }));
    return { code: 'STAMPS_OK', evidence: { stamps }, value: {} };
  });
  await examineSealing(x, believed, { checks, sealed });
}

/** The steps over a signature without a seal: by whom, when, and whether the certificate was good for it then. */
async function examineSigned(
  x: Examination,
  believed: Believed | undefined,
  { checks, signed }: OfdSignatureReport,
): Promise<void> {
  const { serial, issuer } = signed?.signer ?? {};
  const by = await x.step('ofd-signature', [], () => {
    const evidence = { certificate: serial, issuer, claimedTime: signed?.claimedAt };
    requireChecks(checks, ['format', 'algorithms', 'signature'], evidence);
    return { code: 'OFD_SIGNATURE_OK', evidence, value: {} };
  });
  const time = await x.step('ofd-time', [by], () => {
    requireChecks(checks, ['time-stamp', 'time']);
    const at = signed?.trustedAt;
    if (typeof at !== 'string') throw new Fault('STEP_ERROR');
    const { stamped } = signed?.timeStamp ?? {};
    x.bounds({ bound: 'notAfter', source: 'time-stamp:ofd', time: stamped?.latest.toISOString() ?? at });
    x.proves('TIME_STAMPED');
    restsOn(x, believed, stamped?.chain.at(-1)?.der);
    return { code: 'OFD_TIME_OK', evidence: { at, token: stamped !== undefined }, value: {} };
  });
  await x.step('ofd-certificate', [time], () => {
    requireChecks(checks, ['signer', 'revocation'], { certificate: serial, issuer });
    const anchor = restsOn(x, believed, signed?.chain.at(-1)?.der);
    const later = signed?.revokedLater ?? null;
    x.proves('OFD_SIGNED');
    return {
      code: later === null ? 'CERTIFICATE_OK' : 'CERTIFICATE_REVOKED_LATER',
      outcome: later === null ? 'pass' : 'warn',
      evidence: { certificate: serial, issuer, anchor, revokedLater: later },
      value: {},
    };
  });
}

/** Step `ofd`: one container, one document, and nothing in either that is free. */
function checkDocument(
  context: Context,
  believed: Believed | undefined,
  bytes: Uint8Array,
): Finding<{ readonly report: OfdReport }> {
  const report = reportOnOfd(context, believed, bytes);
  requireChecks(report.checks, ['container', 'document']);
  const { information, pages, signatures } = report;
  const evidence = {
    documentId: information?.id,
    creator: information?.creator,
    pages,
    signatures: signatures.length,
  };
  return { code: 'OFD_OK', evidence, value: { report } };
}

/** Step `ofd-signatures`: there are signatures, and each one in the package is listed. */
function checkList({ report }: OfdShown): Finding<{ readonly count: number }> {
  requireChecks(report.checks, ['signature-list']);
  const count = report.signatures.length;
  return { code: 'OFD_SIGNATURES_OK', evidence: { signatures: count }, value: { count } };
}
