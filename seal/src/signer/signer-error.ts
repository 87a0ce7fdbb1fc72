export type SignerCode =
  | 'SIGNER_KEY_UNSUPPORTED'
  | 'SIGNER_ALGORITHM_MISMATCH'
  | 'SIGNER_RANDOM_BROKEN'
  | 'SIGNER_FAULT'
  | 'PKCS11_NOT_INSTALLED'
  | 'PKCS11_MODULE'
  | 'PKCS11_TOKEN'
  | 'PKCS11_PIN'
  | 'PKCS11_KEY'
  | 'PKCS11_MECHANISM'
  | 'ACTIVATION_REQUIRED'
  | 'ACTIVATION_TOO_FEW'
  | 'ACTIVATION_SAME_OFFICER'
  | 'ACTIVATION_NOT_OFFICER'
  | 'ACTIVATION_EXPIRED'
  | 'ACTIVATION_SIGNATURE';

/** A key that cannot be used, or not for what was asked. */
export class SignerError extends Error {
  readonly code: SignerCode;
  constructor(code: SignerCode, options?: ErrorOptions) {
    super(code, options);
    this.name = 'SignerError';
    this.code = code;
  }
}
