import { identifier, instant } from '@renxin/chaincode/messages';
import { responseModes } from '@renxin/credentials/openid4vp';
import { document } from '@renxin/wallets/api';
import { z } from 'zod';

/** What was found of one credential that was shown. */
export const found = z.strictObject({
  type: z.string(),
  issuer: identifier,
  /** The members that were shown. */
  claims: document,
  provenance: z.enum(['issued', 'register', 'transfer']),
});
export type Found = z.infer<typeof found>;

/** A request for a presentation, and what became of it. What was shown is there until whoever asked has read it. */
export const askedPresentation = z.strictObject({
  schema: z.literal(1),
  request: z.string().regex(/^q-[0-9a-f]{32}$/),
  by: identifier,
  /** DID under which the organisation asks. */
  verifier: z.string(),
  purpose: z.string(),
  query: document,
  mode: z.enum(responseModes),
  nonce: z.string(),
  state: z.string(),
  expires: instant,
  /** Where the holder's browser goes on afterwards, on the same device. */
  returnTo: z.exactOptional(z.string()),
  outcome: z.exactOptional(
    z.discriminatedUnion('outcome', [
      z.strictObject({
        outcome: z.literal('shown'),
        at: instant,
        credentials: z.record(z.string(), found),
        responseCode: z.exactOptional(z.string()),
      }),
      z.strictObject({ outcome: z.literal('refused'), at: instant, code: z.string() }),
      z.strictObject({ outcome: z.literal('declined'), at: instant }),
      z.strictObject({ outcome: z.literal('read'), at: instant }),
    ]),
  ),
});

export type AskedPresentation = z.infer<typeof askedPresentation>;
