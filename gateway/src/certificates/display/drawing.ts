import encodeQR from 'qr';
import { BOX, PAGE } from '../../labor-contract/document/geometry.js';
import type { LayoutLine, LayoutRun, Stroke } from '../../labor-contract/document/layout-view.js';
import { widthOf } from '../../labor-contract/document/line-breaking.js';
import { breakLines } from '../../labor-contract/document/line-breaking.js';

/** Text and lines of a page that is set freely, in micrometres. */

export interface Type {
  readonly size: number;
  readonly weight?: 'bold';
  readonly tone?: LayoutRun['tone'];
}

/** One line with its left edge at `x`. */
export function line(text: string, x: number, y: number, { size, weight, tone }: Type): LayoutLine {
  const [pieces = []] = breakLines([{ text, weight: weight ?? 'regular', style: {} }], size, 10 * PAGE.width);
  const runs = pieces.map((piece): LayoutRun => ({
    text: piece.text,
    x: x + piece.x,
    width: piece.width,
    size,
    ...(weight === undefined ? {} : { weight }),
    ...(tone === undefined ? {} : { tone }),
  }));
  return { y, runs };
}

export function centred(text: string, y: number, type: Type, middle: number = PAGE.width / 2): LayoutLine {
  const width = widthOf(text, type.size, type.weight ?? 'regular');
  return line(text, Math.round(middle - width / 2), y, type);
}

/** Lines that break at the width of the page's text, each centred. */
export function paragraph(text: string, y: number, leading: number, type: Type): readonly LayoutLine[] {
  const lines = breakLines(
    [{ text, weight: type.weight ?? 'regular', style: {} }],
    type.size,
    BOX.right - BOX.left,
  );
  return lines.map((pieces, i) => centred(pieces.map((piece) => piece.text).join(''), y + i * leading, type));
}

export type Tone = Stroke['tone'];

/** A horizontal or vertical line as a filled rectangle: every viewer ends it at the same place. */
export function rule(x1: number, y1: number, x2: number, y2: number, pen: number, tone: Tone): Stroke {
  const half = Math.round(pen / 2);
  const [left, right] = [Math.min(x1, x2), Math.max(x1, x2)];
  const [top, bottom] = [Math.min(y1, y2), Math.max(y1, y2)];
  return filled(left - half, top - half, right - left + 2 * half, bottom - top + 2 * half, tone);
}

/** A line with a pen: it lies above the text across the page. */
export function penned(x1: number, x2: number, y: number, width: number): Stroke {
  return { x1, y1: y, x2, y2: y, width, tone: 'gold' };
}

export function filled(x: number, y: number, width: number, height: number, tone: Tone): Stroke {
  return { x1: x, y1: y, x2: x + width, y2: y + height, width: 0, tone };
}

/** The four sides of a box. */
export function boxed(
  x: number,
  y: number,
  width: number,
  height: number,
  pen: number,
  tone: Tone,
): readonly Stroke[] {
  const [right, bottom] = [x + width, y + height];
  return [
    rule(x, y, right, y, pen, tone),
    rule(x, bottom, right, bottom, pen, tone),
    rule(x, y, x, bottom, pen, tone),
    rule(right, y, right, bottom, pen, tone),
  ];
}

/** A QR code (ISO/IEC 18004) with its quiet zone in a square, on a white ground. */
export function qrCode(text: string, left: number, top: number, side: number): readonly Stroke[] {
  const modules = encodeQR(text, 'raw', { ecc: 'medium', border: 2 });
  const at = (module: number): number => Math.round((module * side) / modules.length);
  return [
    filled(left, top, side, side, 'white'),
    ...modules.flatMap((row, y) =>
      runsOf(row).map(([from, to]) =>
        filled(left + at(from), top + at(y), at(to) - at(from), at(y + 1) - at(y), 'black'),
      ),
    ),
  ];
}

/** Where dark modules begin and end. */
function runsOf(row: readonly boolean[]): readonly (readonly [number, number])[] {
  const runs: (readonly [number, number])[] = [];
  for (let x = 0; x < row.length; x++) {
    if (row[x] !== true) continue;
    const from = x;
    while (row[x + 1] === true) x++;
    runs.push([from, x + 1]);
  }
  return runs;
}
