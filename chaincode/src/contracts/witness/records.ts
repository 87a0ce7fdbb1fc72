import { z } from 'zod';
import { identifier, instant, logMessages } from '../../messages/index.js';
import { collection } from '../operation.js';

/** Who cosigns checkpoints of the logs of others. docs/formats/log-anchor.md */

export const witnessRecord = z.strictObject({
  schema: z.literal(1),
  organisation: identifier,
  /** `<ledger>/witnesses/<organisation>`: the name of its key in notes. */
  name: z.string(),
  keys: z
    .array(
      z.strictObject({
        ed25519: logMessages.witnessKey.shape.ed25519,
        from: instant,
        until: z.exactOptional(instant),
      }),
    )
    .min(1)
    .max(64),
});

/** Whose cosignatures count, and how many of them a checkpoint needs. */
export const witnessPolicyRecord = z.strictObject({
  schema: z.literal(1),
  ...logMessages.witnessPolicy.shape,
  approvedBy: z.array(identifier).min(1).max(91),
  decidedAt: instant,
});

export const witnesses = collection('witness', witnessRecord);
export const witnessPolicies = collection('witness-policy', witnessPolicyRecord);

export type WitnessRecord = z.infer<typeof witnessRecord>;
export type WitnessPolicyRecord = z.infer<typeof witnessPolicyRecord>;
