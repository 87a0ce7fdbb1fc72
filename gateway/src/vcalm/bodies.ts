import type { JsonObject } from '@renxin/chaincode/canonical';
import { statusMessages, statusReference } from '@renxin/credentials/status';
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
      /** A further status, of purpose `message`: what each value means, `0x0` holding at first, and where more is written. */
      statusMessages: z.exactOptional(
        z.strictObject({ messages: statusMessages, reference: z.exactOptional(statusReference) }),
      ),
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

const credentialId = z.string().min(1).max(2048);
const type = z.literal('BitstringStatusListEntry');
export const statusBody = z.union([
  z.strictObject({
    credentialId,
    credentialStatus: z.strictObject({ type, statusPurpose: z.enum(['revocation', 'suspension']) }),
    status: z.boolean(),
  }),
  z.strictObject({
    credentialId,
    credentialStatus: z.strictObject({ type, statusPurpose: z.literal('message') }),
    /** The value whose message holds from now on. */
    status: z.string().regex(/^0x[0-9a-f]{1,2}$/),
  }),
]);

export const credentialAnswer = z.strictObject({ verifiableCredential: document });
export const verifiedAnswer = z.strictObject({
  verified: z.literal(true),
  /** What was verified. */
  document,
});

export type StatusMessagesAsked = NonNullable<NonNullable<Issue['options']>['statusMessages']>;
export type Issue = z.infer<typeof issueBody>;
export type VerifyCredential = z.infer<typeof verifyCredentialBody>;
export type VerifyPresentation = z.infer<typeof verifyPresentationBody>;
export type Derive = z.infer<typeof deriveBody>;
export type SetStatus = z.infer<typeof statusBody>;
