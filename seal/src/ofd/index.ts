/** OFD (GB/T 33190): written, read strictly, sealed in two steps, verified. Browser-safe. docs/formats/ofd.md */
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
  embedSeal,
  prepareSeal,
  prepareSealIn,
  replaceSealSignature,
  type PreparedSeal,
  type SealingPlan,
} from './sign.js';
export { sealOfd, type Sealer } from './seal.js';
export type { Placement } from './stamp.js';
export * from './drawing/index.js';
export * from './verify.js';
export { wordsOf } from './words.js';
export { filesOf, writeOfd } from './write.js';
