import { canonical } from '@renxin/chaincode/canonical';
import {
  certificateMessages as messages,
  date,
  digest,
  identifier,
  instant,
  processMessages,
  recordId,
  word,
} from '@renxin/chaincode/messages';
import { credentialFormats } from '@renxin/credentials/openid4vci';
import { document, lookUpPurpose, opening, processContent } from '@renxin/wallets/api';
import { z } from 'zod';

/** Where the ledger has something. */
export const ledgerStep = z.strictObject({
  txId: z.string(),
  index: z.int(),
  height: z.int(),
  time: instant,
});

/**
 * What a province keeps of one certificate beside the ledger: the personal part. The ledger's record says what it is good
 * for; this file holds the credential and the salt that opens the ledger's commitment.
 */
export const certificateFile = z.strictObject({
  schema: z.literal(1),
  certificate: recordId,
  issuer: identifier,
  holder: identifier,
  type: word,
  region: z.string(),
  issuedOn: date,
  status: messages.statusPlace,
  /** Set when it was handed in. */
  issued: z.exactOptional(
    z.strictObject({
      credential: document,
      opening,
      /** 证书编号, for finding doubles. */
      number: z.string(),
      /** SM3 of the credential's canonical form. */
      digest,
      /** The entry of the province's register that it attests, and what opens the ledger's commitment to it. */
      register: z.exactOptional(z.strictObject({ entry: document, opening })),
    }),
  ),
  /** The batch with which the ledger has it, when it was one of many. */
  batch: z.exactOptional(recordId),
  /** Where the ledger has it. */
  step: z.exactOptional(ledgerStep),
});

/** The bytes of a file whose credential is in canonical form already. */
export function fileBytes(
  { issued: _none, ...file }: CertificateFile,
  issued: Omit<NonNullable<CertificateFile['issued']>, 'credential'>,
  credential: Uint8Array,
): Uint8Array {
  const text = canonical({ ...file, issued: { ...issued, credential: null } });
  // Before it stand names alone, which hold no quotation mark.
  const at = text.indexOf(CREDENTIAL) + CREDENTIAL.length;
  return new Uint8Array(
    Buffer.concat([Buffer.from(text.slice(0, at - 4)), credential, Buffer.from(text.slice(at))]),
  );
}

const CREDENTIAL = '"issued":{"credential":null';

/** Certificates that one person can have at one province. */
export const MOST_OF_PERSON = 1000;

/** Which certificate has a number of an issuer, a place in a status list, or belongs to a person. */
export const certificateName = z.strictObject({ certificate: recordId });
export const certificateNames = z.strictObject({
  certificates: z.array(recordId).max(MOST_OF_PERSON),
});

/** The identifier of a person towards this province. */
export const holderName = z.strictObject({ identifier });

/** An official looked at a certificate: who, when, why. */
export const lookUpFile = z.strictObject({
  schema: z.literal(1),
  certificate: recordId,
  by: identifier,
  at: instant,
  purpose: lookUpPurpose,
});

/** The text of a decision that sets a certificate aside, with what opens the ledger's commitment to it. */
export const decisionText = z.strictObject({
  schema: z.literal(1),
  certificate: recordId,
  /** Number of the state that the decision made. */
  sequence: z.int().min(2),
  text: z.string(),
  opening,
});

export function textKey(certificate: string, sequence: number): string {
  return `${certificate}:${String(sequence)}`;
}

/** A training, an examination or an assessment, with what opens the ledger's commitment to it. */
export const processFile = z.strictObject({
  schema: z.literal(1),
  event: processMessages.processEvent,
  content: processContent,
  opening,
});

/** Somebody asks the issuer to correct what a certificate says. */
export const correctionFile = z.strictObject({
  schema: z.literal(1),
  request: recordId,
  certificate: recordId,
  type: word,
  issuer: identifier,
  /** The holder, or the province. */
  by: identifier,
  claims: z.array(z.string()),
  statement: z.string(),
  askedAt: instant,
  /** Set when the issuer did not correct it. */
  refused: z.exactOptional(z.strictObject({ reason: word, at: instant })),
});

export type CorrectionFile = z.infer<typeof correctionFile>;

/** A holder's request for a claim with only some members. */
export const derivationFile = z.strictObject({
  schema: z.literal(1),
  derivation: recordId,
  certificate: recordId,
  type: word,
  issuer: identifier,
  holder: identifier,
  subject: identifier,
  verifier: identifier,
  claims: z.array(z.string()),
  requestedAt: instant,
  credential: z.exactOptional(document),
});

const transfer = {
  schema: z.literal(1),
  transfer: recordId,
  predecessor: recordId,
  /** The province that sent it away, and the number of the state with which it did. */
  from: identifier,
  sequence: z.int().min(1),
  holder: identifier,
  type: word,
  handedInAt: instant,
};

/** A certificate on its way here that waits for an official's decision; gone when that was taken. */
export const waitingTransferFile = z.strictObject({ ...transfer, credential: document });

/** What was decided, without what the certificate says. */
export const decidedTransferFile = z.strictObject({
  ...transfer,
  outcome: z.enum(['accepted', 'refused', 'lapsed']),
  decidedAt: instant,
  reason: z.exactOptional(word),
});

/** A copy of a certificate for a wallet's own key; by certificate and name of the copy. */
export const copyFile = z.strictObject({
  schema: z.literal(1),
  copy: recordId,
  certificate: recordId,
  issuer: identifier,
  /** DID of the wallet's key, which the copy is about. */
  subject: z.string(),
  /** As a wallet asks for it (OpenID4VCI). */
  format: z.enum(credentialFormats),
  status: messages.statusPlace,
  askedAt: instant,
  /** Set when it was signed: a document, or a text for formats that are none. */
  credential: z.exactOptional(z.union([document, z.string()])),
});

export type WaitingTransfer = z.infer<typeof waitingTransferFile>;
export type DecidedTransfer = z.infer<typeof decidedTransferFile>;
export type CopyFile = z.infer<typeof copyFile>;
export type CertificateFile = z.infer<typeof certificateFile>;
export type DerivationFile = z.infer<typeof derivationFile>;
