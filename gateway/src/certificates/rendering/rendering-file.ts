import { annotated } from '@renxin/archive/rendering';
import { digest, identifier, instant, recordId, word } from '@renxin/chaincode/messages';
import { z } from 'zod';

/** A certificate as sealed pages, or a copy of it; by certificate and name of the rendering. */
export const renderingFile = z.strictObject({
  schema: z.literal(1),
  /** `original`, or the name of a copy. */
  rendering: recordId,
  certificate: recordId,
  type: word,
  issuer: identifier,
  holder: identifier,
  copy: z.exactOptional(annotated),
  askedAt: instant,
  /** Set when the issuer has sealed it: names of both documents among the blobs. */
  sealed: z.exactOptional(z.strictObject({ at: instant, seal: recordId, ofd: digest, pdf: digest })),
});

export type RenderingFile = z.infer<typeof renderingFile>;

export function keyOf({ certificate, rendering }: Pick<RenderingFile, 'certificate' | 'rendering'>): string {
  return `${certificate}:${rendering}`;
}
