import { openPng } from './open-png.js';

/** In points. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Checks a picture that somebody hands in for a seal: a whole PNG (ISO/IEC 15948) and nothing beside it, still, at most
 * 256 KiB and 2048 points a side, whose data unpack to exactly the size that its header says. Unpacking ends as soon as it
 * is more.
 * @throws PictureError PICTURE_NOT_PNG, PICTURE_TOO_LARGE, PICTURE_DAMAGED
 */
export function checkPicture(png: Uint8Array): PictureSize {
  const { width, height } = openPng(png);
  return { width, height };
}
