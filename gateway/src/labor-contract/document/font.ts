import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { GlyphOutline } from '@renxin/seal/picture';
import { create, type Font, type Glyph, type Outline } from 'fontkit';
import { advance, type Weight } from './font-metrics.js';
import { openTrueType, type TrueTypeGlyph } from './truetype/read.js';
import { sfntOfWoff } from './woff.js';

/**
 * Noto Sans SC as pdfkit takes it: an open font, parsed once for the life of the process. It stands in slices: one with
 * the common characters and about a hundred with the others, each read when a character needs it.
 */
export interface FontSlice {
  /** Its name within a PDF. */
  readonly name: string;
  /** What `PDFDocument.font` takes: a font of fontkit. */
  readonly font: object;
}

/** A stretch of text that one slice can draw. */
export interface Stretch {
  readonly text: string;
  readonly slice: FontSlice;
}

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

/** The text in stretches of one slice each; undefined when a character is in none or is not as wide as it was laid out. */
export function stretchesOf(text: string, weight: Weight): readonly Stretch[] | undefined {
  const stretches: { text: string; slice: FontSlice }[] = [];
  for (const character of text) {
    const slice = sliceFor(character.codePointAt(0) ?? 0, weight);
    if (slice === undefined) return undefined;
    const last = stretches.at(-1);
    if (last?.slice === slice) last.text += character;
    else stretches.push({ text: character, slice });
  }
  return stretches;
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

interface OpenSlice extends FontSlice {
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
  const name = `NotoSansSC-${weight === 'bold' ? 'Bold' : 'Regular'}${slice === COMMON ? '' : `-${slice}`}`;
  const draws = (codePoint: number) =>
    font.hasGlyphForCodePoint(codePoint) &&
    font.glyphForCodePoint(codePoint).advanceWidth === advance(codePoint, weight);
  const known = new Map<number, boolean>();
  return {
    name,
    font: unshaped(font, name),
    draws(codePoint) {
      const answer = known.get(codePoint) ?? draws(codePoint);
      known.set(codePoint, answer);
      return answer;
    },
    trueType: (codePoint) => outlines(codePoint === undefined ? 0 : font.glyphForCodePoint(codePoint).id),
    outline(codePoint) {
      const { advanceWidth, path } = font.glyphForCodePoint(codePoint);
      return { unitsPerEm: font.unitsPerEm, advance: advanceWidth, commands: path.commands };
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

/**
 * The font without shaping: one glyph a character at its plain width, as the layout has placed it. No ligatures, no
 * kerning; and a glyph that two characters share keeps the character of this text, whatever was drawn before.
 */
function unshaped(font: Font, name: string): object {
  const glyphs = new Map<string, { id: number; advanceWidth: number; codePoints: readonly number[] }>();
  const glyphOf = (character: string) => {
    let glyph = glyphs.get(character);
    if (glyph === undefined) {
      const codePoint = character.codePointAt(0) ?? 0;
      const { id, advanceWidth } = font.glyphForCodePoint(codePoint);
      glyph = { id, advanceWidth, codePoints: [codePoint] };
      glyphs.set(character, glyph);
    }
    return glyph;
  };
  const embedded = new Map<number, Glyph>();
  return Object.create(font, {
    postscriptName: { value: name },
    getGlyph: {
      value: (id: number) => {
        const glyph = embedded.get(id) ?? decodedOnce(font.getGlyph(id));
        embedded.set(id, glyph);
        return glyph;
      },
    },
    layout: {
      value: (text: string) => {
        const run = Array.from(text, glyphOf);
        const positions = run.map(({ advanceWidth }) => ({
          xAdvance: advanceWidth,
          yAdvance: 0,
          xOffset: 0,
          yOffset: 0,
        }));
        return {
          glyphs: run,
          positions,
          advanceWidth: run.reduce((sum, glyph) => sum + glyph.advanceWidth, 0),
        };
      },
    },
  }) as object;
}

/** A subset takes a glyph's outline as it stands and asks only for its parts: they are read once, not for each document. */
function decodedOnce(glyph: Glyph): Glyph {
  let outline: Outline | null | undefined;
  const decode = (): Outline | null => {
    if (outline === undefined) {
      const decoded = glyph._decode();
      outline = decoded && { numberOfContours: decoded.numberOfContours, components: decoded.components };
    }
    return outline;
  };
  return Object.create(glyph, { _decode: { value: decode } }) as Glyph;
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
