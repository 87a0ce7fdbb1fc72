import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { GlyphOutline } from '@renxin/seal/picture';
import { create, type Font } from 'fontkit';
import { advance, type Weight } from './font-metrics.js';
import { openTrueType, type TrueTypeGlyph } from './truetype/read.js';
import { sfntOfWoff } from './woff.js';

/** A document holds a character that the font cannot draw as the layout says; the code points are not repeated. */
export class GlyphMissing extends Error {
  readonly code = 'DOCUMENT_GLYPH_MISSING';
  /** JSON pointers of the members whose text holds it; empty for text of the template. */
  readonly fields: readonly string[];

  constructor(fields: readonly string[]) {
    super('DOCUMENT_GLYPH_MISSING');
    this.name = 'GlyphMissing';
    this.fields = fields;
  }
}

/** Whether a font has the character, as wide as it is laid out. */
export function isDrawn(codePoint: number, weight: Weight): boolean {
  return sliceFor(codePoint, weight) !== undefined;
}

/** The outline of one character, for what is drawn and not set; undefined when the font has none. */
export function outlineOf(character: string, weight: Weight): GlyphOutline | undefined {
  const codePoint = character.codePointAt(0) ?? 0;
  return sliceFor(codePoint, weight)?.outline(codePoint);
}

/** A glyph with what finds the glyphs of which it is put together. */
export interface OutlinedGlyph {
  readonly glyph: TrueTypeGlyph;
  part(id: number): OutlinedGlyph;
}

/** The outline of a character, or of the glyph that stands for a missing one; undefined when no slice draws it. */
export function glyphOf(codePoint: number | undefined, weight: Weight): OutlinedGlyph | undefined {
  const slice = codePoint === undefined ? openSlice(COMMON, weight) : sliceFor(codePoint, weight);
  return slice?.trueType(codePoint);
}

function sliceFor(codePoint: number, weight: Weight): OpenSlice | undefined {
  const common = openSlice(COMMON, weight);
  if (common?.draws(codePoint) === true) return common;
  const name = sliceNames().find(([, ranges]) =>
    ranges.some(([from, to]) => from <= codePoint && codePoint <= to),
  )?.[0];
  const rare = name === undefined ? undefined : openSlice(name, weight);
  return rare?.draws(codePoint) === true ? rare : undefined;
}

/**
 * Noto Sans SC, parsed once for the life of the process. It stands in slices: one with the common characters and about a
 * hundred with the others, each read when a character needs it.
 */
interface OpenSlice {
  draws(codePoint: number): boolean;
  trueType(codePoint: number | undefined): OutlinedGlyph;
  outline(codePoint: number): GlyphOutline;
}

function openSlice(slice: string, weight: Weight): OpenSlice | undefined {
  const key = `${slice}-${weight}`;
  if (!open.has(key)) open.set(key, readSlice(slice, weight));
  return open.get(key);
}

function readSlice(slice: string, weight: Weight): OpenSlice | undefined {
  const file = `@fontsource/noto-sans-sc/files/noto-sans-sc-${slice}-${weight === 'bold' ? '700' : '400'}-normal.woff`;
  let font: Font;
  let outlines: (id: number) => OutlinedGlyph;
  try {
    const sfnt = sfntOfWoff(readFileSync(require.resolve(file)));
    font = create(sfnt);
    outlines = outlinesOf(sfnt);
  } catch {
    return undefined;
  }
  const draws = (codePoint: number) =>
    font.hasGlyphForCodePoint(codePoint) &&
    font.glyphForCodePoint(codePoint).advanceWidth === advance(codePoint, weight);
  const known = new Map<number, boolean>();
  const drawn = new Map<number, GlyphOutline>();
  return {
    draws(codePoint) {
      const answer = known.get(codePoint) ?? draws(codePoint);
      known.set(codePoint, answer);
      return answer;
    },
    trueType: (codePoint) => outlines(codePoint === undefined ? 0 : font.glyphForCodePoint(codePoint).id),
    outline(codePoint) {
      const found = drawn.get(codePoint);
      if (found !== undefined) return found;
      const { advanceWidth, path } = font.glyphForCodePoint(codePoint);
      const outline = { unitsPerEm: font.unitsPerEm, advance: advanceWidth, commands: path.commands };
      drawn.set(codePoint, outline);
      return outline;
    },
  };
}

/** Each outline is read once. */
function outlinesOf(sfnt: Uint8Array): (id: number) => OutlinedGlyph {
  const font = openTrueType(sfnt);
  const known = new Map<number, OutlinedGlyph>();
  const outline = (id: number): OutlinedGlyph => {
    const found = known.get(id) ?? { glyph: font.glyph(id), part: outline };
    known.set(id, found);
    return found;
  };
  return outline;
}

/** Names of the slices with rare characters and the ranges of code points in each. */
function sliceNames(): readonly (readonly [name: string, ranges: readonly (readonly [number, number])[]])[] {
  names ??= Object.entries(
    JSON.parse(readFileSync(require.resolve('@fontsource/noto-sans-sc/unicode.json'), 'utf8')) as Record<
      string,
      string
    >,
  ).map(([name, ranges]) => [name.replace(/^\[(\d+)\]$/, '$1'), ranges.split(',').map(rangeOf)]);
  return names;
}

function rangeOf(text: string): readonly [number, number] {
  const [from = '', to = from] = text.replace('U+', '').split('-');
  return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
}

const COMMON = 'chinese-simplified';
const require = createRequire(import.meta.url);
const open = new Map<string, OpenSlice | undefined>();
let names: readonly (readonly [string, readonly (readonly [number, number])[]])[] | undefined;
