import type { SealPicture } from '@renxin/seal/eseal';
import { checkPicture, drawSeal, PictureError, type SealImage } from '@renxin/seal/picture';
import { Latest } from '@renxin/seal/crypto';
import { Refusal } from '../problem/index.js';
import { decode, type SealDesk } from './desk.js';
import type { SealFile } from './seal-file.js';

/** Pictures drawn lately: the same name gives the same bytes, and drawing takes a while. */
const drawn = new Latest<SealImage>(64);

/**
 * What a seal shows: drawn from its name, or the picture that was handed in, checked again. A round one carries the esID
 * along its rim once it has one.
 * @throws Refusal PICTURE_TEXT, PICTURE_NOT_PNG, PICTURE_TOO_LARGE, PICTURE_DAMAGED
 */
export function pictureOf(
  { outlines }: Pick<SealDesk, 'outlines'>,
  { design }: Pick<SealFile, 'design'>,
  name: string,
  number?: string,
): SealPicture {
  try {
    if (design.kind === 'picture') {
      const data = decode(design.png);
      checkPicture(data);
      return { type: 'PNG', data, width: design.width, height: design.height };
    }
    const shown = {
      name,
      ...(design.kind === 'round' && {
        ...(design.line !== undefined && { line: design.line }),
        ...(number !== undefined && { number }),
      }),
    };
    const key = JSON.stringify([design.kind, shown]);
    const image = drawn.of(key, () => drawSeal({ shape: design.kind, ...shown }, outlines));
    if (image === undefined) throw new PictureError('PICTURE_TEXT');
    return { type: 'PNG', data: image.png, width: image.width, height: image.height };
  } catch (error) {
    if (error instanceof PictureError) throw new Refusal(error.code);
    throw error;
  }
}
