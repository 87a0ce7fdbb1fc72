export type PkiCode =
  | 'SIGNER_KEY_MISMATCH'
  | 'ISSUER_NOT_CA'
  | 'ISSUER_PATH_LENGTH'
  | 'VALIDITY_EMPTY'
  | 'VALIDITY_OUTSIDE_ISSUER'
  | 'POLICY_MISSING'
  | 'NAME_EMPTY'
  | 'REQUEST_FORMAT'
  | 'REQUEST_ALG'
  | 'REQUEST_SIGNATURE'
  | 'REVOCATION_SERIAL'
  | 'REVOCATION_TWICE'
  | 'CRL_PERIOD';

/** A certificate authority refuses; `code` says why. */
export class PkiError extends Error {
  readonly code: PkiCode;
  constructor(code: PkiCode) {
    super(code);
    this.name = 'PkiError';
    this.code = code;
  }
}
