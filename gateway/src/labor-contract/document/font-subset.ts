import { glyphOf } from './font.js';
import type { Weight } from './font-metrics.js';
import { writeTrueType, type PlacedGlyph } from './truetype/write.js';

/**
 * Noto Sans SC with these characters alone, as a TrueType font; undefined when one of them is in no slice of the font.
 * Outlines are read once for the life of the process, and whole subsets are kept for documents with the same characters.
 */
export function subsetFont(characters: ReadonlySet<number>, weight: Weight): Uint8Array | undefined {
  const points = [...characters].sort((a, b) => a - b);
  const key = `${weight} ${String.fromCodePoint(...points)}`;
  const known = kept.get(key);
  if (known !== undefined) {
    kept.delete(key);
    kept.set(key, known);
    return known;
  }
  const made = make(points, weight);
  if (made === undefined) return undefined;
  kept.set(key, made);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  return made;
}

const KEPT = 32;
const kept = new Map<string, Uint8Array>();

function make(points: readonly number[], weight: Weight): Uint8Array | undefined {
  const missing = glyphOf(undefined, weight);
  if (missing === undefined) return undefined;
  const glyphs: PlacedGlyph[] = [];
  const place = (found: NonNullable<ReturnType<typeof glyphOf>>): number => {
    const parts = found.glyph.parts.map(({ id }) => place(found.part(id)));
    return glyphs.push({ glyph: found.glyph, parts }) - 1;
  };
  place(missing);
  const numbers = new Map<number, number>();
  for (const point of points) {
    const found = glyphOf(point, weight);
    if (found === undefined) return undefined;
    numbers.set(point, place(found));
  }
  return writeTrueType({
    family: 'Noto Sans SC',
    bold: weight === 'bold',
    unitsPerEm: 1000,
    ascent: 1160,
    descent: -288,
    glyphs,
    characters: numbers,
  });
}
