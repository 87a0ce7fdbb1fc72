import decodeQR from 'qr/decode.js';
import { readPng } from './png.js';

/** The text of the QR code in a PNG; undefined when it is no PNG, or no code is found in it. */
export function codeInPicture(bytes: Uint8Array): string | undefined {
  const picture = readPng(bytes);
  if (picture === undefined) return undefined;
  try {
    return decodeQR(picture);
  } catch {
    // The decoder throws for a picture in which it finds none.
    return undefined;
  }
}
