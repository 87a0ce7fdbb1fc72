import type { JsonObject } from '@renxin/chaincode/canonical';
import { instant, plainText } from '@renxin/chaincode/messages';
import { RENXIN_CONTEXT, VC_CONTEXT } from '@renxin/credentials/context';
import { readPresentation, type Presentation } from '@renxin/credentials/credential';
import { addProof } from '@renxin/credentials/data-integrity';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { activate, type Holder } from '../labor-contract/party.js';
import { didOf } from './credential.js';

/** A copy made for one purpose (加注件), as a presentation says it in its `termsOfUse`. */
const copy = z.strictObject({
  type: z.literal('AnnotatedCopy'),
  copyPurpose: plainText(200),
  /** DID of whom it is for. */
  copyRecipient: z.string(),
  /** From then on it is good for nothing. */
  copyExpires: instant,
});

export type AnnotatedCopy = z.infer<typeof copy>;

/** What a presentation is for; undefined when it does not say so in the one way there is. */
export function annotatedCopy({ termsOfUse }: Presentation): AnnotatedCopy | undefined {
  const parsed = z.tuple([copy]).safeParse(termsOfUse);
  return parsed.success ? parsed.data[0] : undefined;
}

export interface Annotation {
  readonly purpose: string;
  /** Identifier of the organisation that it is for. */
  readonly recipient: string;
  /** Minutes from now. */
  readonly minutes?: number;
}

/** A presentation to a verifier: it answers a challenge, is bound to the verifier's address and says what it is for. */
export async function presentationOf(
  holder: Holder & { readonly registryKey?: number },
  credentials: readonly JsonObject[],
  { purpose, recipient, minutes = 5 }: Annotation,
  { challenge, domain }: { readonly challenge: string; readonly domain: string },
): Promise<JsonObject> {
  const at = holder.clock();
  const expires = new Date(at.getTime() + minutes * 60_000).toISOString();
  const did = didOf(holder.ledger, holder.identifier);
  const terms: AnnotatedCopy = {
    type: 'AnnotatedCopy',
    copyPurpose: purpose,
    copyRecipient: didOf(holder.ledger, recipient),
    copyExpires: expires,
  };
  const presentation = readPresentation({
    '@context': [VC_CONTEXT, RENXIN_CONTEXT],
    id: `urn:uuid:${randomUUID()}`,
    type: ['VerifiablePresentation'],
    holder: did,
    verifiableCredential: [...credentials],
    termsOfUse: [terms],
  });
  const proof = {
    cryptosuite: 'sm2-jcs-2026' as const,
    verificationMethod: `${did}#key-${String(holder.registryKey ?? 1)}`,
    proofPurpose: 'authentication' as const,
    created: at.toISOString(),
    challenge,
    domain,
    signer: await holder.keystore.signer(holder.identifier),
    activation: activate(holder, 'confirmation'),
  };
  return addProof(presentation, proof, holder.provider);
}
