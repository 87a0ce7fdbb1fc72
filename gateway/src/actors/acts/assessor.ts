import type { Acting } from '../acting.js';
import type { Act } from '../control.js';

/** What the assessor does: it assesses skills and issues certificates. */
export function assessorActs(_acting: Acting): Record<string, Act> {
  return {};
}
