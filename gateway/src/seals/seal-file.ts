import {
  identifier,
  instant,
  recordId,
  sealRecordMessages as messages,
  word,
} from '@renxin/chaincode/messages';
import { opening, sealAgent, sealDesign, sealUseDetails } from '@renxin/wallets/api';
import { z } from 'zod';

/** What a deciding organisation keeps of a seal beside the ledger: who applied, who decided, how it looks, and its data. */
export const sealFile = z.strictObject({
  schema: z.literal(1),
  seal: recordId,
  owner: identifier,
  agent: sealAgent,
  opening,
  /** DER, base64url. */
  certificate: z.base64url(),
  design: sealDesign,
  decided: z.exactOptional(
    z.strictObject({
      decision: z.enum(['approve', 'reject']),
      official: word,
      grounds: z.string(),
      opening,
      /** The message as it was signed, so that a repetition says the same. */
      body: messages.decision,
    }),
  ),
  /** An official seal that waits for its confirmations: what the maker is to sign, and who confirmed it. */
  toMake: z.exactOptional(
    z.strictObject({
      info: z.base64url(),
      official: word,
      at: instant,
      esId: z.string(),
      validUntil: instant,
      confirmations: z.array(z.strictObject({ officer: word, at: instant, signature: z.base64url() })),
    }),
  ),
  /** SESeal as it was made, and the message about it. */
  made: z.exactOptional(z.strictObject({ der: z.base64url(), official: word, body: messages.making })),
});

/** What opens one line of the use log. */
export const useFile = z.strictObject({
  schema: z.literal(1),
  seal: recordId,
  details: sealUseDetails,
  openings: z.strictObject({
    document: opening,
    place: opening,
    authority: opening,
    signature: z.exactOptional(opening),
  }),
  use: messages.sealUse,
  recordedAt: instant,
});

export type SealFile = z.infer<typeof sealFile>;
export type UseFile = z.infer<typeof useFile>;
