import { canonicalBytes, fromBase64url, toHex, type Json } from '@renxin/chaincode/canonical';
import { filesOf, ofdOf, writeOfd, type Ofd, type OfdContent, type TextLine } from '@renxin/seal/ofd';
import { fontsOf } from './fonts.js';
import type { FontSubset } from './font-subset.js';
import { advance, type Weight } from './font-metrics.js';
import type { Layout, LayoutRun } from './layout-view.js';
import { COLOURS, objectsOf, textsOf } from './page-drawing.js';

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
  const fonts = fontsOf(textsOf(layout));
  const set = textSetter(fonts);
  return {
    id: toHex((fromBase64url(layout.fingerprint) ?? new Uint8Array()).subarray(0, 16)),
    title: `${layout.title} ${layout.number}`,
    subject: layout.fingerprint,
    created: createdAt,
    ...(custom === undefined ? {} : { custom }),
    fonts: fonts.map(({ name, weight, bytes }) => ({
      name,
      family: 'Noto Sans SC',
      bold: weight === 'bold',
      bytes,
    })),
    pages: layout.pages.map((page) => ({
      width: page.width,
      height: page.height,
      objects: objectsOf(page, set),
    })),
    attachments: [
      { name: 'content.json', format: 'JSON', bytes: canonicalBytes(content) },
      { name: 'layout.json', format: 'JSON', bytes: canonicalBytes(layout) },
    ],
  };
}

function textSetter(
  fonts: readonly FontSubset[],
): (run: LayoutRun, y: number, rise?: number) => readonly TextLine[] {
  const bold = fonts.findIndex(({ weight }) => weight === 'bold');
  return ({ text, x, width, size, weight, tone }, y, rise) => [
    {
      kind: 'text',
      text,
      x,
      y,
      size,
      font: weight === 'bold' ? bold : 0,
      advances: advancesOf(text, size, weight ?? 'regular', width),
      colour: COLOURS[tone ?? 'black'],
      ...(rise === undefined ? {} : { rise }),
    },
  ];
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
