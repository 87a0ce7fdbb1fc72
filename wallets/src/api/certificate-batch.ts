import {
  certificateMessages as messages,
  date,
  identifier,
  plainText,
  recordId,
  region,
  word,
} from '@renxin/chaincode/messages';
import { z } from 'zod';
import { document } from './e-certificate.js';
import { opening, receipt, signed } from './labor-contract.js';

/** An organisation issues many certificates at once, with its own keys: docs/formats/certificate-batch.md. */

const person = z.strictObject({
  name: plainText(100),
  citizenNumber: z.string().regex(/^[1-9]\d{16}[\dX]$/),
});

/** A name stands once. */
const distinct = (all: readonly { readonly certificate: string }[]): boolean =>
  new Set(all.map(({ certificate }) => certificate)).size === all.length;

/** Places in the status list, and the holders' identifiers, for certificates of one type and region. */
export const batchApplicationRequest = z.strictObject({
  type: word,
  region,
  certificates: z
    .array(z.strictObject({ certificate: recordId, issuedOn: date, person }))
    .min(1)
    .max(messages.MOST_IN_BATCH)
    .refine(distinct, 'certificates'),
});
export const batchApplicationAnswer = z.strictObject({
  province: identifier,
  /** In the order of the request. */
  certificates: z.array(
    z.strictObject({
      certificate: recordId,
      /** Whom the province knows has the identifier of then; for whoever has not come yet it reserves one. */
      holder: identifier,
      status: messages.statusPlace,
      /** What the credential has to carry as `credentialStatus`. */
      credentialStatus: z.array(document),
    }),
  ),
});

/** The message for the ledger, and each credential with what opens its commitment, in the message's order. */
export const batchIssuingRequest = z
  .strictObject({
    issuing: signed(messages.issuingBatch),
    certificates: z
      .array(z.strictObject({ credential: document, opening }))
      .min(1)
      .max(messages.MOST_IN_BATCH),
  })
  .refine(
    ({ issuing, certificates }) => issuing.body.certificates.length === certificates.length,
    'certificates',
  );
export const batchIssuedAnswer = z.strictObject({ batch: recordId, receipt });

export type BatchApplicationRequest = z.infer<typeof batchApplicationRequest>;
export type BatchApplicationAnswer = z.infer<typeof batchApplicationAnswer>;
export type BatchIssuingRequest = z.infer<typeof batchIssuingRequest>;
