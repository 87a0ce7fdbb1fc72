import { verifyOfd, type OfdReport, type OfdSignatureReport } from '@renxin/seal/ofd';
import { listsFor, rootsFor, type Believed, type Context } from '../context.js';
import { requireChecks } from '../document/checks.js';
import type { Examination, Finding, Shown } from '../examination.js';
import type { NamedFile } from '../recognise.js';
import { examineRendering } from '../rendering/index.js';
import type { RenderedPages } from '../rendering/pages.js';
import { examineSealing } from '../seal/sealing.js';

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
  { checks, sealed, closes, path, ...signature }: OfdSignatureReport,
  ofd: OfdShown | undefined,
): Promise<void> {
  const file = await x.step('sealed-content', [ofd], () => {
    requireChecks(checks, ['signature-file', 'document', 'references', 'coverage']);
    return { code: 'SEALED_CONTENT_OK', evidence: { path: `/${path}`, closes }, value: {} };
  });
  await x.step('stamps', [file], () => {
    requireChecks(checks, ['seal-file', 'stamps']);
    const stamps = signature.stamps.map(({ page, boundary }) => ({ page, boundary: boundary.join(' ') }));
    return { code: 'STAMPS_OK', evidence: { stamps }, value: {} };
  });
  await examineSealing(x, believed, { checks, sealed });
}

/** Step `ofd`: one container, one document, and nothing in either that is free. */
function checkDocument(
  { provider, now }: Context,
  believed: Believed | undefined,
  bytes: Uint8Array,
): Finding<{ readonly report: OfdReport }> {
  const roots = (use: Parameters<typeof rootsFor>[1]): readonly Uint8Array[] => rootsFor(believed, use) ?? [];
  const report = verifyOfd({
    document: bytes,
    trust:
      believed === undefined
        ? undefined
        : {
            signers: [...roots('person'), ...roots('organisation')],
            makers: roots('seal-maker'),
            timeStamps: roots('time-stamp'),
          },
    now,
    crls: listsFor(believed, 'seal-maker'),
    provider,
  });
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
