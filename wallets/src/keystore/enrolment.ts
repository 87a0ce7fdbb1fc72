import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import { messageBytes } from '@renxin/chaincode/messages';
import { createRequest } from '@renxin/seal/pki';
import { randomUUID } from 'node:crypto';
import {
  attestationAnswer,
  bindingAnswer,
  certificateAnswer,
  type AttestationAnswer,
  type AttestationRequest,
} from '../api/index.js';
import { GatewayUnreachable, problemOf, type GatewayClient, type Purpose } from '../client/index.js';
import type { Keys } from './keystore.js';

/** What the holder tells the identity authority about itself; it goes nowhere else from here. */
export interface Person {
  readonly name: string;
  readonly citizenNumber: string;
}

/** What a person's identifier is used for. */
export type PersonalRelation = AttestationRequest['relation'];

/**
 * Makes a key for one relation and has the identity authority attest it.
 * @param authority base URL of the identity authority's own service
 * @param identifier one that an organisation reserved; a random one of the wallet's own when it is left out
 * @throws GatewayProblem with the authority's reason
 */
export async function attest(
  keystore: Keys,
  authority: string,
  person: Person,
  relation: PersonalRelation,
  towards: string,
  identifier = `p-${randomUUID().replaceAll('-', '')}`,
): Promise<AttestationAnswer> {
  const { key } = await keystore.generate({ identifier, relation, towards }, 'SM2');
  const request = { ...person, identifier, relation, towards, key };
  const response = await fetch(`${authority}/attestations`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(request),
  }).catch((cause: unknown) => {
    throw new GatewayUnreachable('no answer', { cause });
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw problemOf(answer) ?? new GatewayUnreachable(`status ${response.status}`);
  return attestationAnswer.parse(answer);
}

/** Puts the binding on the ledger, with the key's own signature as proof of possession. Needs no session: there is no registered key yet. */
export async function bind(
  keystore: Keys,
  gateway: string,
  ledger: string,
  answer: AttestationAnswer,
  at: string,
  reserved?: string,
): Promise<string> {
  const { body, signature } = answer.binding;
  const signer = await keystore.signer(body.identifier);
  const activation = { id: randomUUID(), method: 'confirmation' as const, at };
  const message = messageBytes('registry/bind', ledger, body);
  const possession = toBase64url(await signer.sign({ algorithm: signer.key.algorithm, message, activation }));
  const response = await fetch(`${gateway}/api/v1/registry/bindings`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() },
    body: JSON.stringify({
      binding: body,
      authority: signature,
      possession,
      ...(reserved !== undefined && { reserved }),
    }),
  });
  const json: unknown = await response.json();
  if (!response.ok) throw problemOf(json) ?? new GatewayUnreachable(`status ${response.status}`);
  return bindingAnswer.parse(json).identifier;
}

/** Asks the province's certificate authority for a certificate of a registered key, and keeps it. */
export async function requestCertificate(
  keystore: Keys,
  client: GatewayClient,
  identifier: string,
  subject: { readonly commonName: string },
  attestation: AttestationAnswer['attestation'] | undefined,
  at: string,
  purpose: Extract<Purpose, 'contract-conclusion' | 'certificate'> = 'contract-conclusion',
): Promise<void> {
  const signer = await keystore.signer(identifier);
  const activation = { id: randomUUID(), method: 'confirmation' as const, at };
  const request = await createRequest({ signer, subject, activation });
  const answer = await client.post(
    '/api/v1/certificates',
    purpose,
    { request: toBase64url(request), ...(attestation !== undefined && { attestation }) },
    certificateAnswer,
  );
  await keystore.keepCertificate(identifier, decode(answer.certificate), answer.chain.map(decode));
}

function decode(text: string): Uint8Array {
  const bytes = fromBase64url(text);
  if (bytes === undefined) throw new TypeError('not base64url');
  return bytes;
}
