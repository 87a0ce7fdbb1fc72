import { z } from 'zod';
import {
  assertionKey,
  date,
  digest,
  identifier,
  instant,
  publicKey,
  recordId,
  registryMessages,
  word,
} from '../../messages/index.js';
import { collection } from '../operation.js';

/** What the registry keeps. docs/formats/registry.md */

/** How many keys an identifier can have in its life: records do not grow without bound. */
export const MOST_KEYS = 200;
/** How many assertion keys an organisation can have in its life. */
export const MOST_ASSERTION_KEYS = 64;
/** How many times an organisation or officer can be reinstated. */
export const MOST_STATES = 64;

/** A key and its time in force: from, inclusive, until, exclusive. One key of an identifier has no `until`. */
export const keyPeriod = z.strictObject({
  sequence: z.int().min(1),
  key: publicKey,
  from: instant,
  until: z.exactOptional(instant),
});

/** As {@link keyPeriod}; an organisation can have several assertion keys at once, or none. */
export const assertionKeyPeriod = z.strictObject({
  sequence: z.int().min(1),
  key: assertionKey,
  from: instant,
  until: z.exactOptional(instant),
});

/** A key that two officers announced and that nobody cancelled yet. */
export const pendingKey = z.strictObject({
  sequence: z.int().min(1),
  key: publicKey,
  officers: z.array(identifier).length(2),
  reason: word,
  announcedAt: instant,
  effectiveFrom: instant,
});

/** How many times an accreditation's end can be brought forward. */
export const MOST_WITHDRAWALS = 8;

const datedState = z.strictObject({
  state: z.enum(['active', 'suspended']),
  at: instant,
  reason: z.exactOptional(word),
});

const holder = {
  schema: z.literal(1),
  identifier,
  since: instant,
  keys: z.array(keyPeriod).min(1).max(MOST_KEYS),
  /** Number of the next change of keys: rotations and announcements each take one. */
  next: z.int().min(2),
  pending: z.exactOptional(pendingKey),
  /** The latest announcement that was cancelled. */
  cancelled: z.exactOptional(z.strictObject({ sequence: z.int().min(1), at: instant })),
};

const organisationRecord = z.strictObject({
  ...holder,
  kind: z.literal('organisation'),
  role: registryMessages.organisationRole,
  name: registryMessages.organisation.shape.name,
  uscc: registryMessages.organisation.shape.uscc,
  region: registryMessages.organisation.shape.region,
  states: z.array(datedState).min(1).max(MOST_STATES),
});

/** A person within one relation: nothing here is about who it is. */
const personRecord = z.strictObject({
  ...holder,
  kind: z.literal('person'),
  relation: registryMessages.binding.shape.relation,
  towards: identifier,
  authority: identifier,
  proof: digest,
  provenAt: instant,
});

const officerRecord = z.strictObject({
  ...holder,
  kind: z.literal('officer'),
  dismissedAt: z.exactOptional(instant),
});

export const identifierRecord = z.discriminatedUnion('kind', [
  organisationRecord,
  personRecord,
  officerRecord,
]);

export const keyOwnerRecord = z.strictObject({
  schema: z.literal(1),
  key: z.union([publicKey, assertionKey]),
  identifier,
});

export const assertionKeysRecord = z.strictObject({
  schema: z.literal(1),
  identifier,
  keys: z.array(assertionKeyPeriod).min(1).max(MOST_ASSERTION_KEYS),
});

export const foundingRecord = z.strictObject({
  schema: z.literal(1),
  founding: registryMessages.founding,
  foundedAt: instant,
});

/** Who may decide. One record, written only by `found` and `change`. */
export const governanceRecord = z.strictObject({
  schema: z.literal(1),
  /** Number of the next change. */
  next: z.int().min(1),
  ministry: identifier,
  /** One for each province at most. */
  provinces: z
    .array(z.strictObject({ id: identifier, region: z.string().regex(/^[1-9]\d$/), active: z.boolean() }))
    .min(1)
    .max(90),
  /** Count of officers in office. */
  officers: z.int().min(2),
});

export const changeRecord = z.strictObject({
  schema: z.literal(1),
  sequence: z.int().min(1),
  change: registryMessages.change,
  approvedBy: z.array(identifier).min(1).max(91),
  at: instant,
});

const withdrawal = z.strictObject({ from: date, reason: word, at: instant });

export const accreditationRecord = z.strictObject({
  schema: z.literal(1),
  id: recordId,
  organisation: identifier,
  type: word,
  regions: registryMessages.regions,
  from: date,
  until: date,
  accreditedAt: instant,
  withdrawn: z.exactOptional(withdrawal),
  /** Withdrawals that a later one brought forward, the oldest first. */
  withdrawnBefore: z.exactOptional(z.array(withdrawal).min(1).max(MOST_WITHDRAWALS)),
  /** Suspensions and their ends; `by` is the province that delegated, left out when the registry decided. */
  states: z.exactOptional(
    z
      .array(datedState.extend({ by: z.exactOptional(identifier) }))
      .min(1)
      .max(MOST_STATES),
  ),
  /** The one before for the same organisation and type. */
  previous: z.exactOptional(recordId),
  /** Of one that a province gave: the province, and its own accreditation. */
  by: z.exactOptional(identifier),
  under: z.exactOptional(recordId),
  /** The one that was given before under the same. */
  sibling: z.exactOptional(recordId),
  /** Of a province's own: the latest that was given under it. */
  delegated: z.exactOptional(recordId),
});

/** The latest accreditation of an organisation for a type: the head of a chain. */
export const accreditedRecord = z.strictObject({ schema: z.literal(1), latest: recordId });

export const identifiers = collection('identifier', identifierRecord);
export const keyOwners = collection('key-owner', keyOwnerRecord);
export const assertionKeys = collection('assertion-keys', assertionKeysRecord);
export const foundings = collection('founding', foundingRecord);
export const governances = collection('governance', governanceRecord);
export const changes = collection('registry-change', changeRecord);
export const accreditations = collection('accreditation', accreditationRecord);
export const accredited = collection('accredited', accreditedRecord);

/** The one id in the collections that hold one record. */
export const ONLY = 'ledger';

export type AssertionKeyPeriod = z.infer<typeof assertionKeyPeriod>;
export type AssertionKeysRecord = z.infer<typeof assertionKeysRecord>;
export type KeyPeriod = z.infer<typeof keyPeriod>;
export type OrganisationRecord = z.infer<typeof organisationRecord>;
export type PersonRecord = z.infer<typeof personRecord>;
export type OfficerRecord = z.infer<typeof officerRecord>;
export type IdentifierRecord = z.infer<typeof identifierRecord>;
export type KeyOwnerRecord = z.infer<typeof keyOwnerRecord>;
export type FoundingRecord = z.infer<typeof foundingRecord>;
export type ChangeRecord = z.infer<typeof changeRecord>;
export type GovernanceRecord = z.infer<typeof governanceRecord>;
export type AccreditationRecord = z.infer<typeof accreditationRecord>;
