import { lineOf, piecesOf, type Strip } from './strip.js';
import { BOX, MEASURE, TYPE, baseline } from './geometry.js';
import type { LayoutLine, Stroke } from './layout-view.js';
import { breakLines } from './line-breaking.js';
import { fill, holds, type Cell, type Row, type Source } from './template.js';

/** Rows of a table: a grey label and its value, once or twice side by side. */
export function tableStrips(rows: readonly Row[], source: Source): readonly Strip[] {
  const shown = rows.filter(({ when }) => holds(when, source));
  return shown.map((row, i) => rowStrip(row, source, i === 0, i < shown.length - 1));
}

function rowStrip({ cells }: Row, source: Source, first: boolean, keep: boolean): Strip {
  const columns = columnsOf(cells.length);
  const texts = cells.map((cell, i) => cellLines(cell, source, columns[i] ?? columns[0]));
  const height =
    Math.max(...texts.map(({ label, value }) => Math.max(label.length, value.length))) * TYPE.cell.leading +
    2 * PAD;
  const lines: LayoutLine[] = [];
  const strokes: Stroke[] = [];
  for (const [i, { label, value }] of texts.entries()) {
    const column = columns[i] ?? columns[0];
    strokes.push({ x1: column.left, y1: 0, x2: column.middle, y2: height, width: 0, tone: 'pale' });
    for (const [side, placed] of [
      [column.left, label],
      [column.middle, value],
    ] as const)
      for (const [n, pieces] of placed.entries())
        lines.push(
          lineOf(pieces, side + INSET, baseline(PAD + n * TYPE.cell.leading, TYPE.cell), TYPE.cell.size),
        );
  }
  strokes.push(
    ...frame(height, first, [...columns.flatMap(({ left, middle }) => [left, middle]), BOX.right]),
  );
  return { height, keep, lines, strokes, areas: [] };
}

interface Column {
  readonly left: number;
  /** Where the label ends and the value begins. */
  readonly middle: number;
  readonly right: number;
}

function columnsOf(count: number): readonly [Column, ...Column[]] {
  const half = BOX.left + Math.round(MEASURE / 2);
  if (count === 1) return [{ left: BOX.left, middle: BOX.left + LABEL, right: BOX.right }];
  return [
    { left: BOX.left, middle: BOX.left + LABEL, right: half },
    { left: half, middle: half + Math.round(LABEL * 0.7), right: BOX.right },
  ];
}

function cellLines(cell: Cell, source: Source, { left, middle, right }: Column) {
  const { size } = TYPE.cell;
  return {
    label: labelLines(cell, source, middle - left - 2 * INSET),
    value: breakLines(piecesOf(fill(cell.text, source), false), size, right - middle - 2 * INSET),
  };
}

/** A label without a field is set once for the life of the template. */
function labelLines(cell: Cell, source: Source, width: number): ReturnType<typeof breakLines> {
  const known = labels.get(cell);
  if (known !== undefined) return known;
  const lines = breakLines(piecesOf(fill(cell.label, source), false), TYPE.cell.size, width);
  if (!cell.label.includes('{{')) labels.set(cell, lines);
  return lines;
}

const labels = new WeakMap<Cell, ReturnType<typeof breakLines>>();

function frame(height: number, first: boolean, verticals: readonly number[]): readonly Stroke[] {
  const horizontal = (y: number): Stroke => ({
    x1: BOX.left,
    y1: y,
    x2: BOX.right,
    y2: y,
    width: PEN,
    tone: 'grey',
  });
  return [
    ...(first ? [horizontal(0)] : []),
    horizontal(height),
    ...verticals.map((x): Stroke => ({ x1: x, y1: 0, x2: x, y2: height, width: PEN, tone: 'grey' })),
  ];
}

const LABEL = 34_000;
const INSET = 2_000;
const PAD = 1_100;
const PEN = 150;
