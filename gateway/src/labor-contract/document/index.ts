/** Labor contracts as documents: templates, layout, PDF. What a browser needs of it stands in layout-view.ts and fields. */

export { changesOf, type Amendment, type Change } from './fields/amendment-fields.js';
export { termFields, type TermField } from './fields/terms-fields.js';
export { GlyphMissing, outlineOf } from './font.js';
export {
  DocumentRefused,
  layOutAmendment,
  layOutCertificate,
  layOutContract,
  pageDigests,
  templateDigest,
  type LaidOut,
  type LayoutOptions,
  type Sm3,
} from './layout.js';
export * from './layout-view.js';
export { drawOfd, renderOfd, type OfdOptions } from './ofd.js';
export { renderPdf, type PdfOptions } from './pdf.js';
export { openPress, type Press, type PressedDocument } from './press.js';
export { renderStamp, type StampContent, type StampSize } from './stamp.js';
export type { Template } from './template.js';
export * from './templates/index.js';
