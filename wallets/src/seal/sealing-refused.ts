export type SealingCode =
  | 'CERTIFICATE_MISSING'
  | 'NO_SEAL_IN_USE'
  | 'SEAL_ALTERED'
  | 'SEAL_OF_ANOTHER_CERTIFICATE'
  | 'TIME_STAMP_UNAVAILABLE'
  | 'CONFIRMATIONS_REQUIRED'
  | 'CONFIRMATION_ALTERED';

/** The wallet does not seal; `code` says why. */
export class SealingRefused extends Error {
  readonly code: SealingCode;
  constructor(code: SealingCode, options?: ErrorOptions) {
    super(code, options);
    this.name = 'SealingRefused';
    this.code = code;
  }
}
