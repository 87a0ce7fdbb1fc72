import { PictureError } from './picture-error.js';
import { nameSeal } from './name-seal.js';
import type { Outlines } from './outline.js';
import type { Path } from './path.js';
import { writePng } from './png.js';
import { coverage } from './raster.js';
import { roundSeal } from './round-seal.js';
import { squareSeal } from './square-seal.js';
import { svgOf } from './svg.js';

/** What a seal shows. */
export type SealDesign =
  /** Official seal of an organisation (公章): name around a star, a line below it (合同专用章), a number along the rim. */
  | { readonly shape: 'round'; readonly name: string; readonly line?: string; readonly number?: string }
  /** Square seal with the characters in columns from right to left. */
  | { readonly shape: 'square'; readonly name: string }
  /** A person's name seal (私章), with 印 or 之印 where that fills the square. */
  | { readonly shape: 'name'; readonly name: string };

/** A picture of a seal: red on transparent ground. */
export interface SealImage {
  /** Filled where it winds around (nonzero). */
  readonly path: Path;
  readonly svg: string;
  /** Drawn when it is asked for the first time. */
  readonly png: Uint8Array;
  /** Millimetres. */
  readonly width: number;
  readonly height: number;
}

/** Points of the PNG for a millimetre: about 305 dpi. */
const DENSITY = 12;

/**
 * Draws a seal from a name. The same input gives the same bytes.
 * @throws PictureError PICTURE_TEXT for a name that is empty, too long, or has a character without an outline
 */
export function drawSeal(design: SealDesign, outlines: Outlines): SealImage {
  requireText(design);
  const { size, path } = layOut(design, (character) => {
    const outline = outlines(character);
    if (outline === undefined) throw new PictureError('PICTURE_TEXT');
    return outline;
  });
  const points = size * DENSITY;
  let png: Uint8Array | undefined;
  return {
    path,
    get svg() {
      return svgOf(path, size);
    },
    get png() {
      png ??= writePng(points, points, coverage(path, points, points, DENSITY));
      return png;
    },
    width: size,
    height: size,
  };
}

function layOut(
  design: SealDesign,
  glyph: (character: string) => NonNullable<ReturnType<Outlines>>,
): { size: number; path: Path } {
  switch (design.shape) {
    case 'round':
      return roundSeal(design, glyph);
    case 'square':
      return squareSeal(design.name, glyph);
    case 'name':
      return nameSeal(design.name, glyph);
  }
}

const MOST: Record<SealDesign['shape'], number> = { round: 30, square: 25, name: 9 };

function requireText(design: SealDesign): void {
  const length = [...design.name].length;
  const { line = '-', number = '0' } = design.shape === 'round' ? design : {};
  const sound =
    length >= (design.shape === 'round' ? 2 : 1) &&
    length <= MOST[design.shape] &&
    [...line].length >= 1 &&
    [...line].length <= 8 &&
    /^[0-9A-Z]{1,18}$/.test(number) &&
    ![design.name, line].some((text) => /\s|\p{C}/u.test(text));
  if (!sound) throw new PictureError('PICTURE_TEXT');
}
