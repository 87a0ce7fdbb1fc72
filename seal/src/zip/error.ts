export type ZipCode =
  | 'CONTAINER_MALFORMED'
  | 'CONTAINER_LIMITS'
  | 'CONTAINER_PATH'
  | 'CONTAINER_DUPLICATE'
  | 'CONTAINER_NOT_CANONICAL';

/** A ZIP that is refused. */
export class ZipError extends Error {
  readonly code: ZipCode;
  constructor(code: ZipCode, options?: ErrorOptions) {
    super(code, options);
    this.name = 'ZipError';
    this.code = code;
  }
}
