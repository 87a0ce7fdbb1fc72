export type SigningCode =
  | 'NOTHING_TO_SIGN'
  | 'DOCUMENT_ALTERED'
  | 'PAGES_ALTERED'
  | 'PAGES_NOT_SEEN'
  | 'PREPARED_ALTERED'
  | 'CERTIFICATE_MISSING'
  | 'DECLINED';

/** The wallet does not sign; `code` says why. */
export class SigningRefused extends Error {
  readonly code: SigningCode;
  constructor(code: SigningCode, options?: ErrorOptions) {
    super(code, options);
    this.name = 'SigningRefused';
    this.code = code;
  }
}
