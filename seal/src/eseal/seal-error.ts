export type SealFormatCode = 'NOT_DER' | 'FORMAT' | 'VERSION_MISMATCH';

/**
 * A version of GB/T 38540 or GM/T 0031 that is not read, or two that contradict each other. `version` is what was found:
 * 5 is GM/T 0031-2025 (SESeal with five members).
 */
export class SealVersionError extends Error {
  readonly code = 'VERSION_MISMATCH';
  readonly version: number;
  constructor(version: number) {
    super('VERSION_MISMATCH');
    this.name = 'SealVersionError';
    this.version = version;
  }
}

export type SealMakingCode =
  | 'SIGNER_KEY_MISMATCH'
  | 'SIGNER_NOT_SM2'
  | 'MAKER_IS_SIGNER'
  | 'SIGNER_NOT_IN_SEAL'
  | 'SEAL_FIELD'
  | 'DIGEST_LENGTH';

/** A seal or a signature with one is not made; `code` says why. */
export class SealMakingError extends Error {
  readonly code: SealMakingCode;
  constructor(code: SealMakingCode) {
    super(code);
    this.name = 'SealMakingError';
    this.code = code;
  }
}
