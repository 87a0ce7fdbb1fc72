import {
  KP_OCSP_SIGNING,
  KP_TIME_STAMPING,
  POLICY_OCSP_RESPONDER,
  POLICY_OPERATOR,
  POLICY_ORGANISATION,
  POLICY_PERSON,
  POLICY_SEAL_MAKER,
  POLICY_TIME_STAMP,
} from '../asn1/oids.js';
import { KEY_USAGE_BIT } from '../x509/index.js';

/** What an end entity may do with its key: docs/formats/certificates.md. */
export type Profile = 'person' | 'organisation' | 'time-stamp' | 'operator' | 'seal-maker' | 'ocsp-responder';

export interface ProfileRules {
  readonly keyUsage: readonly number[];
  readonly extendedKeyUsage: readonly string[];
  readonly policy: string;
  /** Its own status is not asked for: it lives shortly instead. */
  readonly ocspNoCheck?: true;
}

const { digitalSignature, nonRepudiation } = KEY_USAGE_BIT;

/** Persons and organisations sign documents; a time-stamp authority signs tokens and nothing else (RFC 3161 2.3); an operator signs ledger headers. */
export const PROFILE: Record<Profile, ProfileRules> = {
  person: { keyUsage: [digitalSignature, nonRepudiation], extendedKeyUsage: [], policy: POLICY_PERSON },
  organisation: {
    keyUsage: [digitalSignature, nonRepudiation],
    extendedKeyUsage: [],
    policy: POLICY_ORGANISATION,
  },
  'time-stamp': {
    keyUsage: [digitalSignature, nonRepudiation],
    extendedKeyUsage: [KP_TIME_STAMPING],
    policy: POLICY_TIME_STAMP,
  },
  'seal-maker': {
    keyUsage: [digitalSignature, nonRepudiation],
    extendedKeyUsage: [],
    policy: POLICY_SEAL_MAKER,
  },
  'ocsp-responder': {
    keyUsage: [digitalSignature],
    extendedKeyUsage: [KP_OCSP_SIGNING],
    policy: POLICY_OCSP_RESPONDER,
    ocspNoCheck: true,
  },
  operator: { keyUsage: [digitalSignature], extendedKeyUsage: [], policy: POLICY_OPERATOR },
};
