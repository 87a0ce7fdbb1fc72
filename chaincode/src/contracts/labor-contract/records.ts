import { z } from 'zod';
import {
  date,
  digest,
  identifier,
  instant,
  laborContractMessages as messages,
  recordId,
  version,
} from '../../messages/index.js';
import { collection } from '../operation.js';

/** What the ledger keeps of a labor contract: states, dates and commitments. docs/formats/labor-contract.md */

/** Terms can be revised so often before the contract is concluded: records do not grow without bound. */
export const MOST_VERSIONS = 100;
/** Each version is locked and reopened at most once: 2 states for each, and the few others. */
const MOST_STATES = 2 * MOST_VERSIONS + 8;

/** States of a contract that is still on the table. */
export const openStates = ['DRAFT', 'DISCLOSED', 'NEGOTIATING', 'LOCKED'] as const;
export const states = [
  ...openStates,
  'CONCLUDED',
  'DISSOLVED',
  'TERMINATED',
  'DECLINED',
  'WITHDRAWN',
  'DISPOSED',
] as const;
export const state = z.enum(states);

/** `at` is the ledger's time. */
const datedState = z.strictObject({ state, at: instant });

/** A party's word as it was signed, and when the ledger took it. */
const taken = <B extends z.ZodType>(body: B) => z.strictObject({ body, recordedAt: instant });

const contractRecord = z.strictObject({
  schema: z.literal(1),
  contract: recordId,
  employer: identifier,
  worker: identifier,
  state: state.exclude(['DISPOSED']),
  /** From the first to the present one. */
  states: z.array(datedState).min(1).max(MOST_STATES),
  draft: messages.draft,
  version,
  /** Commitment to the terms of the latest version before the contract was concluded. */
  terms: digest,
  revision: z.exactOptional(taken(messages.revision)),
  disclosure: z.exactOptional(taken(messages.disclosure)),
  lock: z.exactOptional(taken(messages.lock)),
  refusal: z.exactOptional(taken(messages.refusal)),
  /** The latest document that both signed; 0 is the contract itself. */
  amendment: z.exactOptional(messages.amendment),
  /** Commitment to that document. */
  document: z.exactOptional(digest),
  delivery: z.exactOptional(taken(messages.delivery)),
  acknowledgement: z.exactOptional(taken(messages.acknowledgement)),
  /** The contract that renewed this one. */
  renewedBy: z.exactOptional(recordId),
  dissolution: z.exactOptional(taken(messages.dissolution)),
  /** The last day on which the contract must still be kept. */
  retainUntil: z.exactOptional(date),
  /** Count of open cases for which the contract is held. */
  holds: z.int().min(0),
});

/** What is left when a contract was disposed of: that it was there, and when it went. */
const tombstone = z.strictObject({
  schema: z.literal(1),
  contract: recordId,
  employer: identifier,
  state: z.literal('DISPOSED'),
  states: z.array(datedState).min(1).max(MOST_STATES),
  retainUntil: z.exactOptional(date),
  disposal: taken(messages.disposal),
});

export const laborContractRecord = z.discriminatedUnion('state', [contractRecord, tombstone]);

/** What both parties signed: the contract (amendment 0) or one amendment. Written once. */
export const signingRecord = z.strictObject({
  schema: z.literal(1),
  worker: messages.partySignature,
  employer: messages.partySignature,
  timestamps: messages.timestamps,
  recordedAt: instant,
});

export const holdRecord = z.strictObject({
  schema: z.literal(1),
  hold: messages.hold,
  heldAt: instant,
  release: z.exactOptional(taken(messages.hold)),
});

export const exportRecord = z.strictObject({
  schema: z.literal(1),
  export: messages.bundleExport,
  exportedAt: instant,
});

/** One bundle on its way: who handed it to whom. */
export const custodyRecord = z.strictObject({
  schema: z.literal(1),
  contract: recordId,
  bundle: digest,
  /** Commitment to the bundle's bytes: the same in every hand-over. */
  file: digest,
  handOvers: z.array(taken(messages.handOver)).min(1).max(32),
});

export const laborContracts = collection('labor-contract', laborContractRecord);
export const signings = collection('labor-signing', signingRecord);
export const holds = collection('labor-hold', holdRecord);
export const exports = collection('labor-export', exportRecord);
export const custodies = collection('labor-custody', custodyRecord);

export type State = z.infer<typeof state>;
export type ContractRecord = z.infer<typeof contractRecord>;
export type Tombstone = z.infer<typeof tombstone>;
export type LaborContractRecord = z.infer<typeof laborContractRecord>;
export type SigningRecord = z.infer<typeof signingRecord>;
export type HoldRecord = z.infer<typeof holdRecord>;
export type ExportRecord = z.infer<typeof exportRecord>;
export type CustodyRecord = z.infer<typeof custodyRecord>;
