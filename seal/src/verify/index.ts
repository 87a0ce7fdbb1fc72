/** Verification of chains, document signatures and time-stamps; browser-safe, the cryptography is handed in. */
export { DerError } from '../asn1/index.js';
export {
  POLICY_OCSP_RESPONDER,
  POLICY_OPERATOR,
  POLICY_ORGANISATION,
  POLICY_PERSON,
  POLICY_SEAL_MAKER,
  POLICY_TEST,
  POLICY_TEST_TIME_STAMP,
  POLICY_TIME_STAMP,
} from '../asn1/oids.js';
export {
  distinguishedNameOf,
  isIssuedBy,
  nameText,
  organizationalUnitsOf,
  readCertificate,
  readRevocationList,
  type Certificate,
  type DistinguishedName,
  type KeyAlgorithm,
  type Revocation,
  type RevocationList,
} from '../x509/index.js';
export { verifyChain, type ChainCode, type ChainInput, type ChainReport, type ChainStep } from './chain.js';
export type { Check, Evidence, Outcome, Verdict } from './check.js';
export * from './document-signature.js';
export type { CertificateEvidence } from './evidence.js';
export * from './ocsp.js';
export { rememberVerified } from './remember.js';
export * from './time-stamp.js';
export type { Use } from './usage.js';
