/** Why an SD-JWT, or what is shown of one, is refused. */
export const sdJwtCodes = [
  /** It has not the form, or claims what may not be claimed. */
  'SD_JWT_MALFORMED',
  /** A disclosure is of no digest, of two, or twice there. */
  'SD_JWT_DISCLOSURE',
  'SD_JWT_KEY_UNKNOWN',
  'SD_JWT_SIGNATURE',
  /** The holder's key binding is missing, or not about this verifier, this request and these disclosures. */
  'SD_JWT_KEY_BINDING',
] as const;

export type SdJwtCode = (typeof sdJwtCodes)[number];

export class SdJwtError extends Error {
  readonly code: SdJwtCode;
  constructor(code: SdJwtCode, options?: ErrorOptions) {
    super(code, options);
    this.name = 'SdJwtError';
    this.code = code;
  }
}
