export { CredentialError, credentialCodes, type CredentialCode } from './codes.js';
export type { Credential, CredentialSubject, Presentation, StatusEntry } from './data-model.js';
export { issue, signCredential, type IssueOptions, type IssuerKey } from './issue.js';
export {
  present,
  requireHolder,
  verifyPresentation,
  type Challenge,
  type PresentOptions,
  type VerifiedPresentation,
  type VerifyPresentationOptions,
} from './presentation.js';
export { issuerOf, readCredential, readPresentation, statusEntriesOf, subjectsOf, typesOf } from './read.js';
export { requirePeriod, requireProofs, requireSchema, type HeldProof, type ProofPolicy } from './steps.js';
export {
  verifyCredential,
  type VerifiedCredential,
  type VerifyCredentialOptions,
} from './verify-credential.js';
