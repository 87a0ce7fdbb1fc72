import { z } from 'zod';
import { identifier, instant, publicKey } from './primitives.js';

/**
 * `identity/attestation`: an identity authority says, to one platform and off the ledger, who stands behind a pairwise
 * identifier. It holds personal data: it is never written to the ledger, a log or an error.
 */
export const attestation = z.strictObject({
  identifier,
  /** The organisation towards which the identifier is used. */
  towards: identifier,
  key: publicKey,
  name: z.string().min(2).max(50),
  citizenNumber: z.string().regex(/^[1-9]\d{16}[\dX]$/),
  /** How identity and presence were proven (指引 art. 7). */
  method: z.enum(['social-security-card', 'sandbox-social-security-card']),
  /** Count of independent factors; signing asks for two. */
  factors: z.int().min(1).max(4),
  request: z.string().regex(/^[a-z0-9-]{8,64}$/),
  authority: identifier,
  at: instant,
});

export type Attestation = z.infer<typeof attestation>;
