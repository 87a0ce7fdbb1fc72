/** E-seals of GB/T 38540-2020 and GM/T 0031-2014: read and verified (browser-safe), and made through the Signer port. */
export { EXTENSION_ACTIVATION, EXTENSION_CARRIED } from '../asn1/oids.js';
export type { ExtensionData } from './extension-data.js';
export {
  readSeal,
  readSealInfo,
  type Seal,
  type SealInfo,
  type SealPicture,
  type SealSigners,
  type SealVersion,
} from './seal.js';
export * from './seal-error.js';
export { readSealSignature, type SealSignature } from './seal-signature.js';
export {
  verifySeal,
  type SealCode,
  type SealFacts,
  type SealInput,
  type SealReport,
  type SealState,
  type SealStep,
} from './verify-seal.js';
export * from './verify-signature.js';
export { sealToSign, signSeal, writeSeal, type SealContent, type SealMaker } from './write-seal.js';
export { addTimeStamp, writeSealSignature, type SealingRequest } from './write-signature.js';
