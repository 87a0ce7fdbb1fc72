import { identifier, instant, recordId, word } from '@renxin/chaincode/messages';
import { z } from 'zod';
import { document } from './e-certificate.js';

/** The handshake of a transfer (转入): the holder hands a certificate in that is on its way, the province's official decides. */

/** To the province that is to take over: the certificate as the holder has it. */
export const transferInRequest = z.strictObject({ predecessor: recordId, credential: document });

export const transferIn = z.strictObject({
  transfer: recordId,
  predecessor: recordId,
  /** The province that sent it away. */
  from: identifier,
  type: word,
  handedInAt: instant,
  /** Lapsed: the other province took it back, or it ended, before anybody decided here. */
  state: z.enum(['waiting', 'accepted', 'refused', 'lapsed']),
  /** Of an accepted one: the certificate of this province. */
  certificate: z.exactOptional(recordId),
  /** Of a refused one. */
  reason: z.exactOptional(word),
  decidedAt: z.exactOptional(instant),
});

/** Those that wait, in no order, at most 200 at a time; `next` goes into `after`. */
export const transferInList = z.strictObject({
  transfers: z.array(transferIn),
  next: z.exactOptional(recordId),
});

/** What an official sees before deciding. */
export const transferInLook = z.strictObject({
  ...transferIn.shape,
  fromName: z.string(),
  /** Who vouches for the certificate until now. */
  issuer: identifier,
  issuerName: z.string(),
  credential: document,
});

export const transferInDecision = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('accept') }),
  z.strictObject({ decision: z.literal('refuse'), reason: word }),
]);

export type TransferIn = z.infer<typeof transferIn>;
export type TransferInLook = z.infer<typeof transferInLook>;
