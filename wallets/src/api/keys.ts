import { instant, word } from '@renxin/chaincode/messages';
import { z } from 'zod';

/** What operators of a platform ask about its keys and certificates. */

/** One key as the inventory shows it; nothing of it is secret. */
export const keyView = z.strictObject({
  name: z.string(),
  /** Whose key it is; null for keys of the platform as a whole. */
  organisation: z.string().nullable(),
  purpose: z.strictObject({ zh: z.string(), en: z.string() }),
  algorithm: z.enum(['SM2', 'P-256', 'RSA', 'Ed25519', 'HMAC']),
  /** SM3 of SubjectPublicKeyInfo, base64url; null for a secret that has no certificate. */
  fingerprint: z.string().nullable(),
  held: z.discriminatedUnion('kind', [
    /** In the sealed file of the key ring. */
    z.strictObject({ kind: z.literal('file') }),
    z.strictObject({
      kind: z.literal('pkcs11'),
      device: z.string(),
      token: z.string(),
      label: z.string(),
    }),
  ]),
  /** Software keys are for tests and demonstrations only. */
  testOnly: z.boolean(),
  /** Since when this platform knows it. */
  since: instant.nullable(),
  lastUse: instant.nullable(),
  /** Null where uses are not counted. */
  uses: z.int().nullable(),
  refused: z.int().nullable(),
  /** Whether each use is put down by itself. */
  recorded: z.boolean(),
  certificate: z.strictObject({ serial: z.string(), notBefore: instant, notAfter: instant }).nullable(),
  state: z.enum(['in-period', 'not-yet', 'expired', 'without-certificate']),
});
export const keyList = z.strictObject({ keys: z.array(keyView) });

/** One line of the record of a key's uses: docs/formats/activation.md. */
export const keyUseView = z.strictObject({
  recordedAt: instant,
  activation: z.string(),
  method: z.string(),
  at: z.string(),
  by: z.array(z.string()),
  purpose: z.string().nullable(),
  message: z.string(),
  outcome: z.enum(['asked', 'signed', 'refused']),
  code: z.string().nullable(),
});
export const keyUseList = z.strictObject({ uses: z.array(keyUseView) });

export const revocationReason = z.enum([
  'unspecified',
  'keyCompromise',
  'caCompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'privilegeWithdrawn',
]);
export const certificateRevocationRequest = z.strictObject({
  authority: word,
  /** Lower-case hexadecimal, as certificates are named everywhere here. */
  serial: z.string().regex(/^[0-9a-f]{1,40}$/),
  reason: revocationReason,
  /** True: only says what would happen. */
  dryRun: z.boolean(),
});
/** What a revocation does, or would do. */
export const certificateRevocationAnswer = z.strictObject({
  authority: z.string(),
  serial: z.string(),
  subject: z.string(),
  notBefore: instant,
  notAfter: instant,
  /** Set when it is revoked. */
  revoked: z.strictObject({ at: instant, reason: z.string() }).nullable(),
  done: z.boolean(),
  /** Whether what the key signed before is still good without somebody else's proof of time. */
  earlierStands: z.boolean(),
  /** E-seals that this certificate made, or that list it and have to be made anew. */
  seals: z.strictObject({ made: z.int(), listing: z.int() }),
});

export type KeyView = z.infer<typeof keyView>;
export type KeyUseView = z.infer<typeof keyUseView>;
export type CertificateRevocationRequest = z.infer<typeof certificateRevocationRequest>;
export type CertificateRevocationAnswer = z.infer<typeof certificateRevocationAnswer>;
