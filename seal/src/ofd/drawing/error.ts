/** `PAGE_TOO_MUCH`: more on it than a viewer draws. `PAGE_SIZE`: no size that can be shown. `PAGE_UNKNOWN`: not in the document. */
export type DrawingCode = 'PAGE_TOO_MUCH' | 'PAGE_SIZE' | 'PAGE_UNKNOWN';

/** A page is not drawn; `code` says why. Nothing is said about signatures. */
export class DrawingError extends Error {
  readonly code: DrawingCode;
  constructor(code: DrawingCode) {
    super(code);
    this.name = 'DrawingError';
    this.code = code;
  }
}
