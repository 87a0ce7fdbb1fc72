/** Making detached document signatures; browser-safe. They are verified by `@renxin/seal/verify`. */
export { ATTRIBUTE_ACTIVATION, ATTRIBUTE_CHECKPOINT, ATTRIBUTE_SHOWN } from '../asn1/oids.js';
export * from './error.js';
export {
  signDetached,
  type Checkpoint,
  type DocumentAttributes,
  type DocumentOrDigest,
} from './sign-detached.js';
export type { Dialect } from './make.js';
export { signatureOctetsOf, signEmbedded, withTimeStamp, type EmbeddedClaims } from './sign-embedded.js';
