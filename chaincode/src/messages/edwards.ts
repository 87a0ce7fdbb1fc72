import { fromBase64url } from '../canonical/index.js';
import type { AssertionKey } from './primitives.js';

/** The curve of Ed25519, -x^2 + y^2 = 1 + d x^2 y^2 over the integers modulo p (RFC 8032 section 5.1). */
const P = 2n ** 255n - 19n;
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
const SQRT_MINUS_ONE = 19681161376707505956807079304988542015446066515923890162744021073123829784752n;

/**
 * True when the key is the one encoding of a point of the curve that is not of small order (RFC 8032 section 5.1.3).
 * With a key of small order one signature would be good for many messages.
 */
export function isEdwardsPoint(key: AssertionKey): boolean {
  const bytes = fromBase64url(key.point);
  if (bytes?.length !== 32) return false;
  const point = decode(bytes);
  return point !== undefined && !isSmall(point);
}

interface Point {
  readonly x: bigint;
  readonly y: bigint;
}

function decode(bytes: Uint8Array): Point | undefined {
  let y = 0n;
  for (let i = 31; i >= 0; i--) y = y * 256n + BigInt(bytes[i] ?? 0);
  const isOdd = y >> 255n;
  y &= 2n ** 255n - 1n;
  if (y >= P) return undefined;
  const x = root(y * y - 1n, D * y * y + 1n);
  if (x === undefined || (x === 0n && isOdd === 1n)) return undefined;
  return { x: (x & 1n) === isOdd ? x : P - x, y };
}

/** A square root of u / v, when there is one. */
function root(u: bigint, v: bigint): bigint | undefined {
  const [top, bottom] = [mod(u), mod(v)];
  const v3 = mod(bottom ** 3n);
  const x = mod(top * v3 * power(mod(top * v3 * v3 * bottom), (P - 5n) / 8n));
  const square = mod(bottom * x * x);
  if (square === top) return x;
  return square === mod(-top) ? mod(x * SQRT_MINUS_ONE) : undefined;
}

/** True when eight times the point is the neutral one. */
function isSmall({ x, y }: Point): boolean {
  let [X, Y, Z] = [x, y, 1n];
  for (let doubling = 0; doubling < 3; doubling++) {
    const [a, b, c] = [mod(X * X), mod(Y * Y), mod(2n * Z * Z)];
    const e = mod((X + Y) ** 2n - a - b);
    const [f, g, h] = [b - a - c, b - a, -a - b];
    [X, Y, Z] = [mod(e * f), mod(g * h), mod(f * g)];
  }
  return X === 0n && Y === Z;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = base, rest = exponent; rest > 0n; rest >>= 1n, square = mod(square * square)) {
    if ((rest & 1n) === 1n) result = mod(result * square);
  }
  return result;
}

function mod(value: bigint): bigint {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
}
