import { advance, type Weight } from './font-metrics.js';
import { subsetFont, type FontSubset } from './font-subset.js';
import { GlyphMissing, isDrawn } from './font.js';

/** Text that is set somewhere. */
export interface SetText {
  readonly text: string;
  readonly weight?: 'bold';
  /** JSON pointer of the member that it shows. */
  readonly field?: string;
}

/**
 * The fonts of these texts: those given, then one a weight with what they lack; the regular one comes first.
 * @param given subsets that many documents share
 * @throws GlyphMissing when a character is in no font, or not as wide as it was laid out
 */
export function fontsOf(texts: Iterable<SetText>, given: readonly FontSubset[] = []): readonly FontSubset[] {
  const lacking = { regular: new Set<number>(), bold: new Set<number>() };
  const held = {
    regular: given.filter(({ weight }) => weight === 'regular'),
    bold: given.filter(({ weight }) => weight === 'bold'),
  };
  for (const { text, weight = 'regular', field } of texts)
    for (const character of text) {
      const point = character.codePointAt(0) ?? 0;
      if (lacking[weight].has(point) || held[weight].some(({ glyphs }) => glyphs.has(point))) continue;
      if (!isDrawn(point, weight)) throw new GlyphMissing(field === undefined ? [] : [field]);
      lacking[weight].add(point);
    }
  const more = (['regular', 'bold'] as const).filter(
    (weight) => lacking[weight].size > 0 || (weight === 'regular' && held.regular.length === 0),
  );
  return [...given, ...more.map((weight) => subsetFont(lacking[weight], weight))];
}

/** Micrometres. */
export function naturalWidth(text: string, size: number, weight: Weight): number {
  let width = 0;
  for (const character of text) width += (size * advance(character.codePointAt(0) ?? 0, weight)) / 1000;
  return width;
}
