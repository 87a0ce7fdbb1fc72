import type { Json } from '@renxin/chaincode/canonical';
import { digest } from '@renxin/chaincode/messages';
import { z } from 'zod';

/**
 * What goes into and comes out of the chaincode's functions, canonical JSON each: the host writes it, the gateway and the
 * verification read it. The letter is in docs/formats/fabric-proofs.md.
 */
const json = z.custom<Json>((value) => value !== undefined);
const name = z.string().min(1).max(64);

/** The one argument of `batch`, after the function's name. */
export const batchRequests = z
  .array(z.strictObject({ contract: name, operation: name, input: json }))
  .min(1)
  .max(65536);

/** What became of each request, in order: the response of `batch`. */
export const batchOutcomes = z.array(
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('done'), result: json }),
    z.strictObject({ kind: z.literal('refused'), code: z.string(), members: z.record(z.string(), json) }),
    z.strictObject({ kind: z.literal('fault') }),
    z.strictObject({ kind: z.literal('deferred') }),
  ]),
);

/** Name of the transaction's one event. */
export const BATCH_EVENT = 'batch';

/** The event's payload: the events of the commands that were done, in order. `index` counts the commands done. */
export const batchEvents = z.array(
  z.strictObject({ index: z.int().min(0), contract: name, name, payload: json }),
);

/** The record under `tx:<txId>`, written in the same transaction: SM3 of the response of `batch`. */
export const marker = z.strictObject({ schema: z.literal(1), response: digest });

/** The response of `record`; its one argument, after the function's name, is the key as plain text. */
export const recordAnswer = z.strictObject({ key: z.string(), value: json });

/** Where a transaction's marker stands. */
export function markerKey(txId: string): string {
  return `tx:${txId}`;
}

export type BatchRequest = z.infer<typeof batchRequests>[number];
export type BatchOutcome = z.infer<typeof batchOutcomes>[number];
export type BatchEvent = z.infer<typeof batchEvents>[number];
export type Marker = z.infer<typeof marker>;
