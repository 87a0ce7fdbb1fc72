import { DerError } from '../../asn1/index.js';
import { readSealSignature, SealVersionError, type SealPicture } from '../../eseal/index.js';
import { OfdError } from '../error.js';
import type { Ofd } from '../read.js';
import { readSignatureFile } from '../signature-file.js';
import type { Box } from '../stamp.js';
import { checkImage, type CheckedImage } from './image.js';

/** A stamp in its place. Whether the seal and its signature are good is for the verifier alone to say. */
export interface DrawnStamp {
  /** Number of the signature in the document's list, from 1: as the verifier counts. */
  readonly signature: number;
  /** Index of the page. */
  readonly page: number;
  /** Millimetres; the whole seal, of which `clip` is drawn. */
  readonly boundary: Box;
  readonly clip: Box | undefined;
  /** Undefined for a picture that is not shown: of another kind, too large, or not to be read. */
  readonly image: CheckedImage | undefined;
}

const MOST = 5000;

/** The stamps of every signature that can be read, at most 5,000. */
export function stampsIn(ofd: Ofd): readonly DrawnStamp[] {
  const numbers = new Map(ofd.pages.map(({ id }, i) => [id, i]));
  const stamps: DrawnStamp[] = [];
  for (const [i, { path }] of ofd.signatures.entries()) {
    const file = unlessRefused(() => readSignatureFile(ofd.files, path));
    if (file === undefined || file.stamps.length === 0) continue;
    const image = pictureIn(ofd.files.get(file.value));
    for (const { pageRef, boundary, clip } of file.stamps) {
      const page = numbers.get(pageRef);
      if (page !== undefined && stamps.length < MOST)
        stamps.push({ signature: i + 1, page, boundary, clip, image });
    }
  }
  return stamps;
}

/** The picture of a seal that is shown: PNG, JPEG, GIF or BMP. */
export function imageOfSeal({ data }: SealPicture): CheckedImage | undefined {
  return checkImage(data);
}

function pictureIn(value: Uint8Array | undefined): CheckedImage | undefined {
  const read = value && unlessRefused(() => readSealSignature(value));
  return read && imageOfSeal(read.seal.info.picture);
}

function unlessRefused<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof OfdError || error instanceof DerError || error instanceof SealVersionError)
      return undefined;
    throw error;
  }
}
