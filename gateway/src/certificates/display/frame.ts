import { PAGE } from '../../labor-contract/document/geometry.js';
import type { Stroke } from '../../labor-contract/document/layout-view.js';
import { boxed, filled, rule } from './drawing.js';

/** The ornament around a certificate: an ivory ground, a strong and a fine line, and a key pattern (回纹) in each corner. */
export function frame(): readonly Stroke[] {
  const [outer, inner] = [13_000, 17_500];
  return [
    filled(outer, outer, PAGE.width - 2 * outer, PAGE.height - 2 * outer, 'ivory'),
    ...boxed(outer, outer, PAGE.width - 2 * outer, PAGE.height - 2 * outer, 1_100, 'gold'),
    ...boxed(inner, inner, PAGE.width - 2 * inner, PAGE.height - 2 * inner, 250, 'gold'),
    ...[false, true].flatMap((right) =>
      [false, true].flatMap((below) => corner(inner + 2_200, right, below)),
    ),
  ];
}

/** A square spiral, mirrored into its corner. */
function corner(inset: number, right: boolean, below: boolean): readonly Stroke[] {
  const points: readonly (readonly [number, number])[] = [
    [0, 20_000],
    [0, 0],
    [20_000, 0],
    [20_000, 6_000],
    [6_000, 6_000],
    [6_000, 20_000],
    [0, 20_000],
  ];
  const spiral: readonly (readonly [number, number])[] = [
    [12_000, 9_000],
    [9_000, 9_000],
    [9_000, 16_000],
    [16_000, 16_000],
    [16_000, 9_000],
    [13_500, 9_000],
    [13_500, 13_500],
    [11_500, 13_500],
  ];
  const place = ([x, y]: readonly [number, number]): readonly [number, number] => [
    right ? PAGE.width - inset - x : inset + x,
    below ? PAGE.height - inset - y : inset + y,
  ];
  return [...chain(points.map(place), 350), ...chain(spiral.map(place), 350)];
}

function chain(points: readonly (readonly [number, number])[], pen: number): readonly Stroke[] {
  return points.slice(1).map(([x, y], i) => {
    const [fromX, fromY] = points[i] ?? [x, y];
    return rule(fromX, fromY, x, y, pen, 'gold');
  });
}
