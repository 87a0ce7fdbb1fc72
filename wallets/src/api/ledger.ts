import { z } from 'zod';

/** Ledger answers are proofs in the formats of docs/formats/ledger.md; `@renxin/network/proof` parses and checks them. */
export const proofAnswer = z.strictObject({ proof: z.unknown() });

/** Shows that the latest header extends the one at the height that was asked for: `acceptHeader` of `@renxin/network/proof`. */
export const headAnswer = z.strictObject({ consistency: z.unknown() });
