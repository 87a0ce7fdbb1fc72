import { canonical } from '@renxin/chaincode/canonical';
import { date, digest } from '@renxin/chaincode/messages';
import { z } from 'zod';

/** What a purpose-bound copy (加注件) is bound to; it stands on the page and in the sealed data. */
export const copyBound = z.strictObject({
  purpose: z.string().min(1).max(40),
  recipient: z.string().min(1).max(60),
  /** The last day on which it may be used. */
  expires: date,
  /** SM3 of the credential of which it is a copy. */
  source: digest,
});

export type CopyBound = z.infer<typeof copyBound>;

/** Name of the CustomData (docs/formats/ofd.md, "Document"). */
export const COPY = 'renxin-copy';

export function copyData(copy: CopyBound): ReadonlyMap<string, string> {
  return new Map([[COPY, canonical(copyBound.parse(copy))]]);
}
