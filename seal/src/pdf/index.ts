/** Reading, signing and verifying PDF documents; browser-safe, the cryptography is handed in. docs/formats/signed-pdf.md */
export * from './error.js';
export { LIMITS } from './limits.js';
export {
  embedSignature,
  prepareSignature,
  signedBytes,
  type PreparedPdf,
  type SignatureForm,
  type SignatureRequest,
} from './sign/prepare.js';
export {
  signPdf,
  signPrepared,
  stampedCms,
  stampPdf,
  type PdfSigner,
  type Stamper,
} from './sign/sign-pdf.js';
export { openPrepared, type OpenedPrepared } from './sign/open-prepared.js';
export type { Place } from './sign/form-field.js';
export { addValidationData, type ValidationData } from './sign/validation-data.js';
export { openPdf, type PdfDocument, type Revision } from './structure/document.js';
export { informationOf } from './structure/information.js';
export { pagesOf, type Page } from './structure/pages.js';
export { signaturesOf, type PdfSignature } from './structure/signatures.js';
export { signerCertificateOf } from './verify/cms-format.js';
export { type ChangeCode } from './verify/change.js';
export type * from './verify/report.js';
export * from './verify/verify-pdf.js';
export type * from './write/content.js';
export { points } from './write/points.js';
export { writePdf } from './write/write-pdf.js';
