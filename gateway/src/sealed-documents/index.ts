/** Documents that parties seal and sign inside: judged as anybody would judge them, and made to last. */

export type { DocumentDesk } from './desk.js';
export { requireSealed, requireSealInUse, type SealedAt } from './sealed-ofd.js';
export { requireSignedIn } from './signed-ofd.js';
export { completed, embedded, judged, requireSignedBy, stamped } from './signed-pdf.js';
export { invalidDocument } from './invalid.js';
