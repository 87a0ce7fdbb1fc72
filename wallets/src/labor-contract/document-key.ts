import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import { createRequest } from '@renxin/seal/pki';
import type { Signer } from '@renxin/seal/signer';
import { certificateAnswer } from '../api/index.js';
import { KeystoreError } from '../keystore/index.js';
import type { Purpose } from '../client/index.js';
import { activate, type Holder } from './party.js';

/** A holder's second key: P-256, for signatures inside PDFs, which readers all over the world can check. */
export interface DocumentKey {
  readonly signer: Signer;
  readonly certificate: Uint8Array;
  readonly chain: readonly Uint8Array[];
}

/**
 * The holder's key for documents with its certificate. Both are made at the first use: the gateway's international
 * authority certifies it for whoever the session's registered key belongs to. It authorises nothing on the ledger.
 * @param purpose what it signs for
 * @throws GatewayProblem
 */
export async function documentKey(
  holder: Holder,
  relation: 'employment' | 'organisation',
  purpose: Extract<Purpose, 'contract-conclusion' | 'certificate'>,
): Promise<DocumentKey> {
  const { keystore, identifier } = holder;
  const name = `${identifier}-document`;
  const signer = await keystore.signer(name).catch((error: unknown) => {
    if (!(error instanceof KeystoreError) || error.code !== 'KEY_UNKNOWN') throw error;
    return keystore.generate({ identifier: name, relation, towards: identifier }, 'P-256');
  });
  const known = await keystore.certificate(name);
  if (known !== undefined) return { signer, ...known };
  const subject = { commonName: identifier };
  const request = await createRequest({ signer, subject, activation: activate(holder, 'confirmation') });
  const body = { request: toBase64url(request) };
  const path = '/api/v1/certificates/document';
  const answer = await holder.client.post(path, purpose, body, certificateAnswer);
  const [certificate, ...chain] = [answer.certificate, ...answer.chain].map(decode);
  if (certificate === undefined) throw new TypeError('no certificate');
  await keystore.keepCertificate(name, certificate, chain);
  return { signer, certificate, chain };
}

function decode(text: string): Uint8Array {
  const bytes = fromBase64url(text);
  if (bytes === undefined) throw new TypeError('not base64url');
  return bytes;
}
