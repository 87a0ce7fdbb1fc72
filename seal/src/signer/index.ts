export { assertionSignerOf, generateAssertionSigner } from './assertion-signer.js';
export { generateSigner, nativeSigningFault, signerOf } from './file-signer.js';
export { generateRsaSigner, rsaSignerOf } from './rsa-signer.js';
export * from './sealed-bytes.js';
export * from './signer-error.js';
export * from './signer.js';
