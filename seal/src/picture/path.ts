import type { PathCommand } from './outline.js';

/** A point in millimetres; y goes down. */
export type Point = readonly [x: number, y: number];

/** Closed outlines in millimetres; filled where they wind around (nonzero). */
export type Path = readonly PathCommand[];

/** x' = a x + c y + e, y' = b x + d y + f. */
export interface Matrix {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

export function transformed(path: Path, { a, b, c, d, e, f }: Matrix): Path {
  return path.map(({ command, args }) => {
    const moved: number[] = [];
    for (let i = 0; i + 1 < args.length; i += 2) {
      const [x = 0, y = 0] = [args[i], args[i + 1]];
      moved.push(a * x + c * y + e, b * x + d * y + f);
    }
    return { command, args: moved };
  });
}

export function polygon(points: readonly Point[]): Path {
  return [
    ...points.map(([x, y], i): PathCommand => ({ command: i === 0 ? 'moveTo' : 'lineTo', args: [x, y] })),
    { command: 'closePath', args: [] },
  ];
}

/** A rectangle; `inside` winds the other way round and cuts a hole. */
export function rectangle(x: number, y: number, width: number, height: number, inside = false): Path {
  const corners: Point[] = [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ];
  return polygon(inside ? corners.reverse() : corners);
}

/** A circle in four cubic curves; `inside` winds the other way round and cuts a hole. */
export function circle([x, y]: Point, radius: number, inside = false): Path {
  const k = radius * 0.5522847498;
  const turn = inside ? -1 : 1;
  const at = (dx: number, dy: number): Point => [x + dx, y + turn * dy];
  const curve = (...points: Point[]): PathCommand => ({ command: 'bezierCurveTo', args: points.flat() });
  return [
    { command: 'moveTo', args: [...at(radius, 0)] },
    curve(at(radius, k), at(k, radius), at(0, radius)),
    curve(at(-k, radius), at(-radius, k), at(-radius, 0)),
    curve(at(-radius, -k), at(-k, -radius), at(0, -radius)),
    curve(at(k, -radius), at(radius, -k), at(radius, 0)),
    { command: 'closePath', args: [] },
  ];
}

/** The outlines as polygons; a curve takes more lines the longer it is, at least four. */
export function flattened(path: Path): Point[][] {
  const contours: Point[][] = [];
  let [x, y] = [0, 0];
  for (const { command, args } of path) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = args;
    if (command === 'moveTo') contours.push([]);
    const contour = contours.at(-1) ?? [];
    const [fromX, fromY] = [x, y];
    if (command === 'moveTo' || command === 'lineTo') [x, y] = [x1, y1];
    if (command === 'quadraticCurveTo') [x, y] = [x2, y2];
    if (command === 'bezierCurveTo') [x, y] = [x3, y3];
    if (command === 'moveTo' || command === 'lineTo') contour.push([x, y]);
    const steps = Math.min(64, 4 + Math.ceil(Math.hypot(x - fromX, y - fromY) * 4));
    for (let i = 1; i <= steps && command.endsWith('CurveTo'); i++) {
      const t = i / steps;
      const s = 1 - t;
      contour.push(
        command === 'quadraticCurveTo'
          ? [s * s * fromX + 2 * s * t * x1 + t * t * x2, s * s * fromY + 2 * s * t * y1 + t * t * y2]
          : [
              s ** 3 * fromX + 3 * s * s * t * x1 + 3 * s * t * t * x2 + t ** 3 * x3,
              s ** 3 * fromY + 3 * s * s * t * y1 + 3 * s * t * t * y2 + t ** 3 * y3,
            ],
      );
    }
  }
  return contours;
}
