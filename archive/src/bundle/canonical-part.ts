import { parseCanonical } from '@renxin/chaincode/canonical';
import type { z } from 'zod';
import { BundleError } from './error.js';

/**
 * Reads a part that is canonical JSON of one schema.
 * @throws BundleError PART_MALFORMED with the part's path
 */
export function parsePart<S extends z.ZodType>(path: string, schema: S, bytes: Uint8Array): z.output<S> {
  let value: unknown;
  try {
    value = parseCanonical(bytes);
  } catch (error) {
    throw new BundleError('PART_MALFORMED', { path, cause: error });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new BundleError('PART_MALFORMED', { path, cause: parsed.error });
  return parsed.data;
}
