import { canonicalBytes } from '@renxin/chaincode/canonical';
import { z } from 'zod';
import { parsePart, signingPaths, sm3Of } from '../../bundle/index.js';
import type { Context } from '../context.js';
import type { DocumentShown } from '../document/index.js';
import { Fault, type Examination, type Finding } from '../examination.js';
import type { ListedShown } from './opening.js';

/** The layout of docs/formats/contract-document.md, as far as it is read here. */
const layout = z.looseObject({ pages: z.array(z.json()).min(1).max(200) });

/** Step `layout`: the pages whose digests both signed are the ones that stand here. */
export function checkLayout(
  x: Examination,
  context: Context,
  { files }: ListedShown,
  { record }: DocumentShown,
): Finding<{ readonly pages: number }> {
  const path = signingPaths(record.amendment).layout;
  const bytes = files.get(path);
  x.leavesOpen('LAYOUT_IS_DOCUMENT');
  if (bytes === undefined) return { code: 'LAYOUT_ABSENT', outcome: 'warn', value: { pages: 0 } };
  const { pages } = parsePart(path, layout, bytes);
  const digests = pages.map((page) => sm3Of(context.provider, canonicalBytes(page)));
  const same =
    digests.length === record.shown.pages.length && digests.every((sm3, i) => sm3 === record.shown.pages[i]);
  if (!same) throw new Fault('LAYOUT_DIFFERS', { pages: pages.length });
  return { code: 'LAYOUT_OK', evidence: { pages: pages.length }, value: { pages: pages.length } };
}
