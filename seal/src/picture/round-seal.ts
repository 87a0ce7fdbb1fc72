import { circle, polygon, type Path, type Point } from './path.js';
import { placedGlyph, type GlyphOf } from './place-glyph.js';

/** Millimetres: diameter and rim of an organisation's seal, its star, and the air between rim and name. */
const SIZE = 40;
const RIM = 1.2;
const STAR = 14;
const AIR = 0.9;

const CENTRE: Point = [SIZE / 2, SIZE / 2];
const degrees = (angle: number): number => (angle * Math.PI) / 180;

/** The round official seal: rim, star in the middle, the name around it from left to right, below it a line and a number. */
export function roundSeal(
  { name, line, number }: { readonly name: string; readonly line?: string; readonly number?: string },
  glyph: GlyphOf,
): { size: number; path: Path } {
  const rim = [...circle(CENTRE, SIZE / 2), ...circle(CENTRE, SIZE / 2 - RIM, true)];
  const path = [
    ...rim,
    ...star(CENTRE, STAR / 2),
    ...around([...name], line !== undefined ? 216 : number === undefined ? 262 : 240, glyph),
    ...(line === undefined ? [] : straight([...line], glyph)),
    ...(number === undefined ? [] : along([...number], glyph)),
  ];
  return { size: SIZE, path };
}

/** Five points, one up. */
function star([x, y]: Point, radius: number): Path {
  const inner = (radius * Math.sin(degrees(18))) / Math.sin(degrees(54));
  return polygon(
    Array.from({ length: 10 }, (_, i): Point => {
      const r = i % 2 === 0 ? radius : inner;
      const angle = degrees(36 * i - 90);
      return [x + r * Math.cos(angle), y + r * Math.sin(angle)];
    }),
  );
}

/**
 * The name on an arc symmetric about the top, heads outwards. Short names stand 24 degrees apart, long ones share the
 * `most` degrees, fewer above a line, which needs the room; characters become narrower, then lower, before they touch.
 */
function around(characters: readonly string[], most: number, glyph: GlyphOf): Path {
  const count = characters.length;
  const step = Math.min(24, most / Math.max(count - 1, 1));
  const height = count <= 14 ? 6.4 : count <= 20 ? 5.6 : 4.8;
  const radius = SIZE / 2 - RIM - AIR - height / 2;
  // The feet stand closer than the heads.
  const room = degrees(step) * (radius - height / 2.6);
  const width = Math.min(height * 0.92, room * 0.98);
  return characters.flatMap((character, i) => {
    const angle = degrees(step * (i - (count - 1) / 2));
    return placedGlyph(glyph(character), onCircle(radius, angle), width, height, angle);
  });
}

/** The line between star and rim, as wide as there is room. */
function straight(characters: readonly string[], glyph: GlyphOf): Path {
  const y = CENTRE[1] + 10.6;
  const pitch = Math.min(4.4, 19 / characters.length);
  const size = Math.min(4.2, pitch * 1.12);
  return characters.flatMap((character, i) =>
    placedGlyph(
      glyph(character),
      [CENTRE[0] + pitch * (i - (characters.length - 1) / 2), y],
      pitch * 0.95,
      size,
    ),
  );
}

/** Digits along the lower rim, read from left to right, feet outwards. */
function along(characters: readonly string[], glyph: GlyphOf): Path {
  const height = 2.1;
  const radius = SIZE / 2 - RIM - 0.55 - height / 2;
  const step = Math.min(4.6, 66 / characters.length);
  return characters.flatMap((character, i) => {
    const turn = degrees(step * ((characters.length - 1) / 2 - i));
    const centre = onCircle(radius, Math.PI + turn);
    return placedGlyph(glyph(character), centre, height * 0.56, height, turn);
  });
}

/** `angle` is clockwise from the top. */
function onCircle(radius: number, angle: number): Point {
  return [CENTRE[0] + radius * Math.sin(angle), CENTRE[1] - radius * Math.cos(angle)];
}
