import { z } from 'zod';
import { digest, identifier, instant } from './primitives.js';

/**
 * `session/open`: a party asks a gateway for an access token. Signed with the party's registry key; the token is bound
 * to the DPoP key whose JWK thumbprint (RFC 7638, SHA-256) is named (RFC 9449).
 */
export const sessionOpening = z.strictObject({
  identifier,
  /** Base URL of the organisation's gateway. */
  audience: z.url(),
  thumbprint: digest,
  /** One-time value that the gateway handed out. */
  nonce: z.string().regex(/^[A-Za-z0-9_-]{22,64}$/),
  at: instant,
});

export type SessionOpening = z.infer<typeof sessionOpening>;
