import { digest, identifier, instant, publicKey, signature } from '@renxin/chaincode/messages';
import { z } from 'zod';

/**
 * The trust file: what a verifier believes before it looks at anything. Signed and dated by whoever answers for it, its
 * fingerprint (SM3 of the signer's point, hexadecimal) shown wherever it is used. See docs/formats/trust-file.md.
 */
const standing = z.enum(['licensed', 'test']);

/** base64 (with padding) of DER, as in PEM without line breaks. */
const certificate = z.base64();

export const trust = z.strictObject({
  schema: z.literal(1),
  ledger: identifier,
  issuedAt: instant,
  /** Until when a verifier may rely on it. */
  validUntil: instant,
  issuer: z.strictObject({ id: identifier, name: z.string(), key: publicKey }),
  /** Root certificates, each for a use. */
  certificateAuthorities: z.array(
    z.strictObject({
      name: z.string(),
      certificate,
      uses: z.array(z.enum(['person', 'organisation', 'time-stamp'])),
      standing,
    }),
  ),
  /** Who may sign headers of the ledger, and since when. */
  operators: z.array(
    z.strictObject({
      name: z.string(),
      key: publicKey,
      from: instant,
      until: z.exactOptional(instant),
      standing,
    }),
  ),
  /** Hash of the header of block 0, which holds the founding record. */
  genesis: digest,
  /** Registry keys of organisations, for bundles that they sign. */
  organisations: z.array(z.strictObject({ id: identifier, name: z.string(), key: publicKey, standing })),
});

/** The signature is over the canonical bytes of `trust`. */
export const trustFile = z.strictObject({ kind: z.literal('renxin-trust-file'), trust, signature });

export type Trust = z.infer<typeof trust>;
export type TrustFile = z.infer<typeof trustFile>;
