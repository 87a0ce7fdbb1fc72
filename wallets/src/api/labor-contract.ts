import {
  digest,
  identifier,
  instant,
  laborContractMessages as messages,
  recordId,
  signature,
  version,
} from '@renxin/chaincode/messages';
import { z } from 'zod';

/** What employer, worker and gateway say to each other about labor contracts: one schema for both ends. */

/** base64url of arbitrary bytes (certificates, CMS signatures, tokens). */
export const bytes = z.base64url().max(200_000);

/** Opens a commitment: `commitment` = SM3("renxin-commitment-v1" || salt || digest), docs/formats/commitment.md. */
export const opening = z.strictObject({ salt: digest, digest });

/** A message body with the signature of the one who says it. */
export const signed = <B extends z.ZodType>(body: B) => z.strictObject({ body, signature });

/** Terms are checked by the rules of labor law where they are used; here they are any object. */
export const termsDocument = z.record(z.string(), z.unknown());

export const checkRequest = z.strictObject({ terms: termsDocument });

export const finding = z.strictObject({
  code: z.string(),
  article: z.string(),
  law: z.string(),
  region: z.string(),
  pointers: z.array(z.string()),
  zh: z.string(),
  en: z.string(),
});
export const findings = z.strictObject({ violations: z.array(finding), warnings: z.array(finding) });

export const draftRequest = z.strictObject({ terms: termsDocument, opening, draft: signed(messages.draft) });
export const revisionRequest = z.strictObject({
  terms: termsDocument,
  opening,
  revision: signed(messages.revision),
});
export const disclosureRequest = signed(messages.disclosure);
export const lockRequest = z.strictObject({ opening, lock: signed(messages.lock) });

/**
 * What a party hands in when it signs: the CMS over the document, the CMS for its place inside the prepared document, of
 * the worker the one inside the OFD as well, and the ledger message, made in one activation.
 */
export const signatureRequest = z.strictObject({
  sign: signed(messages.partySignature),
  /** DER of the detached CMS. */
  cms: bytes,
  /** DER of the CMS inside the PDF, over what `prepared.pdf` answers for `sign.body.at` and this certificate. */
  inside: bytes,
  /** The worker's alone: DER of the CMS inside the OFD, over what `unsigned.ofd` answers for `sign.body.at`. */
  ofd: z.exactOptional(bytes),
  openings: z.strictObject({ shown: opening, cms: opening, identity: opening, activation: opening }),
  /** SM3 of each page's layout, in order, as it was shown. */
  pages: z.array(digest).min(1).max(200),
  /** What activated the key, in the signer's own log; its canonical SM3 is the activation's digest. */
  activation: z.strictObject({
    id: z.string().max(64),
    method: z.enum(['passphrase', 'confirmation']),
    at: instant,
  }),
});

/** What `unsealed.ofd` lacks to be sealed as docs/formats/signed-contract.md says: the gateway puts it together itself. */
export const sealingRequest = z.strictObject({
  amendment: z.int().min(0),
  /** The seal's name on the ledger. */
  seal: recordId,
  /** The signer's clock, as in the SES_Signature: whole seconds count. */
  at: instant,
  /** DER of the SES_Signature. */
  sealSignature: z.base64url().max(700_000),
});

export const amendmentRequest = z.strictObject({ terms: termsDocument });
export const deliveryRequest = signed(messages.delivery);
export const acknowledgementRequest = signed(messages.acknowledgement);
export const refusalRequest = z.strictObject({
  reason: z.string().min(1).max(500),
  opening,
  refusal: signed(messages.refusal),
});
export const dissolutionRequest = z.strictObject({
  opening,
  dissolution: messages.dissolution,
  signatures: z
    .array(z.strictObject({ by: identifier, signature }))
    .min(1)
    .max(2),
});
export const disposalRequest = signed(messages.disposal);
export const holdRequest = signed(messages.hold);
export const bundleRequest = z.strictObject({
  purpose: z.enum(['party', 'arbitration', 'court', 'archive']),
});

/** Where a command stands, with its proof: what a wallet keeps. */
export const receipt = z.strictObject({
  txId: z.string(),
  index: z.int(),
  height: z.int(),
  time: instant,
  proof: z.unknown(),
});

/** What stands ready for one signing: the document's digest, its commitment, and what was already signed. */
export const signing = z.strictObject({
  amendment: z.int().min(0),
  version,
  document: z.strictObject({ sm3: digest, sha256: digest, bytes: z.int(), commitment: digest, salt: digest }),
  pages: z.array(digest),
  signedBy: z.array(z.enum(['worker', 'employer'])),
  concluded: z.boolean(),
});

export const contractView = z.strictObject({
  contract: recordId,
  /** The state on the ledger, or WORKER_SIGNED / EMPLOYER_SEALED while one party's signature waits for the other's. */
  state: z.string(),
  employer: identifier,
  worker: identifier,
  version,
  terms: termsDocument,
  warnings: z.array(finding),
  signings: z.array(signing),
  /** The record on the ledger as it stands. */
  record: z.unknown(),
  anchored: z.boolean(),
});

export const contractAnswer = z.strictObject({ contract: contractView, receipt: z.exactOptional(receipt) });
export const contractList = z.strictObject({
  contracts: z.array(contractView),
  next: z.exactOptional(z.string()),
});

export type Opening = z.infer<typeof opening>;
export type SealingRequest = z.infer<typeof sealingRequest>;
export type SignatureRequest = z.infer<typeof signatureRequest>;
export type ContractView = z.infer<typeof contractView>;
export type ContractAnswer = z.infer<typeof contractAnswer>;
export type Receipt = z.infer<typeof receipt>;
export type Findings = z.infer<typeof findings>;
