export {
  addFurtherProof,
  addProof,
  addProofs,
  type CredentialSigner,
  type FurtherProofOptions,
  type ProofOptions,
  type ProofStatement,
} from './add-proof.js';
export { ProofError, proofCodes, type ProofCode } from './codes.js';
export { cryptosuites, type CryptosuiteName } from './cryptosuite.js';
export { readDateTime } from './date-time.js';
export { keyOfMultikey, multikeyOf } from './multikey.js';
export { methodKeyOf, multikeyOfMethod } from './method-key.js';
export { proofsOf, readProof, type Proof, type ProofPurpose } from './proof.js';
export type {
  BbsSigner,
  FurtherKey,
  FurtherSigner,
  MethodKey,
  ProofSuite,
  ProofSuites,
  SuiteSigner,
  ToJudge,
  ToProve,
} from './suite.js';
export {
  verifyProof,
  verifyProofs,
  type ProofFinding,
  type VerificationMethod,
  type VerifyProofOptions,
} from './verify-proof.js';
