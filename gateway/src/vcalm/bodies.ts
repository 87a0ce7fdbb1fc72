import type { JsonObject } from '@renxin/chaincode/canonical';
import { z } from 'zod';

/** The bodies of W3C's VCALM (the VC API), as far as they are understood here; anything else is refused. */

const document = z.record(z.string(), z.unknown()) as unknown as z.ZodType<JsonObject>;
const pointers = z.array(z.string().max(512)).max(128);
const word = z.string().min(1).max(512);

export const issueBody = z.strictObject({
  credential: document,
  options: z.exactOptional(
    z.strictObject({
      /** Which of the issuer's suites; its first one when left out. */
      cryptosuite: z.exactOptional(word),
      mandatoryPointers: z.exactOptional(pointers),
    }),
  ),
});

/** `checks`: what is asked; `proof` alone asks whether proofs hold and nothing else. */
const checks = z.array(z.enum(['proof', 'credentialStatus', 'issuer', 'period'])).min(1);
const asked = { domain: z.exactOptional(word), challenge: z.exactOptional(word) };
const verifyOptions = z.strictObject({ checks: z.exactOptional(checks), ...asked });

export const verifyCredentialBody = z.strictObject({
  verifiableCredential: document,
  options: z.exactOptional(verifyOptions),
});

export const verifyPresentationBody = z.strictObject({
  verifiablePresentation: document,
  options: z.exactOptional(verifyOptions),
});

export const deriveBody = z.strictObject({
  verifiableCredential: document,
  options: z.strictObject({ selectivePointers: pointers }),
});

export const statusBody = z.strictObject({
  credentialId: z.string().min(1).max(2048),
  credentialStatus: z.strictObject({
    type: z.literal('BitstringStatusListEntry'),
    statusPurpose: z.enum(['revocation', 'suspension']),
  }),
  status: z.boolean(),
});

export const credentialAnswer = z.strictObject({ verifiableCredential: document });
export const verifiedAnswer = z.strictObject({
  verified: z.literal(true),
  /** What was verified. */
  document,
});

export type Issue = z.infer<typeof issueBody>;
export type VerifyCredential = z.infer<typeof verifyCredentialBody>;
export type VerifyPresentation = z.infer<typeof verifyPresentationBody>;
export type Derive = z.infer<typeof deriveBody>;
export type SetStatus = z.infer<typeof statusBody>;
