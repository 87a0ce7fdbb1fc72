export type CmsCode = 'SIGNER_KEY_MISMATCH' | 'DIGEST_LENGTH' | 'ATTRIBUTE';

/** A signature is not made; `code` says why. */
export class CmsError extends Error {
  readonly code: CmsCode;
  constructor(code: CmsCode) {
    super(code);
    this.name = 'CmsError';
    this.code = code;
  }
}
