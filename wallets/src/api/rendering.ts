import { annotated } from '@renxin/archive/rendering';
import { instant, recordId, word } from '@renxin/chaincode/messages';
import { z } from 'zod';

/** What holders, issuers and provinces say to each other about certificates as sealed pages. */

/** A holder asks for a copy; `rendering` is a random name. */
export const annotatedCopyRequest = annotated.extend({ rendering: recordId });

export const renderingView = z.strictObject({
  /** `original`, or the name of a copy. */
  rendering: recordId,
  certificate: recordId,
  type: word,
  copy: z.exactOptional(annotated),
  askedAt: instant,
  /** Set when the issuer has sealed it. */
  sealedAt: z.exactOptional(instant),
});
export const renderingAnswer = z.strictObject({ rendering: renderingView });
export const renderingList = z.strictObject({ renderings: z.array(renderingView) });

/** What the issuer makes over pages that it drew itself (docs/formats/certificate-display.md). */
export const renderingSealing = z.strictObject({
  /** The issuer's clock: time of the documents and in their signatures. */
  at: instant,
  /** The seal's name on the ledger. */
  seal: recordId,
  /** DER of the SES_Signature in the OFD. */
  sealSignature: z.base64url().max(700_000),
  /** The PDF with an empty place for its signature. */
  pdf: z.base64url().max(2_000_000),
  /** DER of the CMS for that place. */
  cms: z.base64url().max(200_000),
});

export type RenderingView = z.infer<typeof renderingView>;
export type RenderingSealing = z.infer<typeof renderingSealing>;
