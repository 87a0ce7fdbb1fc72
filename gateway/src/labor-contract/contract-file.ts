import { activationRecord, identityRecord } from '@renxin/archive/bundle';
import {
  date,
  digest,
  identifier,
  instant,
  laborContractMessages,
  recordId,
  signature,
  version,
  word,
} from '@renxin/chaincode/messages';
import { endCertificate } from '@renxin/chaincode/labor-law';
import { finding, opening, termsDocument } from '@renxin/wallets/api';
import { z } from 'zod';

/**
 * What a platform keeps of one contract beside the ledger: the personal part. The ledger's record says what happened;
 * this file holds the texts, the salts that open the ledger's commitments, and the signatures themselves.
 */

const base64url = z.base64url();

/** Where a command of this contract stands on the ledger. */
export const step = z.strictObject({
  operation: word,
  txId: z.string(),
  index: z.int(),
  height: z.int(),
  time: instant,
});

export const partySignatureFile = z.strictObject({
  /** The signed message: body and r || s. */
  sign: z.strictObject({ body: laborContractMessages.partySignature, signature }),
  /** DER of the detached CMS. */
  cms: base64url,
  openings: z.strictObject({ shown: opening, cms: opening, identity: opening, activation: opening }),
  activation: activationRecord,
});

/** The contract itself (amendment 0) or an amendment: one document that both sign. */
export const signingFile = z.strictObject({
  amendment: z.int().min(0),
  version,
  /** Name of the PDF among the store's blobs: base64url of its SHA-256. */
  pdf: z.string(),
  /** Name of the same PDF with the signatures inside that were made so far; absent before the first. */
  inside: z.exactOptional(z.string()),
  /** Name of the OFD that the worker signed; absent before. */
  ofd: z.exactOptional(z.string()),
  /** Name of the same OFD sealed by the employer; absent until then. */
  sealed: z.exactOptional(z.string()),
  /** Name of the layout among the blobs: its canonical bytes. */
  layout: z.string(),
  pages: z.array(digest).min(1),
  document: z.strictObject({ sm3: digest, sha256: digest, bytes: z.int(), commitment: digest, salt: digest }),
  worker: z.exactOptional(partySignatureFile),
  employer: z.exactOptional(partySignatureFile),
  /** Set when both have signed: the time-stamped record and its tokens, with what opens the ledger's commitments. */
  concluded: z.exactOptional(
    z.strictObject({
      signed: base64url,
      tokens: z.strictObject({ sm2: base64url, ecdsa: base64url }),
      openings: z.strictObject({ signed: opening, tokens: z.array(opening) }),
      timestamps: laborContractMessages.timestamps,
    }),
  ),
});

export const contractFile = z.strictObject({
  schema: z.literal(1),
  contract: recordId,
  employer: identifier,
  worker: identifier,
  createdAt: instant,
  template: z.strictObject({ id: word, version, sm3: digest }),
  predecessor: z.exactOptional(recordId),
  /** Every version of the terms, first to last, each with what opens its commitment. */
  versions: z
    .array(z.strictObject({ version, terms: termsDocument, opening, warnings: z.array(finding) }))
    .min(1)
    .max(100),
  /** The platform's records of how the parties' identities were proven (指引 art. 7). */
  identities: z.strictObject({ worker: identityRecord, employer: identityRecord }),
  signings: z.array(signingFile),
  dissolution: z.exactOptional(
    z.strictObject({
      dissolution: laborContractMessages.dissolution,
      certificate: endCertificate,
      opening,
      signatures: z.array(z.strictObject({ by: identifier, signature })),
    }),
  ),
  steps: z.array(step),
});

/** What the rules of labor law must know of an earlier contract of the same parties. */
export const priorContract = z.strictObject({
  termType: z.enum(['FIXED', 'OPEN_ENDED', 'PROJECT']),
  startDate: date,
  endDate: date,
  probationMonths: z.int().min(0),
});

/** Which contract an employer has given a number. */
export const contractNumber = z.strictObject({ contract: recordId });

export type ContractFile = z.infer<typeof contractFile>;
export type SigningFile = z.infer<typeof signingFile>;
export type PartySignatureFile = z.infer<typeof partySignatureFile>;
export type LedgerStep = z.infer<typeof step>;
