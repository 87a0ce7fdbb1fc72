import { flattened, type Path, type Point } from './path.js';

/**
 * How much of each point of a picture the path covers, 0 to 255, by exact areas: every edge adds its share to the points
 * right of it, row by row, and the sum along a row is the winding.
 * @param density points for a unit of the path
 */
export function coverage(path: Path, width: number, height: number, density: number): Uint8Array {
  // A row is longer than the picture: what an edge at the right border covers beyond it is nobody's.
  const stride = width + 2;
  const areas = new Float32Array(stride * height);
  for (const contour of flattened(path)) {
    for (const [i, from] of contour.entries()) {
      const to = contour[(i + 1) % contour.length] ?? from;
      addEdge(areas, stride, height, scaled(from), scaled(to));
    }
  }
  const covered = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    let winding = 0;
    for (let column = 0; column < width; column++) {
      winding += areas[row * stride + column] ?? 0;
      covered[row * width + column] = Math.min(255, Math.round(Math.abs(winding) * 255));
    }
  }
  return covered;

  function scaled([x, y]: Point): Point {
    const within = (value: number, most: number): number => Math.min(Math.max(value * density, 0), most);
    return [within(x, width), within(y, height)];
  }
}

function addEdge(areas: Float32Array, stride: number, height: number, from: Point, to: Point): void {
  if (from[1] === to[1]) return;
  const direction = from[1] < to[1] ? 1 : -1;
  const [[x0, y0], [x1, y1]] = direction === 1 ? [from, to] : [to, from];
  const slope = (x1 - x0) / (y1 - y0);
  let x = x0;
  for (let row = Math.floor(y0); row < Math.min(height, Math.ceil(y1)); row++) {
    const top = Math.max(row, y0);
    const bottom = Math.min(row + 1, y1);
    const next = x0 + (bottom - y0) * slope;
    addSpan(areas, row * stride, (bottom - top) * direction, Math.min(x, next), Math.max(x, next));
    x = next;
  }
}

/** An edge from `left` to `right` within one row, of signed height `dy`: spreads its area over the points it crosses. */
function addSpan(areas: Float32Array, row: number, dy: number, left: number, right: number): void {
  const add = (column: number, area: number): void => {
    areas[row + column] = (areas[row + column] ?? 0) + area;
  };
  const first = Math.floor(left);
  const last = Math.ceil(right);
  if (last <= first + 1) {
    const middle = (left + right) / 2 - first;
    add(first, dy * (1 - middle));
    add(first + 1, dy * middle);
    return;
  }
  const share = 1 / (right - left);
  const begin = first + 1 - left;
  const head = 0.5 * share * begin * begin;
  const end = right - last + 1;
  const tail = 0.5 * share * end * end;
  add(first, dy * head);
  if (last === first + 2) add(first + 1, dy * (1 - head - tail));
  else {
    const second = share * (begin + 0.5);
    add(first + 1, dy * (second - head));
    for (let column = first + 2; column < last - 1; column++) add(column, dy * share);
    const reached = second + (last - first - 3) * share;
    add(last - 1, dy * (1 - reached - tail));
  }
  add(last, dy * tail);
}
