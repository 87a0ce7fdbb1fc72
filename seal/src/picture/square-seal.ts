import { rectangle, type Path } from './path.js';
import { placedGlyph, type GlyphOf } from './place-glyph.js';

/** Millimetres. */
const SIZE = 24;

/** Square seal: border, characters in columns from right to left. */
export function squareSeal(name: string, glyph: GlyphOf): { size: number; path: Path } {
  return { size: SIZE, path: inColumns([...name], SIZE, 1, 1.1, glyph) };
}

/**
 * A border and the characters inside it in as many columns as make a square, read from above and from the right. A column
 * with fewer characters has taller ones, so that each is full.
 */
export function inColumns(
  characters: readonly string[],
  size: number,
  border: number,
  air: number,
  glyph: GlyphOf,
): Path {
  const columns = Math.ceil(Math.sqrt(characters.length));
  const rows = Math.ceil(characters.length / columns);
  const start = border + air;
  const room = size - 2 * start;
  const width = room / columns;
  const path: Path[] = [
    rectangle(0, 0, size, size),
    rectangle(border, border, size - 2 * border, size - 2 * border, true),
  ];
  for (let column = 0; column * rows < characters.length; column++) {
    const own = characters.slice(column * rows, (column + 1) * rows);
    const used = Math.ceil(characters.length / rows);
    const cell = room / used;
    const height = room / own.length;
    const x = size - start - cell * (column + 0.5);
    for (const [row, character] of own.entries())
      path.push(
        placedGlyph(
          glyph(character),
          [x, start + height * (row + 0.5)],
          Math.min(cell, width * 1.6) * 1.02,
          Math.min(height * 1.02, cell * 2.1),
        ),
      );
  }
  return path.flat();
}
