export type PictureCode = 'PICTURE_TEXT' | 'PICTURE_NOT_PNG' | 'PICTURE_TOO_LARGE' | 'PICTURE_DAMAGED';

/** A picture is not drawn or not taken; `code` says why. */
export class PictureError extends Error {
  readonly code: PictureCode;
  constructor(code: PictureCode) {
    super(code);
    this.name = 'PictureError';
    this.code = code;
  }
}
