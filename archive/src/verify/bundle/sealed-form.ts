import { canonicalBytes } from '@renxin/chaincode/canonical';
import { sameKey } from '@renxin/seal/crypto';
import { openOfd, wordsOf, type OfdReport } from '@renxin/seal/ofd';
import { z } from 'zod';
import { parsePart, signingPaths, sm3Of, wordsOfLayout } from '../../bundle/index.js';
import type { Believed, Context } from '../context.js';
import type { DocumentShown, SignatureShown } from '../document/index.js';
import { Fault, Undecided, type Finding, type Shown } from '../examination.js';
import { reportOnOfd } from '../ofd/report.js';
import { isStepCode } from '../texts.js';
import { part, type ListedShown } from './opening.js';

type PagesShown = Shown<'pages-shown', { readonly digest: string }>;

/** Where a document of ours has the layout from which it was drawn (docs/formats/ofd.md). */
const LAYOUT = 'Doc_0/Attachs/layout.json';
const layout = z.looseObject({ pages: z.array(z.json()).min(1).max(200) });

/**
 * Step `sealed-form`: the OFD holds as anybody would verify it, shows the words of the pages that both signed, and its
 * signatures are the worker's own, over what was shown to the worker, and under it the employer's seal.
 */
export function checkSealedForm(
  context: Context,
  believed: Believed | undefined,
  { files }: ListedShown,
  { record }: DocumentShown,
  { digest }: PagesShown,
  parties: { readonly worker: SignatureShown; readonly employer: SignatureShown },
): Finding<object> {
  const path = signingPaths(record.amendment).sealed;
  const bytes = part(files, path);
  const report = reportOnOfd(context, believed, bytes);
  const evidence = { file: path, signatures: report.signatures.length };
  requireValid(report, evidence);
  const { files: inside, pages } = openSound(bytes, evidence);
  const { pages: layouts } = parsePart(LAYOUT, layout, inside.get(LAYOUT) ?? new Uint8Array());
  const isSame =
    layouts.length === record.shown.pages.length &&
    layouts.every((page, i) => sm3Of(context.provider, canonicalBytes(page)) === record.shown.pages[i]) &&
    layouts.length === pages.length &&
    layouts.every((page, i) => wordsOfLayout(page) === pages[i]);
  if (!isSame) throw new Fault('SEALED_FORM_DIFFERS', evidence);
  const [own, seal, ...more] = report.signatures;
  const isTheirs =
    own?.signed?.claims.shown === digest &&
    sameKey(own.signed.signer.key, parties.worker.signed.signer.key) &&
    sameKey(seal?.sealed?.signer.key, parties.employer.signed.signer.key) &&
    more.length === 0;
  if (!isTheirs) throw new Fault('SEALED_FORM_SIGNERS', evidence);
  return { code: 'SEALED_FORM_OK', evidence, value: {} };
}

/** By the code of the first step that does not hold. */
function requireValid({ verdict, code }: OfdReport, evidence: { readonly file: string }): void {
  if (verdict === 'valid') return;
  const named = isStepCode(code) ? code : 'STEP_ERROR';
  throw verdict === 'invalid' ? new Fault(named, evidence) : new Undecided(named, evidence);
}

function openSound(
  bytes: Uint8Array,
  evidence: { readonly file: string },
): { readonly files: ReadonlyMap<string, Uint8Array>; readonly pages: readonly string[] } {
  try {
    const ofd = openOfd(bytes);
    return { files: ofd.files, pages: wordsOf(ofd) };
  } catch (cause) {
    throw new Fault('OFD_FORMAT', evidence, { cause });
  }
}
