import { canonical, parseCanonical, type Json } from '@renxin/chaincode/canonical';
import { z } from 'zod';

/** What the chaincode answers and emits: see docs/formats/fabric-proofs.md. Strict: one value has one form. */

const json = z.custom<Json>((value) => value !== undefined);
const name = z.string().min(1).max(64);
const members = z.custom<Readonly<Record<string, Json>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

/** What became of one command of a batch, in the endorsed response. */
export const outcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('done'), result: json }),
  z.strictObject({ kind: z.literal('refused'), code: name, members }),
  z.strictObject({ kind: z.literal('fault'), message: z.string().max(256) }),
  z.strictObject({ kind: z.literal('deferred') }),
]);
export type ChaincodeOutcome = z.infer<typeof outcome>;

export const outcomes = z.array(outcome).max(65536);

/** The events of a batch, packed into the transaction's one event. `index` is the command's place among those done. */
export const packedEvents = z.strictObject({
  schema: z.literal(1),
  time: z.string(),
  events: z.array(z.strictObject({ index: z.int().min(0).max(65535), contract: name, name, payload: json })),
});
export type PackedEvents = z.infer<typeof packedEvents>;

/** A record as `record` answers it. */
export const recordAnswer = z.strictObject({ key: z.string().max(128), value: json });
export type RecordAnswer = z.infer<typeof recordAnswer>;

/** The name of the one event of a transaction. */
export const EVENT = 'batch';

/** Under which key a transaction's marker stands. It is written in the same transaction and nothing else writes it. */
export function markerKey(txId: string): string {
  return `tx:${txId}`;
}

/** What the chaincode says when it does not answer at all; only a message survives Fabric's shim. */
export interface ChaincodeRefusal {
  readonly code: 'LEDGER_CLOCK' | 'CALL_INVALID' | 'HOST_FAILED';
}

export function refusalText(refusal: ChaincodeRefusal): string {
  return canonical(refusal);
}

const refusal = z.strictObject({ code: z.enum(['LEDGER_CLOCK', 'CALL_INVALID', 'HOST_FAILED']) });

/** The refusal at the end of a peer's message, which puts words of its own before it. */
export function refusalIn(message: string): ChaincodeRefusal | undefined {
  const at = message.indexOf('{');
  if (at < 0) return undefined;
  try {
    return refusal.parse(parseCanonical(new TextEncoder().encode(message.slice(at))));
  } catch {
    return undefined;
  }
}
