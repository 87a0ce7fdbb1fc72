import { canonicalBytes, fromBase64url, toHex, type Json } from '@renxin/chaincode/canonical';
import {
  filesOf,
  ofdOf,
  writeOfd,
  type Colour,
  type EmbeddedFont,
  type Ofd,
  type OfdContent,
  type PageObject,
} from '@renxin/seal/ofd';
import { subsetFont } from './font-subset.js';
import { stretchesOf, GlyphMissing } from './font.js';
import { advance, type Weight } from './font-metrics.js';
import {
  TONES,
  WATERMARK,
  isFill,
  type Layout,
  type LayoutPage,
  type LayoutRun,
  type Stroke,
} from './layout-view.js';

export interface OfdOptions {
  /** What the layout was made from (terms, amendment, certificate): attached as content.json. */
  readonly content: Json;
  /** Stands in the OFD as its day of creation. The same layout, content and day give the same bytes. */
  readonly createdAt: Date;
  /** CustomDatas: texts by their names. */
  readonly custom?: ReadonlyMap<string, string>;
}

/**
 * Draws a layout as OFD (docs/formats/ofd.md): the same pages as the PDF, with embedded font subsets. The layout and what
 * it was made from are attached as layout.json and content.json, canonical JSON.
 * @throws GlyphMissing when the font lacks a character.
 */
export function renderOfd(layout: Layout, options: OfdOptions): Uint8Array {
  return writeOfd(ofdContent(layout, options));
}

/** The same as an open document, to be sealed at once. @throws as {@link renderOfd} does */
export function drawOfd(layout: Layout, options: OfdOptions): Ofd {
  return ofdOf(filesOf(ofdContent(layout, options)));
}

function ofdContent(layout: Layout, { content, createdAt, custom }: OfdOptions): OfdContent {
  const fonts = fontsOf(layout);
  const index = { regular: 0, bold: fonts.findIndex(({ bold }) => bold) };
  return {
    id: toHex((fromBase64url(layout.fingerprint) ?? new Uint8Array()).subarray(0, 16)),
    title: `${layout.title} ${layout.number}`,
    subject: layout.fingerprint,
    created: createdAt,
    ...(custom === undefined ? {} : { custom }),
    fonts,
    pages: layout.pages.map((page) => ({
      width: page.width,
      height: page.height,
      objects: objectsOf(page, index),
    })),
    attachments: [
      { name: 'content.json', format: 'JSON', bytes: canonicalBytes(content) },
      { name: 'layout.json', format: 'JSON', bytes: canonicalBytes(layout) },
    ],
  };
}

/** The regular font and, when something is set in it, the bold one: each with the characters of this document. */
function fontsOf(layout: Layout): readonly EmbeddedFont[] {
  const used = { regular: new Set<number>(), bold: new Set<number>() };
  for (const { lines, watermark } of layout.pages) {
    for (const { runs } of lines)
      for (const { text, weight = 'regular', field } of runs) {
        // Also compares the widths with those of the layout.
        if (stretchesOf(text, weight) === undefined)
          throw new GlyphMissing(field === undefined ? [] : [field]);
        add(used[weight], text);
      }
    if (watermark !== undefined) add(used.bold, watermark);
  }
  return (['regular', 'bold'] as const)
    .filter((weight) => weight === 'regular' || used.bold.size > 0)
    .map((weight) => {
      const bytes = subsetFont(used[weight], weight);
      if (bytes === undefined) throw new GlyphMissing([]);
      const bold = weight === 'bold';
      return { name: bold ? 'NotoSansSC-Bold' : 'NotoSansSC-Regular', family: 'Noto Sans SC', bold, bytes };
    });
}

function add(points: Set<number>, text: string): void {
  for (const character of text) points.add(character.codePointAt(0) ?? 0);
}

type FontIndex = Readonly<Record<Weight, number>>;

/** Filled rectangles lie below, then the watermark, pens and text. */
function objectsOf(page: LayoutPage, fonts: FontIndex): readonly PageObject[] {
  const { strokes, watermark, lines } = page;
  return [
    ...strokes.filter(isFill).map(strokeObject),
    ...(watermark === undefined ? [] : [watermarkObject(watermark, page, fonts)]),
    ...strokes.filter((each) => !isFill(each)).map(strokeObject),
    ...lines.flatMap(({ y, runs }) => runs.map((run) => runObject(run, y, fonts))),
  ];
}

function runObject(run: LayoutRun, y: number, fonts: FontIndex): PageObject {
  const { text, x, width, size, weight = 'regular', tone = 'black' } = run;
  return {
    kind: 'text',
    text,
    x,
    y,
    size,
    font: fonts[weight],
    advances: advancesOf(text, size, weight, width),
    colour: COLOURS[tone],
  };
}

/** From each character to the next, so that the last one ends where the layout says. */
function advancesOf(text: string, size: number, weight: Weight, width: number): readonly number[] {
  const widths = Array.from(
    text,
    (character) => (size * advance(character.codePointAt(0) ?? 0, weight)) / 1000,
  );
  const natural = widths.reduce((sum, each) => sum + each, 0);
  const spacing = widths.length > 1 ? (width - natural) / (widths.length - 1) : 0;
  let exact = 0;
  let at = 0;
  return widths.slice(0, -1).map((each) => {
    exact += each + spacing;
    const step = Math.round(exact) - at;
    at += step;
    return step;
  });
}

function watermarkObject(text: string, { width, height }: LayoutPage, fonts: FontIndex): PageObject {
  const { size, angle } = WATERMARK;
  const natural = Array.from(text).reduce(
    (sum, character) => sum + (size * advance(character.codePointAt(0) ?? 0, 'bold')) / 1000,
    0,
  );
  const radians = (angle * Math.PI) / 180;
  return {
    kind: 'text',
    text,
    x: Math.round(width / 2 - (Math.cos(radians) * natural) / 2),
    y: Math.round(height / 2 + (Math.sin(radians) * natural) / 2),
    size,
    font: fonts.bold,
    advances: advancesOf(text, size, 'bold', natural),
    colour: COLOURS.watermark,
    rise: angle,
  };
}

function strokeObject({ x1, y1, x2, y2, width, tone }: Stroke): PageObject {
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

const COLOURS = Object.fromEntries(
  Object.entries(TONES).map(([tone, hex]) => [tone, colourOf(hex)]),
) as Readonly<Record<keyof typeof TONES, Colour>>;
