import { z } from 'zod';
import { date, digest, identifier, instant, recordId, region, word } from './primitives.js';

/**
 * Messages of an e-certificate (电子证照). What a certificate says stands on the ledger only as a salted commitment
 * (docs/formats/commitment.md); its holder is a pairwise identifier. docs/formats/e-certificate.md
 */

const certificate = recordId;
/** A province's status list, by its number, and a place in it. */
export const statusPlace = z.strictObject({
  list: z.int().min(1).max(999_999),
  index: z.int().min(0).max(16_777_215),
});

const entry = {
  certificate,
  /** The province in whose region it is issued: its states are this province's word. */
  province: identifier,
  /** The holder's identifier towards this province (relation `credential`). */
  holder: identifier,
  type: word,
  /** Content hash of the credential's schema. */
  credentialSchema: digest,
  /** Commitment to the credential. */
  credential: digest,
  region,
  issuedOn: date,
  /** The last day on which it is valid; left out when it has no end. */
  validUntil: z.exactOptional(date),
  status: statusPlace,
  at: instant,
};

/**
 * Why a certificate takes the place of another: a renewal (延续), other facts (变更), or a correction of what was said wrongly
 * (更正, a 变更 as well).
 */
export const succession = z.enum(['renewal', 'alteration', 'correction']);

/** `certificate.issue`, signed by the issuing organisation and by the province. With a predecessor it takes that one's place. */
export const issuing = z.strictObject({
  ...entry,
  issuer: identifier,
  predecessor: z.exactOptional(recordId),
  /** Left out with a predecessor: a renewal. */
  succession: z.exactOptional(succession),
  /** The training, examinations and assessments that stand behind it. */
  process: z.exactOptional(z.array(recordId).min(1).max(8)),
  /** Certificates of the same holder on which this one rests. */
  dependsOn: z.exactOptional(z.array(recordId).min(1).max(4)),
});

/** How many certificates one batch holds at most. */
export const MOST_IN_BATCH = 64;

/**
 * `certificate.issue-batch`, signed as `certificate.issue` is: first certificates of one type and region, under one
 * signature. It stands for the message `certificate.issue` of each.
 */
export const issuingBatch = z.strictObject({
  batch: recordId,
  issuer: identifier,
  province: identifier,
  type: word,
  credentialSchema: digest,
  region,
  at: instant,
  certificates: z
    .array(
      z.strictObject({
        certificate,
        holder: identifier,
        credential: digest,
        issuedOn: date,
        validUntil: z.exactOptional(date),
        status: statusPlace,
      }),
    )
    .min(1)
    .max(MOST_IN_BATCH),
});

/** The messages for which a batch stands. */
export function issuingsOf({ batch: _name, certificates, ...shared }: IssuingBatch): Issuing[] {
  return certificates.map((each) => ({ ...shared, ...each }));
}

/** `certificate.attest`, signed by the province: what stands in its register, never as issued originally. */
export const attesting = z.strictObject({
  ...entry,
  /** Commitment to the entry of the register. */
  register: digest,
  /** The attestation of the same register that this one corrects. */
  predecessor: z.exactOptional(recordId),
});

/** `certificate.transfer-in` (转入), signed by the province that takes over. `holder` and what it says stay. */
export const transferIn = z.strictObject({ ...entry, predecessor: recordId });

/**
 * Number of a state of a certificate, the first being 1: each decision takes the next, so that a signature is good for one
 * change.
 */
const sequence = z.int().min(2).max(64);
const decided = { certificate, by: identifier, sequence, at: instant };

/** `certificate.suspend` (暂扣) and `certificate.reinstate` (暂扣发还), signed by the province. */
export const suspension = z.strictObject({ ...decided, reason: word });

/** `certificate.set-aside` (其他), signed by the province: a state that the national list does not name, said in a text. */
export const settingAside = z.strictObject({
  ...decided,
  reason: word,
  /** Commitment to the text that says which state it is. */
  text: digest,
});

/** `certificate.take-up` (其他), signed by the province: it is good again. */
export const takingUp = z.strictObject({ ...decided, reason: word });

/** `certificate.revoke`, signed by the province: issued wrongly (撤销) or taken away (吊销). */
export const revocation = z.strictObject({
  ...decided,
  ground: z.enum(['annulled', 'withdrawn']),
  reason: word,
});

/** `certificate.cancel` (注销), signed by the province; at the holder's request by the holder as well. */
export const cancellation = z.strictObject({ ...decided, ground: z.enum(['request', 'lapsed']) });

/** `certificate.transfer-out` (办理转出), signed by the province and by the holder, who names where to. */
export const transferOut = z.strictObject({ ...decided, to: identifier });

/** `certificate.withdraw-transfer` (取消转出), signed by the province. */
export const transferWithdrawal = z.strictObject({ ...decided, reason: word });

export type Succession = z.infer<typeof succession>;
export type Issuing = z.infer<typeof issuing>;
export type IssuingBatch = z.infer<typeof issuingBatch>;
export type Attesting = z.infer<typeof attesting>;
export type TransferIn = z.infer<typeof transferIn>;
export type Suspension = z.infer<typeof suspension>;
export type SettingAside = z.infer<typeof settingAside>;
export type TakingUp = z.infer<typeof takingUp>;
export type Revocation = z.infer<typeof revocation>;
export type Cancellation = z.infer<typeof cancellation>;
export type TransferOut = z.infer<typeof transferOut>;
export type TransferWithdrawal = z.infer<typeof transferWithdrawal>;
