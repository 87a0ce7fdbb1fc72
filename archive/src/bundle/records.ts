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
const statement = {
  kind: z.literal('renxin-platform-statement'),
  platform: z.strictObject({ name: z.string().max(120), version: z.string().max(40) }),
  ledger: identifier,
  operators: z.array(z.string().max(120)).min(1).max(64),
  /** How the platform stands to the parties. */
  neutrality: z.strictObject({ zh: z.string().max(2000), en: z.string().max(2000) }),
  /** Parts that are not the real thing: test certificate authorities, sandboxes. Empty when there are none. */
  sandbox: z.array(word).max(32),
  at: instant,
};

const statedKey = { owner: identifier, use: word, key: publicKey };

const firstStatement = z.strictObject({
  ...statement,
  schema: z.literal(1),
  keys: z.array(z.strictObject(statedKey)).max(256),
});

const secondStatement = z.strictObject({
  ...statement,
  schema: z.literal(2),
  /** Every key of the exporter with its time in force, as the registry has it. */
  keys: z.array(z.strictObject({ ...statedKey, from: instant, until: z.exactOptional(instant) })).max(256),
  /** SM3 over the list of the platform's built modules, each with its own. */
  software: digest,
  /** What the platform does not have, or does not say that it has. */
  claims: z.strictObject({
    /** 区块链信息服务备案 */
    filing: z.literal('not-claimed'),
    /** 网络安全等级保护 */
    protection: z.literal('not-claimed'),
    /** 系统清洁性检查 */
    cleanliness: z.literal('not-checked'),
  }),
  /** How the platform keeps time: commands whose time differs more from the ledger's are refused. */
  clock: z.strictObject({
    source: z.literal('operating-system'),
    synchronisation: z.literal('not-claimed'),
    toleranceSeconds: z.int().min(1).max(3600),
  }),
  /** The offline verifier that this platform hands out, to compare. */
  verifier: z.exactOptional(z.strictObject({ name: z.literal('verify.html'), sm3: digest, sha256: digest })),
});

export const platformStatement = z.discriminatedUnion('schema', [firstStatement, secondStatement]);

/** Where the contract comes from and how long it took until the ledger had it: the platform's word. */
export const provenance = z.strictObject({
  kind: z.literal('renxin-provenance'),
  schema: z.literal(1),
  contract: recordId,
  /** The employer's client drafted it from a published template over HTTP, under a session bound to its key. */
  source: z.literal('drafted-by-employer'),
  channel: z.literal('http-dpop'),
  /** When the platform got the draft, by its clock. */
  createdAt: instant,
  /** When the ledger took the conclusion. */
  anchoredAt: instant,
  delayMilliseconds: z.int(),
});

/** 出证报告, as data: what `certificate.pdf` shows. */
export const evidenceCertificate = z.strictObject({
  kind: z.literal('renxin-evidence-certificate'),
  schema: z.literal(1),
  serial: z.string().regex(/^CZ-\d{8}-[0-9a-f]{8}$/),
  contract: recordId,
  ledger: identifier,
  document: z.strictObject({ sm3: digest, sha256: digest }),
  concluded: z.strictObject({ height: z.int().min(0), time: instant }),
  parties: z.strictObject({ employer: identifier, worker: identifier }),
  issuedBy: identifier,
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
export type Provenance = z.infer<typeof provenance>;
export type EvidenceCertificate = z.infer<typeof evidenceCertificate>;
export type Custody = z.infer<typeof custody>;
