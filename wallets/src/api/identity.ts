import { attestation, identifier, publicKey, registryMessages, signature } from '@renxin/chaincode/messages';
import { z } from 'zod';
import { bytes, receipt } from './labor-contract.js';

/** What wallets say to an identity authority, to the registry and to a certificate authority. */

/** To the identity authority: who asks, towards whom, for which key. Personal data: over this call alone. */
export const attestationRequest = z.strictObject({
  name: z.string().min(2).max(50),
  citizenNumber: z.string().min(15).max(20),
  identifier,
  relation: z.enum(['employment', 'consent', 'credential', 'evidence']),
  towards: identifier,
  key: publicKey,
});

export const attestationAnswer = z.strictObject({
  /** True where no real card was asked: a sandbox says that it is one. */
  sandbox: z.boolean(),
  binding: z.strictObject({ body: registryMessages.binding, signature }),
  attestation: z.strictObject({ body: attestation, signature }),
});

/** To a gateway: put the binding on the ledger. `possession` is the bound key's signature over the same message. */
export const bindingRequest = z.strictObject({
  binding: registryMessages.binding,
  authority: signature,
  possession: signature,
  /** Of the province that reserved the identifier for this person. */
  reserved: z.exactOptional(signature),
});
export const bindingAnswer = z.strictObject({ identifier, receipt });

/** To a gateway: put an organisation's assertion key on the ledger. */
export const assertionKeyRequest = z.strictObject({ change: registryMessages.assertionKeyChange, signature });
export const assertionKeyAnswer = z.strictObject({ identifier, sequence: z.int(), receipt });

/** To a certificate authority: a PKCS#10 request for the registered key; a person adds the attestation. */
export const certificateRequest = z.strictObject({
  request: bytes,
  attestation: z.exactOptional(z.strictObject({ body: attestation, signature })),
});
/** To the international authority: a PKCS#10 request for a further key, P-256, of whoever holds the session. */
export const documentCertificateRequest = z.strictObject({ request: bytes });
export const certificateAnswer = z.strictObject({
  certificate: bytes,
  /** Issuers, nearest first, without the root. */
  chain: z.array(bytes),
});

export const nonceAnswer = z.strictObject({ nonce: z.string() });
export const sessionAnswer = z.strictObject({
  access_token: z.string(),
  token_type: z.literal('DPoP'),
  expires_in: z.int(),
});

export type AttestationRequest = z.infer<typeof attestationRequest>;
export type AttestationAnswer = z.infer<typeof attestationAnswer>;
export type CertificateAnswer = z.infer<typeof certificateAnswer>;
