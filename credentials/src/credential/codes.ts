import type { ProofCode } from '../data-integrity/index.js';
import type { SubjectFault } from '../schema/index.js';

/** Why a credential or a presentation is refused, besides what its proofs say. */
export const credentialCodes = [
  /** It has not the form of VC Data Model 2.0. */
  'CREDENTIAL_MALFORMED',
  /** It names a context that is not known here. */
  'CONTEXT_UNKNOWN',
  /** A member or a type that none of its contexts defines. */
  'TERM_UNDEFINED',
  /** A suite that the verifier asks for has no proof. */
  'PROOF_REQUIRED_MISSING',
  /** A proof is by a key that is not the issuer's, or not the holder's. */
  'PROOF_NOT_BY_ISSUER',
  'CREDENTIAL_NOT_YET_VALID',
  'CREDENTIAL_EXPIRED',
  'SCHEMA_MISSING',
  'SCHEMA_UNKNOWN',
  /** The subject is not what its schema asks for. */
  'SUBJECT_INVALID',
  /** The check character of the certificate's identifier differs. */
  'CHECK_DIGIT_MISMATCH',
  'PRESENTATION_MALFORMED',
  /** The credential is about somebody else than the holder that presents it. */
  'HOLDER_MISMATCH',
  'STATUS_TYPE_UNKNOWN',
  'STATUS_UNAVAILABLE',
  'STATUS_LIST_INVALID',
  'STATUS_LIST_ISSUER',
  'STATUS_LIST_EXPIRED',
  'STATUS_PURPOSE_MISMATCH',
  'STATUS_INDEX_OUT_OF_RANGE',
  /** A status of the credential is set. */
  'STATUS_SET',
  /** A related resource that is known here has another digest. */
  'RESOURCE_DIGEST_MISMATCH',
  /** An enveloped credential or presentation that is none, or a data URL of another kind. */
  'ENVELOPE_MALFORMED',
  /** No JWT in the strict compact form, or one with members that contradict each other. */
  'JWT_MALFORMED',
  /** Its `alg` is none that is taken, or not the key's own. */
  'JWT_ALGORITHM',
  'JWT_SIGNATURE',
  /** Outside of its `nbf` and `exp`. */
  'JWT_TIME',
] as const;

export type CredentialCode = (typeof credentialCodes)[number] | ProofCode;

/** A credential, a presentation or a status list that is not accepted. */
export class CredentialError extends Error {
  readonly code: CredentialCode;
  /** Where, by JSON pointer; never what. */
  readonly faults: readonly (SubjectFault | { readonly pointer: string; readonly code: string })[];
  constructor(code: CredentialCode, faults: CredentialError['faults'] = [], options?: ErrorOptions) {
    super(code, options);
    this.name = 'CredentialError';
    this.code = code;
    this.faults = faults;
  }
}
