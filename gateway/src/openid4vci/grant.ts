import { digest, identifier, instant, recordId } from '@renxin/chaincode/messages';
import { z } from 'zod';

/** Most wrong transaction codes of one offer; then it is closed. */
export const MOST_TRIES = 5;

/**
 * What a wallet may fetch, and how far it has come: one certificate of one holder, in some configurations. Codes, tokens
 * and transaction codes are kept as digests.
 */
export const grant = z.strictObject({
  schema: z.literal(1),
  grant: z.string().regex(/^[a-z0-9-]{10,64}$/),
  certificate: recordId,
  holder: identifier,
  configurations: z.array(z.string()).min(1).max(8),
  /** Until when its code is taken; once it was, until when a new token is given for the refresh token. */
  expires: instant,
  /** Pre-authorised: keyed digest of the transaction code, and how often a wrong one came. */
  transactionCode: z.exactOptional(z.strictObject({ digest, tries: z.int().min(0).max(MOST_TRIES) })),
  /** Asked for by a client's browser: what its code is bound to. */
  client: z.exactOptional(
    z.strictObject({
      id: z.string(),
      redirectUri: z.string(),
      /** S256 of PKCE (RFC 7636). */
      challenge: digest,
      /** SHA-256 of the authorization code. */
      code: digest,
    }),
  ),
  /** Once the code was exchanged: the token's digest, and the thumbprint of the client's key that it is bound to. */
  token: z.exactOptional(z.strictObject({ digest, thumbprint: z.string(), expires: instant })),
  /** What a new token is given for: its digest. It is the key's of `token`, and ends with the grant. */
  refresh: z.exactOptional(digest),
  /** The code came a second time. */
  revoked: z.exactOptional(z.literal(true)),
  /** Copies that wait for their issuer. */
  deferred: z.array(z.strictObject({ transaction: z.string(), copies: z.array(z.string()).min(1) })).max(64),
  notifications: z
    .array(z.strictObject({ notification: z.string(), event: z.exactOptional(z.string()) }))
    .max(256),
});

export type Grant = z.infer<typeof grant>;

/** What a client pushed before it sent its browser (RFC 9126); the holder has not decided yet. */
export const pushed = z.strictObject({
  schema: z.literal(1),
  client: z.string(),
  redirectUri: z.string(),
  state: z.exactOptional(z.string()),
  challenge: digest,
  type: z.string(),
  expires: instant,
  /** Where the browser goes on to once the holder has decided. */
  location: z.exactOptional(z.string()),
});

export type Pushed = z.infer<typeof pushed>;
