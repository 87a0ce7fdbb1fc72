export { addProof, addProofs, type CredentialSigner, type ProofOptions } from './add-proof.js';
export { ProofError, proofCodes, type ProofCode } from './codes.js';
export { cryptosuites, type CryptosuiteName } from './cryptosuite.js';
export { readDateTime } from './date-time.js';
export { keyOfMultikey, multikeyOf } from './multikey.js';
export { proofsOf, type Proof, type ProofPurpose } from './proof.js';
export {
  verifyProof,
  verifyProofs,
  type ProofFinding,
  type VerificationMethod,
  type VerifyProofOptions,
} from './verify-proof.js';
