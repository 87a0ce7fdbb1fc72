export type SignerCode = 'SIGNER_KEY_UNSUPPORTED' | 'SIGNER_ALGORITHM_MISMATCH' | 'SIGNER_RANDOM_BROKEN';

/** A key that cannot be used, or not for what was asked. */
export class SignerError extends Error {
  readonly code: SignerCode;
  constructor(code: SignerCode, options?: ErrorOptions) {
    super(code, options);
    this.name = 'SignerError';
    this.code = code;
  }
}
