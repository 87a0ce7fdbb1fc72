import { z } from 'zod';
import {
  archiveRecordMessages as messages,
  date,
  identifier,
  instant,
  recordId,
} from '../../messages/index.js';
import { collection } from '../operation.js';

/** What the ledger keeps of an archive package. docs/formats/archive-record.md */

/** A package can change hands so often: records do not grow without bound. */
export const MOST_TRANSFERS = 64;

/** `SENT` and `RECEIVED`: a transfer is under way. */
export const states = ['HELD', 'SENT', 'RECEIVED', 'DISPOSED'] as const;
export const state = z.enum(states);

/** `at` is the ledger's time. */
const datedState = z.strictObject({ state, at: instant });
const taken = <B extends z.ZodType>(body: B) => z.strictObject({ body, recordedAt: instant });

const kept = {
  schema: z.literal(1),
  archive: recordId,
  registration: taken(messages.registration),
  /** From the first to the present one. */
  states: z
    .array(datedState)
    .min(1)
    .max(3 * MOST_TRANSFERS + 2),
  /** Everybody who kept it, the last one now; each began when the one before ended. */
  keepers: z
    .array(z.strictObject({ organisation: identifier, from: instant }))
    .min(1)
    .max(MOST_TRANSFERS + 1),
  /** How many transfers were begun. */
  transfers: z.int().min(0).max(MOST_TRANSFERS),
  /** The last day of keeping; absent for good. */
  retainUntil: z.exactOptional(date),
  /** The version that came after this one. */
  supersededBy: z.exactOptional(recordId),
};

const heldRecord = z.strictObject({
  ...kept,
  state: state.exclude(['DISPOSED']),
  /** Count of open cases for which the package is held. */
  holds: z.int().min(0),
});

/** What is left of a package that was disposed of: its digests, and how it went. */
const tombstone = z.strictObject({
  ...kept,
  state: z.literal('DISPOSED'),
  disposal: taken(messages.archiveDisposal),
});

export const archiveRecord = z.discriminatedUnion('state', [heldRecord, tombstone]);

/** One transfer: sent, received after checks, and how it ended. */
export const transferRecord = z.strictObject({
  schema: z.literal(1),
  sending: taken(messages.sending),
  receipt: z.exactOptional(taken(messages.receipt)),
  end: z.exactOptional(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('accepted'), body: messages.acceptance, recordedAt: instant }),
      z.strictObject({ kind: z.literal('returned'), body: messages.sendingBack, recordedAt: instant }),
      z.strictObject({ kind: z.literal('recalled'), body: messages.sendingBack, recordedAt: instant }),
    ]),
  ),
});

export const holdRecord = z.strictObject({
  schema: z.literal(1),
  hold: messages.archiveHold,
  heldAt: instant,
  release: z.exactOptional(taken(messages.archiveHold)),
});

export const archives = collection('archive-record', archiveRecord);
export const transfers = collection('archive-transfer', transferRecord);
export const archiveHolds = collection('archive-hold', holdRecord);

export type State = z.infer<typeof state>;
export type ArchiveRecord = z.infer<typeof archiveRecord>;
export type HeldRecord = z.infer<typeof heldRecord>;
export type Tombstone = z.infer<typeof tombstone>;
export type TransferRecord = z.infer<typeof transferRecord>;
export type HoldRecord = z.infer<typeof holdRecord>;
