import { GlyphMissing, glyphOf } from './font.js';
import type { Weight } from './font-metrics.js';
import { writeTrueType, type PlacedGlyph } from './truetype/write.js';

/** Noto Sans SC with some characters alone. */
export interface FontSubset {
  readonly name: string;
  readonly weight: Weight;
  /** A TrueType font. */
  readonly bytes: Uint8Array;
  /** Number and width (thousandths of the size) of each character's glyph, by its code point, ascending. */
  readonly glyphs: ReadonlyMap<number, { readonly number: number; readonly advance: number }>;
  readonly ascent: number;
  readonly descent: number;
}

/**
 * The font with these characters alone. Outlines are read once for the life of the process, and whole subsets are kept for
 * documents with the same characters.
 * @throws GlyphMissing when one of them is in no slice of the font
 */
export function subsetFont(characters: ReadonlySet<number>, weight: Weight): FontSubset {
  const points = Uint32Array.from(characters).sort();
  const key = `${weight} ${String.fromCodePoint(...points)}`;
  const known = kept.get(key);
  if (known !== undefined) {
    kept.delete(key);
    kept.set(key, known);
    return known;
  }
  const made = make(points, weight);
  kept.set(key, made);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  return made;
}

const KEPT = 32;
const kept = new Map<string, FontSubset>();

function make(points: Iterable<number>, weight: Weight): FontSubset {
  const placed: PlacedGlyph[] = [];
  const place = (found: NonNullable<ReturnType<typeof glyphOf>>): number => {
    const parts = found.glyph.parts.map(({ id }) => place(found.part(id)));
    return placed.push({ glyph: found.glyph, parts }) - 1;
  };
  const find = (point: number | undefined): NonNullable<ReturnType<typeof glyphOf>> => {
    const found = glyphOf(point, weight);
    if (found === undefined) throw new GlyphMissing([]);
    return found;
  };
  place(find(undefined));
  const glyphs = new Map<number, { number: number; advance: number }>();
  for (const point of points) {
    const found = find(point);
    glyphs.set(point, { number: place(found), advance: found.glyph.advance });
  }
  const bold = weight === 'bold';
  const bytes = writeTrueType({
    family: 'Noto Sans SC',
    bold,
    unitsPerEm: 1000,
    ...HEIGHTS,
    glyphs: placed,
    characters: new Map([...glyphs].map(([point, { number }]) => [point, number])),
  });
  return { name: bold ? 'NotoSansSC-Bold' : 'NotoSansSC-Regular', weight, bytes, glyphs, ...HEIGHTS };
}

/** Above and below the baseline, in thousandths of the size. */
const HEIGHTS = { ascent: 1160, descent: -288 };
