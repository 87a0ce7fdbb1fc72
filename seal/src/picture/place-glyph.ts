import type { GlyphOutline } from './outline.js';
import { transformed, type Path, type Point } from './path.js';

export type GlyphOf = (character: string) => GlyphOutline;

/** Middle of the square in which Chinese characters stand, in parts of an em above the baseline. */
const MIDDLE = 0.38;

/**
 * The glyph with the middle of its square at `centre`, `width` and `height` millimetres large, turned clockwise by
 * `angle` (radians).
 */
export function placedGlyph(
  { unitsPerEm, advance, commands }: GlyphOutline,
  centre: Point,
  width: number,
  height: number,
  angle = 0,
): Path {
  const [sx, sy] = [width / advance, height / unitsPerEm];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [dx, dy] = [-width / 2, MIDDLE * height];
  return transformed(commands, {
    a: sx * cos,
    b: sx * sin,
    c: sy * sin,
    d: -sy * cos,
    e: centre[0] + dx * cos - dy * sin,
    f: centre[1] + dx * sin + dy * cos,
  });
}
