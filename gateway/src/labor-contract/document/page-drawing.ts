import type { Colour, PathShape } from '@renxin/seal/ofd';
import { naturalWidth, type SetText } from './fonts.js';
import {
  TONES,
  WATERMARK,
  isFill,
  type Layout,
  type LayoutPage,
  type LayoutRun,
  type Stroke,
} from './layout-view.js';

/** How OFD and PDF draw the pages of a layout. */

/** All that is set in it. */
export function* textsOf(layout: Layout): Iterable<SetText> {
  for (const { lines, watermark } of layout.pages) {
    for (const { runs } of lines) yield* runs;
    if (watermark !== undefined) yield { text: watermark, weight: 'bold' };
  }
}

/**
 * What a page shows, from below: filled rectangles, the watermark, pens, text.
 * @param set gives the objects of a run at its baseline; `rise` in degrees
 */
export function objectsOf<T>(
  page: LayoutPage,
  set: (run: LayoutRun, y: number, rise?: number) => readonly T[],
): readonly (PathShape | T)[] {
  const { strokes, watermark, lines } = page;
  return [
    ...strokes.filter(isFill).map(strokeObject),
    ...(watermark === undefined ? [] : watermarkObjects(watermark, page, set)),
    ...strokes.filter((each) => !isFill(each)).map(strokeObject),
    ...lines.flatMap(({ y, runs }) => runs.flatMap((run) => set(run, y))),
  ];
}

/** Its middle is the page's. */
function watermarkObjects<T>(
  text: string,
  { width, height }: LayoutPage,
  set: (run: LayoutRun, y: number, rise?: number) => readonly T[],
): readonly T[] {
  const { size, angle } = WATERMARK;
  const natural = naturalWidth(text, size, 'bold');
  const radians = (angle * Math.PI) / 180;
  const x = Math.round(width / 2 - (Math.cos(radians) * natural) / 2);
  const y = Math.round(height / 2 + (Math.sin(radians) * natural) / 2);
  return set({ text, x, width: natural, size, weight: 'bold', tone: 'watermark' }, y, angle);
}

function strokeObject({ x1, y1, x2, y2, width, tone }: Stroke): PathShape {
  if (width > 0)
    return {
      kind: 'path',
      path: [
        ['M', x1, y1],
        ['L', x2, y2],
      ],
      stroke: { colour: COLOURS[tone], width },
    };
  return {
    kind: 'path',
    path: [['M', x1, y1], ['L', x2, y1], ['L', x2, y2], ['L', x1, y2], ['C']],
    fill: COLOURS[tone],
  };
}

function colourOf(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

export const COLOURS = Object.fromEntries(
  Object.entries(TONES).map(([tone, hex]) => [tone, colourOf(hex)]),
) as Readonly<Record<keyof typeof TONES, Colour>>;
