import type { Path } from './path.js';
import type { GlyphOf } from './place-glyph.js';
import { inColumns } from './square-seal.js';

/** Millimetres. */
const SIZE = 18;

/** A person's name seal: two characters take 之印, three take 印, so that four fill the square. */
export function nameSeal(name: string, glyph: GlyphOf): { size: number; path: Path } {
  const characters = [...name];
  const filled = { 2: '之印', 3: '印' }[characters.length] ?? '';
  return { size: SIZE, path: inColumns([...characters, ...filled], SIZE, 0.9, 0.8, glyph) };
}
