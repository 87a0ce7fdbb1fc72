import { z } from 'zod';
import { identifier, instant, recordId, sealRecordMessages as messages, word } from '../../messages/index.js';
import { collection } from '../operation.js';

/** What the ledger keeps of an e-seal. docs/formats/seal-record.md */

/** A seal's state can change so often: records do not grow without bound. */
export const MOST_CHANGES = 200;

export const states = [
  'APPLIED',
  'REJECTED',
  'APPROVED',
  'MADE',
  'ACTIVE',
  'SUSPENDED',
  'REVOKED',
  'REPLACED',
] as const;
export const state = z.enum(states);

/** `at` is the ledger's time; the reason is the signer's word. */
const datedState = z.strictObject({ state, at: instant, by: identifier, reason: z.exactOptional(word) });
const taken = <B extends z.ZodType>(body: B) => z.strictObject({ body, recordedAt: instant });

export const sealRecord = z.strictObject({
  schema: z.literal(1),
  seal: recordId,
  owner: identifier,
  state,
  /** From the first to the present one. That a period is over is no state of the record: see {@link stateAt}. */
  states: z
    .array(datedState)
    .min(1)
    .max(MOST_CHANGES + 4),
  /** How many changes by `activate`, `suspend`, `resume` and `revoke` there were. */
  changes: z.int().min(0).max(MOST_CHANGES),
  /** The latest of them. */
  change: z.exactOptional(
    taken(
      z.strictObject({
        kind: z.enum(['activate', 'suspend', 'resume', 'revoke']),
        body: messages.sealChange,
      }),
    ),
  ),
  application: taken(messages.application),
  decision: z.exactOptional(taken(messages.decision)),
  making: z.exactOptional(taken(messages.making)),
  /** The seal that took its place. */
  replacedBy: z.exactOptional(recordId),
});

/** Which seal has an esID: each is given once. */
export const esIdRecord = z.strictObject({ schema: z.literal(1), seal: recordId });

/** One use, or one that was refused. Written once. */
export const useRecord = z.strictObject({ schema: z.literal(1), use: messages.sealUse, recordedAt: instant });

export const seals = collection('seal-record', sealRecord);
export const esIds = collection('seal-es-id', esIdRecord);
export const uses = collection('seal-use', useRecord);

export type State = z.infer<typeof state>;
export type SealRecord = z.infer<typeof sealRecord>;
export type UseRecord = z.infer<typeof useRecord>;
export type ChangeKind = NonNullable<SealRecord['change']>['body']['kind'];
