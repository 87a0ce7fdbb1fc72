import {
  attestation,
  digest,
  identifier,
  instant,
  publicKey,
  recordId,
  signature,
  word,
} from '@renxin/chaincode/messages';
import { z } from 'zod';

/** Records of the bundle that are canonical JSON of this room: docs/formats/evidence-bundle.md. */

/** How a party's identity was proven before it signed (指引 art. 7). SM3 of it stands, salted, in the party's signature. */
export const identityRecord = z.strictObject({
  kind: z.literal('renxin-identity-record'),
  schema: z.literal(1),
  contract: recordId,
  party: identifier,
  role: z.enum(['worker', 'employer']),
  /** `sandbox`: no real card and no real register was asked. */
  provider: z.strictObject({ name: word, sandbox: z.boolean() }),
  method: z.enum(['social-security-card', 'sandbox-social-security-card', 'organisation-registry']),
  factors: z.int().min(1).max(4),
  request: z.string().regex(/^[a-z0-9-]{8,64}$/),
  at: instant,
  /** The identity authority's signed word, where it was given for this purpose. */
  attestation: z.exactOptional(z.strictObject({ body: attestation, signature })),
});

/** What activated a key for one signature (电子签名法 art. 13). */
export const activationRecord = z.strictObject({
  id: z.string().min(1).max(64),
  method: z.enum(['passphrase', 'confirmation']),
  at: instant,
});

/** What the platform says about itself: a claim, checked by nobody but its readers. */
export const platformStatement = z.strictObject({
  kind: z.literal('renxin-platform-statement'),
  schema: z.literal(1),
  platform: z.strictObject({ name: z.string().max(120), version: z.string().max(40) }),
  ledger: identifier,
  operators: z.array(z.string().max(120)).min(1).max(64),
  /** How the platform stands to the parties. */
  neutrality: z.strictObject({ zh: z.string().max(2000), en: z.string().max(2000) }),
  /** Parts that are not the real thing: test certificate authorities, sandboxes. Empty when there are none. */
  sandbox: z.array(word).max(32),
  keys: z.array(z.strictObject({ owner: identifier, use: word, key: publicKey })).max(256),
  at: instant,
});

/** Who hands the bundle out, when and to what purpose; the same as in the export command. */
export const custody = z.strictObject({
  kind: z.literal('renxin-custody'),
  schema: z.literal(1),
  contract: recordId,
  by: identifier,
  purpose: z.enum(['party', 'arbitration', 'court', 'archive']),
  at: instant,
});

/** Made after the manifest: shows that its digest was recorded. The proofs are parsed by `@renxin/network/proof`. */
export const exportRecord = z.strictObject({
  kind: z.literal('renxin-bundle-export'),
  schema: z.literal(1),
  salt: digest,
  proof: z.unknown(),
  consistency: z.unknown(),
});

export const consistencyFile = z.strictObject({
  kind: z.literal('renxin-consistency'),
  schema: z.literal(1),
  proofs: z.array(z.unknown()).max(256),
});

export type IdentityRecord = z.infer<typeof identityRecord>;
export type ActivationRecord = z.infer<typeof activationRecord>;
export type PlatformStatement = z.infer<typeof platformStatement>;
export type Custody = z.infer<typeof custody>;
