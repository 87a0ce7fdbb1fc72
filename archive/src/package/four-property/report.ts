import { identifier, instant, recordId } from '@renxin/chaincode/messages';
import { z } from 'zod';

/** The report of the four-property check (四性检测, DA/T 70): docs/formats/archive-package.md. */

/** GD 归档, YJ 移交接收, CQ 长期保存 */
export const stage = z.enum(['GD', 'YJ', 'CQ']);

/** `manual`: software does not check it today; never counted as passed. */
export const result = z.enum(['pass', 'fail', 'manual', 'not-applicable']);

export const checked = z.strictObject({
  code: z.string().regex(/^[1-4]-\d{1,2}$/),
  zh: z.string().max(200),
  en: z.string().max(200),
  result,
  memo: z.strictObject({ zh: z.string().max(400), en: z.string().max(400) }),
});

export const fourPropertyReport = z.strictObject({
  kind: z.literal('renxin-four-property-report'),
  schema: z.literal(1),
  archive: recordId,
  stage,
  by: identifier,
  at: instant,
  /** One failed item makes it `failed`; `open` when none failed and people have still to look at some. */
  conclusion: z.enum(['passed', 'failed', 'open']),
  items: z.array(checked).min(1).max(64),
});

export type Stage = z.infer<typeof stage>;
export type Result = z.infer<typeof result>;
export type Checked = z.infer<typeof checked>;
export type FourPropertyReport = z.infer<typeof fourPropertyReport>;

/** One veto: a single failed item fails the whole. What is left to people leaves it open. */
export function concluded(items: readonly Checked[]): FourPropertyReport['conclusion'] {
  if (items.some((each) => each.result === 'fail')) return 'failed';
  return items.some((each) => each.result === 'manual') ? 'open' : 'passed';
}
