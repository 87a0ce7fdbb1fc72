import { z } from 'zod';
import { identifier, instant, recordId } from './primitives.js';

/**
 * `identity/query`: a citizen asks what is kept of it, everywhere. Signed by the key that the identity authority's
 * attestation names, so that an attestation alone opens nothing. It MUST NOT go to the ledger.
 */
export const personalQuery = z.strictObject({ query: recordId, identifier, at: instant });

export type PersonalQuery = z.infer<typeof personalQuery>;
