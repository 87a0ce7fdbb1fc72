import { lineOf, type Strip } from './strip.js';
import { BOX, PAGE, TYPE } from './geometry.js';
import type { LayoutLine, LayoutPage, SignatureArea, Stroke } from './layout-view.js';
import { breakLines, type Style } from './line-breaking.js';

export interface PageFrame {
  /** Small text above each page. */
  readonly header: string;
  /** Small text below each page, before its number. */
  readonly footer: string;
  readonly demonstration: boolean;
}

/** Fills pages with strips from top to bottom. Strips that belong together move to the next page together. */
export function pagesOf(strips: readonly Strip[], frame: PageFrame): readonly LayoutPage[] {
  const sheets: Strip[][] = [[]];
  let used = 0;
  for (const group of groupsOf(strips)) {
    const height = group.reduce((sum, strip) => sum + strip.height, 0);
    const sheet = sheets.at(-1) ?? [];
    if (used > 0 && used + height > BOX.bottom - BOX.top) {
      sheets.push([]);
      used = 0;
    }
    for (const strip of group) {
      const current = sheets.at(-1) ?? sheet;
      if (strip.spacer === true && used === 0) continue;
      // A group taller than a page (a very long table) is parted where it must be.
      if (used > 0 && used + strip.height > BOX.bottom - BOX.top) {
        sheets.push([strip]);
        used = strip.height;
        continue;
      }
      current.push(strip);
      used += strip.height;
    }
  }
  return sheets.map((sheet, i) => pageOf(sheet, i + 1, sheets.length, frame));
}

/** Runs of strips of which each is kept with the next; a spacer goes with what follows it. */
function groupsOf(strips: readonly Strip[]): readonly (readonly Strip[])[] {
  const groups: Strip[][] = [];
  let open = false;
  for (const strip of strips) {
    if (open) groups.at(-1)?.push(strip);
    else groups.push([strip]);
    open = strip.keep || strip.spacer === true;
  }
  return groups;
}

function pageOf(sheet: readonly Strip[], number: number, of: number, frame: PageFrame): LayoutPage {
  const lines: LayoutLine[] = [];
  const strokes: Stroke[] = [];
  const areas: SignatureArea[] = [];
  let top: number = BOX.top;
  for (const strip of sheet) {
    lines.push(...strip.lines.map((line) => ({ ...line, y: line.y + top })));
    strokes.push(...strip.strokes.map((stroke) => ({ ...stroke, y1: stroke.y1 + top, y2: stroke.y2 + top })));
    areas.push(...strip.areas.map((area) => ({ ...area, y: area.y + top })));
    top += strip.height;
  }
  return {
    format: 'renxin-page-v1',
    number,
    of,
    width: PAGE.width,
    height: PAGE.height,
    ...(frame.demonstration ? { watermark: '演示 DEMONSTRATION' } : {}),
    lines: [...lines, ...marginLines(number, of, frame)],
    strokes: [...strokes, rule(HEADER + 2_000), rule(FOOTER - 4_500)],
    areas,
  };
}

function marginLines(
  number: number,
  of: number,
  { header, footer, demonstration }: PageFrame,
): readonly LayoutLine[] {
  return [
    marginLine(header, HEADER, 'left', { tone: 'grey' }),
    ...(demonstration
      ? [marginLine('演示文件，合成数据，没有法律效力', HEADER, 'right', { tone: 'red' })]
      : []),
    marginLine(footer, FOOTER, 'left', { tone: 'grey' }),
    marginLine(`第${String(number)}页　共${String(of)}页`, FOOTER, 'right', { tone: 'grey' }),
  ];
}

function marginLine(text: string, y: number, side: 'left' | 'right', style: Style): LayoutLine {
  const [pieces = []] = breakLines([{ text, weight: 'regular', style }], TYPE.margin.size, 1_000_000);
  const last = pieces.at(-1);
  const width = last === undefined ? 0 : last.x + last.width;
  return lineOf(pieces, side === 'left' ? BOX.left : BOX.right - width, y, TYPE.margin.size);
}

function rule(y: number): Stroke {
  return { x1: BOX.left, y1: y, x2: BOX.right, y2: y, width: 100, tone: 'grey' };
}

const HEADER = 20_000;
const FOOTER = 280_000;
