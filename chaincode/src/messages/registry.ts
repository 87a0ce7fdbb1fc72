import { z } from 'zod';
import { isOnCurve } from './curve.js';
import { isEdwardsPoint } from './edwards.js';
import {
  assertionKey,
  date,
  digest,
  identifier,
  instant,
  plainText,
  publicKey,
  recordId,
  region,
  signature,
  uscc,
  word,
} from './primitives.js';

/** Messages that change who is who. See docs/formats/messages.md. */

/** A key that enters the registry: a point of its curve, written in the one way there is. */
const newKey = publicKey.refine(isOnCurve, 'curve');

export const organisationRole = z.enum([
  'ministry',
  'province',
  'employer',
  'bank',
  'assessor',
  'arbitration',
  'court',
  'identity-authority',
]);

export const organisation = z.strictObject({
  id: identifier,
  role: organisationRole,
  /** Registered name: organisations are public. */
  name: plainText(120),
  uscc,
  region,
  key: newKey,
});

/** `registry.found`: the founding record, signed by every founder with the key that it names. */
export const founding = z.strictObject({
  ledger: identifier,
  founders: z.array(organisation).min(2).max(64),
  /** Two of these people together replace a lost key, after the delay and a notice. */
  officers: z
    .array(z.strictObject({ id: identifier, key: newKey }))
    .min(2)
    .max(16),
  recoveryDelayHours: z.int().min(1).max(2160),
  at: instant,
});

/** Regions for which an accreditation is good: a province or city stands for all that lies in it. */
export const regions = z.array(region).min(1).max(40);

/** What an organisation may issue, where, and from which day to which, both included. */
const accreditation = z.strictObject({
  id: recordId,
  organisation: identifier,
  type: word,
  regions,
  from: date,
  until: date,
});

/** One change of the registry, decided by counted approvals: the ministry and more than half of the provinces. */
export const change = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('enrol'), organisation }),
  z.strictObject({ kind: z.literal('suspend'), organisation: identifier, reason: word }),
  z.strictObject({ kind: z.literal('reinstate'), organisation: identifier, reason: word }),
  z.strictObject({ kind: z.literal('accredit'), accreditation }),
  z.strictObject({
    kind: z.literal('withdraw-accreditation'),
    accreditation: recordId,
    from: date,
    reason: word,
  }),
  z.strictObject({ kind: z.literal('suspend-accreditation'), accreditation: recordId, reason: word }),
  z.strictObject({ kind: z.literal('reinstate-accreditation'), accreditation: recordId, reason: word }),
  z.strictObject({
    kind: z.literal('appoint-officer'),
    officer: z.strictObject({ id: identifier, key: newKey }),
  }),
  z.strictObject({ kind: z.literal('dismiss-officer'), officer: identifier }),
]);

/** `registry.change`: `sequence` is the registry's next change number, so that an approval counts once. */
export const registryChange = z.strictObject({ sequence: z.int().min(1), change });

/** `registry.delegate`, signed by a province: it accredits an organisation within an accreditation of its own. */
export const delegation = z.strictObject({
  by: identifier,
  /** The province's own accreditation, decided by the registry. */
  under: recordId,
  accreditation,
});

/**
 * Number of a decision about one accreditation, the first after its beginning being 1: withdrawals, suspensions and their
 * ends each take the next, so that a signature is good for one change.
 */
const decisionSequence = z.int().min(1).max(80);
const delegated = { accreditation: recordId, by: identifier, sequence: decisionSequence, reason: word };

/** `registry.suspend-delegation`, `registry.reinstate-delegation`, signed by the province that delegated. */
export const delegationSuspension = z.strictObject(delegated);

/** `registry.withdraw-delegation`, signed by the province that delegated: from a day on that is today or later. */
export const delegationWithdrawal = z.strictObject({ ...delegated, from: date });

/**
 * `registry.bind`: an identity authority says that a key belongs to a pairwise identifier in one relation. Signed by the
 * authority and, as proof of possession, by the key itself. Which identifiers belong to one person it keeps off the ledger.
 */
export const binding = z.strictObject({
  identifier,
  relation: z.enum(['employment', 'consent', 'credential', 'evidence']),
  /** The organisation towards which the identifier is used. */
  towards: identifier,
  key: newKey,
  authority: identifier,
  /** Commitment to the authority's record of how identity was proven. */
  proof: digest,
  at: instant,
});

/**
 * Number of a change of an identifier's keys. The first key has 1; each rotation and each announced recovery, also a
 * cancelled one, takes the next, so that a signature is good for one change.
 */
const keySequence = z.int().min(2).max(200);

/** `registry.rotate`: signed by the key in force and by the new one. */
export const rotation = z.strictObject({ identifier, sequence: keySequence, key: newKey });

/** `registry.announce-recovery`: signed by two officers and by the new key; in force after the delay unless cancelled by the old key. */
export const recovery = z.strictObject({
  identifier,
  sequence: keySequence,
  key: newKey,
  reason: word,
});

/** `registry.cancel-recovery`: signed by the key in force. */
export const recoveryCancellation = z.strictObject({ identifier, sequence: keySequence });

/**
 * `registry.add-assertion-key`, `registry.revoke-assertion-key`: an Ed25519 key for the EdDSA proofs of an organisation's
 * credentials. Signed by the organisation's registry key in force. `sequence` counts its assertion keys from 1.
 */
export const assertionKeyChange = z.strictObject({
  identifier,
  sequence: z.int().min(1).max(64),
  key: assertionKey.refine(isEdwardsPoint, 'curve'),
});

/** A signature with the name of its signer; the key is the signer's on the ledger. */
export const signedBy = z.strictObject({ by: identifier, signature });

export type Organisation = z.infer<typeof organisation>;
export type Founding = z.infer<typeof founding>;
export type Change = z.infer<typeof change>;
export type Delegation = z.infer<typeof delegation>;
export type DelegationSuspension = z.infer<typeof delegationSuspension>;
export type DelegationWithdrawal = z.infer<typeof delegationWithdrawal>;
export type Officer = Founding['officers'][number];
export type RegistryChange = z.infer<typeof registryChange>;
export type Binding = z.infer<typeof binding>;
export type Rotation = z.infer<typeof rotation>;
export type Recovery = z.infer<typeof recovery>;
export type RecoveryCancellation = z.infer<typeof recoveryCancellation>;
export type AssertionKeyChange = z.infer<typeof assertionKeyChange>;
export type SignedBy = z.infer<typeof signedBy>;
