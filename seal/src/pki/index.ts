/** A certificate authority: certificates, revocation lists and requests, signed through the Signer port. */
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
export type { DistinguishedName } from '../x509/index.js';
export * from './certificate.js';
export * from './error.js';
export type { Addresses } from './extensions.js';
export type { Profile } from './profiles.js';
export * from './request.js';
export * from './revocation-list.js';
