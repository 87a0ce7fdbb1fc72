import type { PdfText } from '@renxin/seal/pdf';
import { advance, type Weight } from './font-metrics.js';
import type { FontSubset } from './font-subset.js';
import { naturalWidth } from './fonts.js';
import type { LayoutRun } from './layout-view.js';
import { COLOURS } from './page-drawing.js';

/**
 * Sets runs of a layout in these fonts: evenly spaced, so that the last character ends where the layout says, and in as
 * many pieces as fonts take turns.
 */
export function textSetter(
  fonts: readonly FontSubset[],
): (run: LayoutRun, y: number, rise?: number) => readonly PdfText[] {
  return ({ text, x, width, size, weight: bold, tone }, y, rise = 0) => {
    const weight = bold ?? 'regular';
    const pieces = piecesOf(text, weight, fonts);
    const count = pieces.reduce((sum, piece) => sum + piece.count, 0);
    const spacing = count > 1 ? (width - naturalWidth(text, size, weight)) / (count - 1) : 0;
    const [along, up] = rise === 0 ? [1, 0] : [Math.cos(radians(rise)), Math.sin(radians(rise))];
    let from = 0;
    return pieces.map((piece): PdfText => {
      const [left, baseline] = [x + from * along, y - from * up];
      from += (size * piece.width) / 1000 + piece.count * spacing;
      return {
        kind: 'text',
        text: piece.text,
        x: left,
        y: baseline,
        size,
        font: piece.font,
        spacing,
        colour: COLOURS[tone ?? 'black'],
        ...(rise === 0 ? {} : { rise }),
      };
    });
  };
}

interface Piece {
  readonly font: number;
  text: string;
  count: number;
  /** Thousandths of the size. */
  width: number;
}

/** Stretches that one font holds; of several that do, the first. */
function piecesOf(text: string, weight: Weight, fonts: readonly FontSubset[]): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    const font = fonts.findIndex((each) => each.weight === weight && each.glyphs.has(point));
    let last = pieces.at(-1);
    if (last?.font !== font) pieces.push((last = { font, text: '', count: 0, width: 0 }));
    last.text += character;
    last.count += 1;
    last.width += advance(point, weight);
  }
  return pieces;
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
