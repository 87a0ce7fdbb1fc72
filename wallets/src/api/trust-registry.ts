import {
  assertionKey,
  date,
  digest,
  identifier,
  instant,
  publicKey,
  recognitionMessages,
  recordId,
  region,
  registryMessages,
  word,
} from '@renxin/chaincode/messages';
import { z } from 'zod';
import { receipt } from './labor-contract.js';

/** What a trust registry answers: who may issue what, whose certificates count where, and by which schemas. */

const withdrawal = z.strictObject({ from: date, reason: word, at: instant });
const dated = { sequence: z.int().min(1), from: instant, until: z.exactOptional(instant) };
const state = z.strictObject({
  state: z.enum(['active', 'suspended']),
  at: instant,
  reason: z.exactOptional(word),
});

/** An accreditation, and whether it holds on the day that was asked about. */
export const accreditationView = z.strictObject({
  accreditation: recordId,
  organisation: identifier,
  name: z.string(),
  type: word,
  regions: registryMessages.regions,
  from: date,
  until: date,
  accreditedAt: instant,
  /** The province that gave it, and its own accreditation; absent when the registry decided. */
  by: z.exactOptional(identifier),
  under: z.exactOptional(recordId),
  withdrawn: z.exactOptional(withdrawal),
  /** Withdrawals that a later one brought forward. */
  withdrawnBefore: z.exactOptional(z.array(withdrawal)),
  states: z.array(state.extend({ by: z.exactOptional(identifier) })),
  holds: z.boolean(),
  /** Why it does not, and which accreditation fails: this one, or the province's above it. */
  reason: z.exactOptional(z.string()),
  fails: z.exactOptional(recordId),
});
export const accreditationList = z.strictObject({
  asOf: instant,
  on: date,
  accreditations: z.array(accreditationView),
  /** Where to go on, as `after`. */
  next: z.exactOptional(recordId),
});

/** A province accredits an issuer within an accreditation of its own. */
export const delegationRequest = registryMessages.delegation.omit({ by: true });

/** A province suspends, gives back or ends what it gave; `from` is a day that is today or later. */
export const delegationDecision = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('suspend'), reason: word }),
  z.strictObject({ decision: z.literal('reinstate'), reason: word }),
  z.strictObject({ decision: z.literal('withdraw'), reason: word, from: date }),
]);
export const delegationAnswer = z.strictObject({ accreditation: recordId, receipt });

export const organisationView = z.strictObject({
  organisation: identifier,
  name: z.string(),
  role: z.string(),
  region,
  since: instant,
  states: z.array(state),
  keys: z.array(z.strictObject({ ...dated, key: publicKey })),
  assertionKeys: z.array(z.strictObject({ ...dated, key: assertionKey })),
});
export const organisationList = z.strictObject({
  asOf: instant,
  organisations: z.array(
    z.strictObject({
      organisation: identifier,
      name: z.string(),
      role: z.string(),
      region,
      state: z.enum(['active', 'suspended']),
    }),
  ),
});

/** A rule of recognition, and whether it holds on the day that was asked about. */
export const recognitionRule = recognitionMessages.recognising.extend({
  recognisedAt: instant,
  withdrawn: z.exactOptional(withdrawal),
  withdrawnBefore: z.exactOptional(z.array(withdrawal)),
  holds: z.boolean(),
  reason: z.exactOptional(z.string()),
});
export const recognitionRules = z.strictObject({
  asOf: instant,
  on: date,
  rules: z.array(recognitionRule),
  next: z.exactOptional(recordId),
});

const schemaField = z.strictObject({
  name: z.string(),
  label: z.strictObject({ zh: z.string(), en: z.string() }),
  required: z.boolean(),
  sensitivity: z.enum(['general', 'sensitive']),
});

/** A schema: what the platform knows of it, and what the ledger says; each may be without the other. */
export const schemaView = z.strictObject({
  /** SM3 of the canonical JSON Schema. */
  schema: digest,
  type: word,
  version: z.int().min(1),
  /** As `credentialSchema.id`, label and fields of a schema that this platform has. */
  id: z.exactOptional(z.string()),
  label: z.exactOptional(z.strictObject({ zh: z.string(), en: z.string() })),
  fields: z.exactOptional(z.array(schemaField)),
  registered: z.exactOptional(z.strictObject({ by: identifier, at: instant })),
  superseded: z.exactOptional(z.strictObject({ by: digest, at: instant })),
  retired: z.exactOptional(z.strictObject({ by: identifier, reason: word, at: instant })),
});
export const schemaList = z.strictObject({ asOf: instant, schemas: z.array(schemaView) });

/** What is thought of: nothing of it is submitted. */
export const proposal = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('recognise'),
    recognition: recognitionMessages.recognising.omit({ by: true }),
  }),
  z.strictObject({
    kind: z.literal('withdraw-recognition'),
    recognition: recordId,
    from: date,
    reason: word,
  }),
  z.strictObject({ kind: z.literal('delegate'), delegation: delegationRequest }),
  z.strictObject({
    kind: z.literal('decide-delegation'),
    accreditation: recordId,
    decision: delegationDecision,
  }),
  z.strictObject({ kind: z.literal('change'), change: registryMessages.change }),
]);

/** Which certificates of a type of a province begin or cease to count in another one. */
const counted = z.strictObject({
  by: identifier,
  of: identifier,
  type: word,
  /** The levels that change; absent: all. */
  levels: z.exactOptional(z.array(word)),
  /** Who issues such certificates on that day. */
  issuers: z.array(identifier),
});
const issuing = z.strictObject({
  issuer: identifier,
  type: word,
  region,
  /** Why not, and which accreditation fails; of what ceases. */
  reason: z.exactOptional(z.string()),
  accreditation: z.exactOptional(recordId),
});
const known = z.strictObject({
  certificate: recordId,
  /** Where it is judged. */
  by: identifier,
  type: word,
  issuer: identifier,
  issuedOn: date,
});
const changes = <T extends z.ZodType>(each: T) =>
  z.strictObject({ begin: z.array(each), cease: z.array(each) });

export const dryRunRequest = z.strictObject({
  proposal,
  /** The day that is asked about; absent: the first on which the proposal has an effect. */
  on: z.exactOptional(date),
});
export const dryRunAnswer = z.strictObject({
  on: date,
  /** Who begins or ceases to be entitled to issue on that day. */
  issuing: changes(issuing),
  /** Whose certificates begin or cease to count where, of those issued on that day and before. */
  recognition: changes(counted),
  /** Certificates that this organisation keeps or verified: how many were looked at, and the first hundred of each that change. */
  certificates: z.strictObject({
    looked: z.int().min(0),
    begins: z.int().min(0),
    ceases: z.int().min(0),
    /** Their level is not known here, and the rules ask for one. */
    undetermined: z.int().min(0),
    ...changes(known).shape,
  }),
});

/** A change that the ministry and more than half of the provinces decide (docs/formats/registry.md). */
export const registryChange = registryMessages.registryChange;
/** An organisation's signature over it. */
export const changeApproval = registryMessages.signedBy;
export const changeSubmission = registryChange.extend({ approvals: z.array(changeApproval).min(1).max(92) });
export const registryChangeAnswer = z.strictObject({ sequence: z.int().min(1), receipt });
export const decidedChanges = z.strictObject({
  changes: z.array(
    registryChange.extend({ schema: z.literal(1), approvedBy: z.array(identifier), at: instant }),
  ),
  /** The number of the next change. */
  next: z.int().min(1),
});

export type RegistryChangeAnswer = z.infer<typeof registryChangeAnswer>;
export type DecidedChanges = z.infer<typeof decidedChanges>;
export type AccreditationView = z.infer<typeof accreditationView>;
export type Proposal = z.infer<typeof proposal>;
export type DryRunAnswer = z.infer<typeof dryRunAnswer>;
