import type { Acting } from '../acting.js';
import type { Act } from '../control.js';

/** What the bank does: a recipient of data that a citizen authorised. */
export function bankActs(_acting: Acting): Record<string, Act> {
  return {};
}
