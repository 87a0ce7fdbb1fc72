export { assertionSignerOf, generateAssertionSigner } from './assertion-signer.js';
export { generateSigner, nativeSigningFault, signerOf } from './file-signer.js';
export { counted, type Told } from './native-key.js';
export { pkcs11Signer, type Pkcs11Options } from './pkcs11-signer.js';
export { generateRsaSigner, rsaSignerOf } from './rsa-signer.js';
export { recorded, type KeyUse } from './recorded.js';
export * from './sealed-bytes.js';
export * from './signer-error.js';
export * from './signer.js';
export {
  byTwoPeople,
  confirmationBytes,
  type Confirmation,
  type TwoPersonActivation,
  type TwoPersonRules,
} from './two-person.js';
