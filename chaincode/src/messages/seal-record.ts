import { z } from 'zod';
import {
  digest,
  identifier,
  instant,
  plainText,
  publicKey,
  recordId,
  signature,
  word,
} from './primitives.js';

/** Messages of an e-seal's life. Seals of organisations are public; documents and people stand here as commitments. */

const seal = recordId;
/** Changes of one seal's state, counted from 1: a signature is good for one of them. */
export const changeNumber = z.int().min(1).max(200);

/**
 * Who confirms each use of a seal, two of them each time: a name that means nothing to strangers, and the key of a device of
 * their own. No two of one name or of one key: that would be one person.
 */
export const sealOfficers = z
  .array(z.strictObject({ officer: word, key: publicKey }))
  .min(2)
  .max(16)
  .refine(
    (officers) =>
      new Set(officers.map(({ officer }) => officer)).size === officers.length &&
      new Set(officers.map(({ key }) => key.point)).size === officers.length,
    'officers',
  );

/** `seal-record.apply`, signed by the organisation whose seal it is to be. */
export const application = z.strictObject({
  seal,
  owner: identifier,
  /** As it stands on the seal. */
  name: plainText(120),
  /** 公章 official, 合同专用章 contract, 档案专用章 archive, … */
  type: word,
  /** Commitment to the record of the agent who applies, and to its proof. */
  agent: digest,
  /** The seal that this one replaces. */
  predecessor: z.exactOptional(recordId),
  /** Two of them confirm each use; an official seal has to have them. */
  officers: z.exactOptional(sealOfficers),
  at: instant,
});

/** `seal-record.approve` and `seal-record.reject`, signed by a ministry or a province that is not the owner. */
export const decision = z.strictObject({ seal, by: identifier, grounds: digest, at: instant });

/** `seal-record.make`, signed by the organisation that approved: the seal's data, made and signed. */
export const making = z.strictObject({
  seal,
  by: identifier,
  /** esID of SES_SealInfo. */
  esId: z.string().regex(/^[A-Za-z0-9._-]{1,48}$/),
  /** SM3 of SESeal, DER. */
  sm3: digest,
  validFrom: instant,
  validUntil: instant,
  at: instant,
});

/** `seal-record.activate`, `.suspend`, `.resume`, `.revoke`. */
export const sealChange = z.strictObject({
  seal,
  number: changeNumber,
  by: identifier,
  reason: word,
  at: instant,
});

/**
 * One officer's word that the seal may be used this once: it stands inside the use and is nothing by itself. The commitments
 * are those of the use, so that it is good for this document alone.
 */
export const sealConfirmation = z.strictObject({
  seal,
  use: recordId,
  document: digest,
  place: digest,
  authority: digest,
  officer: word,
  at: instant,
});

/** `seal-record.use`, signed by the owner: 用印记录, of what was sealed and of what was refused. */
export const sealUse = z.strictObject({
  seal,
  use: recordId,
  by: identifier,
  /** Commitment to SM3 of the document. */
  document: digest,
  /** Commitment to page, position and kind of the stamp. */
  place: digest,
  /** Commitment to who used it and on whose authority. */
  authority: digest,
  outcome: z.discriminatedUnion('kind', [
    /** Commitment to SM3 of SES_Signature. */
    z.strictObject({ kind: z.literal('sealed'), signature: digest }),
    z.strictObject({ kind: z.literal('refused'), reason: word }),
  ]),
  /** Of the seal's officers, each with the signature over its `seal-record/confirm`. */
  confirmations: z.exactOptional(
    z
      .array(z.strictObject({ officer: word, at: instant, signature }))
      .min(1)
      .max(4),
  ),
  at: instant,
});

export type Application = z.infer<typeof application>;
export type Decision = z.infer<typeof decision>;
export type Making = z.infer<typeof making>;
export type SealChange = z.infer<typeof sealChange>;
export type SealConfirmation = z.infer<typeof sealConfirmation>;
export type SealUse = z.infer<typeof sealUse>;
