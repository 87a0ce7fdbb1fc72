import type { LayoutLine, LayoutRun, SignatureArea, Stroke } from './layout-view.js';
import type { Piece, PlacedPiece, Style } from './line-breaking.js';
import type { Part } from './template.js';

/** A strip of the page that is never parted: its content stands relative to its own top. */
export interface Strip {
  readonly height: number;
  /** Stays on one page with the strip that follows. */
  readonly keep: boolean;
  /** Dropped when it comes first on a page. */
  readonly spacer?: true;
  readonly lines: readonly LayoutLine[];
  readonly strokes: readonly Stroke[];
  readonly areas: readonly SignatureArea[];
}

/** A line of one size, from placed pieces. */
export function lineOf(pieces: readonly PlacedPiece[], x: number, y: number, size: number): LayoutLine {
  return { y, runs: pieces.filter(({ text }) => text.trim() !== '').map((piece) => runOf(piece, x, size)) };
}

/** The words of a template and the values in it as pieces of a line; values are underlined unless told otherwise. */
export function piecesOf(parts: readonly Part[], underline: boolean): readonly Piece[] {
  return parts.map(({ text, field, mark }): Piece => {
    const style: Style = {
      ...(field === undefined ? {} : { field }),
      ...(field === undefined || !underline ? {} : { underline: true }),
      ...(mark === undefined ? {} : { mark }),
    };
    return { text, weight: 'regular', style };
  });
}

export function spacer(height: number): Strip {
  return { height, keep: false, spacer: true, lines: [], strokes: [], areas: [] };
}

/** Thin lines under the values that were filled in, one under each value. */
export function underlinesOf(
  pieces: readonly PlacedPiece[],
  x: number,
  y: number,
  size: number,
): readonly Stroke[] {
  const strokes: Stroke[] = [];
  let before: Style | undefined;
  for (const piece of pieces) {
    const last = strokes.at(-1);
    const end = x + piece.x + piece.width;
    if (piece.style.underline === true)
      if (piece.style === before && last !== undefined) strokes[strokes.length - 1] = { ...last, x2: end };
      else {
        const at = y + Math.round(size * 0.2);
        strokes.push({ x1: x + piece.x, y1: at, x2: end, y2: at, width: 120, tone: 'grey' });
      }
    before = piece.style;
  }
  return strokes;
}

function runOf({ text, x, width, weight, style }: PlacedPiece, left: number, size: number): LayoutRun {
  const { underline: _, ...kept } = style;
  return { text, x: left + x, width, size, ...(weight === 'bold' ? { weight } : {}), ...kept };
}
