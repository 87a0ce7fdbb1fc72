import { lineOf, piecesOf, type Strip } from './strip.js';
import { BOX, MEASURE, TYPE, baseline } from './geometry.js';
import type { LayoutLine, SignatureArea, Stroke } from './layout-view.js';
import { breakLines, type Piece } from './line-breaking.js';
import { fill, type SignatureBox, type Source } from './template.js';

/** The boxes in which the parties' names stand, side by side; a single one stands on the right. */
export function signatureStrip(boxes: readonly SignatureBox[], source: Source): Strip {
  const lines: LayoutLine[] = [];
  const strokes: Stroke[] = [];
  const areas: SignatureArea[] = [];
  let height = 0;
  for (const [i, box] of boxes.entries()) {
    const x = boxes.length === 1 || i === 1 ? BOX.right - WIDTH : BOX.left;
    let y = 0;
    const write = (pieces: readonly Piece[], type: { readonly size: number; readonly leading: number }) => {
      for (const line of breakLines(pieces, type.size, WIDTH - 2 * INSET)) {
        lines.push(lineOf(line, x + INSET, baseline(y, type), type.size));
        y += type.leading;
      }
    };
    y += 1_500;
    write([{ text: box.heading, weight: 'bold', style: {} }], TYPE.body);
    for (const text of box.lines) write(piecesOf(fill(text, source), false), TYPE.cell);
    areas.push({ party: box.party, x: x + INSET, y: y + 1_000, width: WIDTH - 2 * INSET, height: AREA });
    y += AREA + 1_500;
    write([{ text: box.inside, weight: 'regular', style: { tone: 'grey' } }], TYPE.note);
    write([{ text: '签署时间以可信时间戳为准', weight: 'regular', style: { tone: 'grey' } }], TYPE.note);
    height = Math.max(height, y + 1_500);
  }
  for (const { x } of areas) strokes.push(...border(x - INSET, height));
  return { height, keep: false, lines, strokes, areas };
}

function border(x: number, height: number): readonly Stroke[] {
  const stroke = (x1: number, y1: number, x2: number, y2: number): Stroke => ({
    x1,
    y1,
    x2,
    y2,
    width: 150,
    tone: 'grey',
  });
  return [
    stroke(x, 0, x + WIDTH, 0),
    stroke(x, height, x + WIDTH, height),
    stroke(x, 0, x, height),
    stroke(x + WIDTH, 0, x + WIDTH, height),
  ];
}

const WIDTH = Math.round((MEASURE - 6_000) / 2);
const INSET = 2_500;
const AREA = 20_000;
