import { canonical } from '../canonical/index.js';

/** True when both have the same canonical form: the same content, handed in again. */
export function isSame(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}
