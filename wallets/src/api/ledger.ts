import { z } from 'zod';

/** Ledger answers are proofs in the formats of docs/formats/ledger.md; `@renxin/network/proof` parses and checks them. */
export const proofAnswer = z.strictObject({ proof: z.unknown() });

/** From the kept height (or none) to the head. */
export const headAnswer = z.strictObject({ head: z.unknown(), consistency: z.exactOptional(z.unknown()) });
