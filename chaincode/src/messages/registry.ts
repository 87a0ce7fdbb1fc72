import { z } from 'zod';
import {
  date,
  digest,
  identifier,
  instant,
  publicKey,
  recordId,
  region,
  signature,
  uscc,
  word,
} from './primitives.js';

/** Messages that change who is who. See docs/formats/messages.md. */

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
  name: z.string().min(1).max(120),
  uscc,
  region,
  key: publicKey,
});

/** `registry.found`: the founding record, signed by every founder with the key that it names. */
export const founding = z.strictObject({
  ledger: identifier,
  founders: z.array(organisation).min(2).max(64),
  /** Two of these people together replace a lost key, after the delay and a notice. */
  officers: z
    .array(z.strictObject({ id: identifier, key: publicKey }))
    .min(2)
    .max(16),
  recoveryDelayHours: z.int().min(1).max(2160),
  at: instant,
});

/** One change of the registry, decided by counted approvals: the ministry and more than half of the provinces. */
export const change = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('enrol'), organisation }),
  z.strictObject({ kind: z.literal('suspend'), organisation: identifier, reason: word }),
  z.strictObject({ kind: z.literal('reinstate'), organisation: identifier, reason: word }),
  z.strictObject({
    kind: z.literal('accredit'),
    accreditation: z.strictObject({
      id: recordId,
      organisation: identifier,
      type: word,
      regions: z.array(region).min(1).max(40),
      from: date,
      until: date,
    }),
  }),
  z.strictObject({
    kind: z.literal('withdraw-accreditation'),
    accreditation: recordId,
    from: date,
    reason: word,
  }),
  z.strictObject({
    kind: z.literal('appoint-officer'),
    officer: z.strictObject({ id: identifier, key: publicKey }),
  }),
  z.strictObject({ kind: z.literal('dismiss-officer'), officer: identifier }),
]);

/** `registry.change`: `sequence` is the registry's next change number, so that an approval counts once. */
export const registryChange = z.strictObject({ sequence: z.int().min(1), change });

/**
 * `registry.bind`: an identity authority says that a key belongs to a pairwise identifier in one relation. Signed by the
 * authority and, as proof of possession, by the key itself. Which identifiers belong to one person it keeps off the ledger.
 */
export const binding = z.strictObject({
  identifier,
  relation: z.enum(['employment', 'consent', 'credential', 'evidence']),
  /** The organisation towards which the identifier is used. */
  towards: identifier,
  key: publicKey,
  authority: identifier,
  /** Commitment to the authority's record of how identity was proven. */
  proof: digest,
  at: instant,
});

/** `registry.rotate`: signed by the key in force and by the new one. `sequence` counts this identifier's keys. */
export const rotation = z.strictObject({ identifier, sequence: z.int().min(1), key: publicKey });

/** `registry.announce-recovery`: signed by two officers and by the new key; in force after the delay unless cancelled by the old key. */
export const recovery = z.strictObject({
  identifier,
  sequence: z.int().min(1),
  key: publicKey,
  reason: word,
});

/** `registry.cancel-recovery`: signed by the key in force. */
export const recoveryCancellation = z.strictObject({ identifier, sequence: z.int().min(1) });

/** A signature with the name of its signer; the key is the signer's on the ledger. */
export const signedBy = z.strictObject({ by: identifier, signature });

export type Organisation = z.infer<typeof organisation>;
export type Founding = z.infer<typeof founding>;
export type RegistryChange = z.infer<typeof registryChange>;
export type Binding = z.infer<typeof binding>;
export type Rotation = z.infer<typeof rotation>;
export type Recovery = z.infer<typeof recovery>;
export type SignedBy = z.infer<typeof signedBy>;
