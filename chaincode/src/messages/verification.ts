import { z } from 'zod';
import { digest, identifier, instant, plainText, recordId, word } from './primitives.js';

/**
 * `verification/receipt`, signed by who verified: that a certificate was shown to it, for what, and that it held. For the
 * citizen and for both provinces; it MUST NOT go to the ledger.
 */
export const verificationReceipt = z.strictObject({
  receipt: recordId,
  verifier: identifier,
  /** Whose word the certificate's state is. */
  province: identifier,
  certificate: recordId,
  /** The holder's identifier towards the verifier. */
  holder: identifier,
  type: word,
  purpose: plainText(200),
  /** SM3 of the presentation's canonical form. */
  presentation: digest,
  asOf: instant,
  at: instant,
});

export type VerificationReceipt = z.infer<typeof verificationReceipt>;
