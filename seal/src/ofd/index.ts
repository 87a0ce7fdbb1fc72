/** OFD (GB/T 33190): written, read strictly, signed and sealed in two steps, verified. Browser-safe. docs/formats/ofd.md */
export type * from './content.js';
export { OfdError, type OfdCode } from './error.js';
export {
  CREATOR,
  looksLikeOfd,
  ofdOf,
  openOfd,
  type DocumentInformation,
  type ListedSignature,
  type Ofd,
  type OfdPage,
} from './read.js';
export {
  embedValue,
  prepareSeal,
  prepareSealIn,
  prepareSignature,
  replaceSealSignature,
  type PreparedSignature,
  type SealingPlan,
  type SigningPlan,
} from './sign.js';
export { sealOfd, type Sealer } from './seal.js';
export { signOfd, type OfdSigner } from './signed-value.js';
export type { Placement } from './stamp.js';
export * from './drawing/index.js';
export * from './verify.js';
export type { Signed } from './verify-signed.js';
export { wordsOf } from './words.js';
export { filesOf, writeOfd } from './write.js';
