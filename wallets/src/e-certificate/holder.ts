import type { JsonObject } from '@renxin/chaincode/canonical';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { z } from 'zod';
import {
  certificateCodeAnswer,
  certificateList,
  challengeAnswer,
  decisionAnswer,
  derivation as derivationView,
  holderIdentityAnswer,
  nationalAnswer,
  transferIn,
  verificationAnswer,
  type AttestationAnswer,
  type CertificateView,
  type TransferIn,
  type VerificationAnswer,
} from '../api/index.js';
import { now, sign, type Holder } from '../labor-contract/party.js';
import { presentationOf, type Annotation } from './presentation.js';

type Attestation = AttestationAnswer['attestation'];

/** What a holder does with certificates: with its identifier towards the province that issues, or that verifies. */

/** Tells the province, by the identity authority's word, whose identifier this is. */
export async function introduce(holder: Holder, attestation: Attestation): Promise<string> {
  const path = '/api/v1/e-certificates/holders';
  return (await holder.client.post(path, 'certificate', { attestation }, holderIdentityAnswer)).identifier;
}

/** The certificates that the province keeps for this identifier. */
export async function fetchCertificates(holder: Holder): Promise<readonly CertificateView[]> {
  const path = '/api/v1/e-certificates';
  const { certificates } = await holder.client.get(path, 'certificate', certificateList);
  for (const { receipt } of certificates)
    if (receipt !== undefined) await holder.headers.acceptReceipt(receipt);
  return certificates;
}

/** A QR code of a certificate with these members, good for so many minutes, checked without a network. */
export async function certificateCode(
  holder: Holder,
  certificate: string,
  claims: readonly string[],
  minutes: number,
): Promise<z.infer<typeof certificateCodeAnswer>> {
  const path = `/api/v1/e-certificates/${certificate}/codes`;
  return holder.client.post(path, 'certificate', { claims, minutes }, certificateCodeAnswer);
}

/**
 * Asks for a claim with only these members, for this holder's identifier towards the verifier, and waits for it.
 * @param attestation of the identifier towards the verifier
 */
export async function requestDerivation(
  holder: Holder,
  certificate: string,
  verifier: string,
  claims: readonly string[],
  attestation: Attestation,
): Promise<string> {
  const derivation = `d-${randomUUID()}`;
  const path = `/api/v1/e-certificates/${certificate}/derivations`;
  const request = { derivation, verifier, claims, attestation };
  await holder.client.post(path, 'certificate', request, derivationView);
  return derivation;
}

/** The derived claim once the issuer has made it; asks again until then. */
export async function fetchDerivation(
  holder: Holder,
  derivation: string,
  attempts = 50,
): Promise<JsonObject> {
  const path = `/api/v1/e-certificates/derivations/${derivation}`;
  for (let i = 0; i < attempts; i++) {
    const { credential } = await holder.client.get(path, 'certificate', derivationView);
    if (credential !== undefined) return credential;
    await wait(100);
  }
  throw new DerivationWaits();
}

/** The issuer has not derived the claim yet: ask again later. */
export class DerivationWaits extends Error {
  readonly code = 'DERIVATION_WAITS';
}

/** A presentation to a verifier, whose challenge is asked for first. */
export async function present(
  holder: Holder,
  credentials: readonly JsonObject[],
  annotation: Annotation,
): Promise<JsonObject> {
  return presentationOf(holder, credentials, annotation, await challengeOf(holder));
}

/** What a verifier's next presentation has to answer. */
export async function challengeOf(holder: Holder): Promise<{ challenge: string; domain: string }> {
  return holder.client.post('/api/v1/presentations/challenges', 'certificate', {}, challengeAnswer);
}

/** Shows it; a refusal is thrown with its reason. */
export async function submitPresentation(
  holder: Holder,
  presentation: JsonObject,
  asOf?: string,
): Promise<VerificationAnswer> {
  const path = '/api/v1/presentations';
  const request = { presentation, ...(asOf !== undefined && { asOf }) };
  return holder.client.post(path, 'certificate', request, verificationAnswer);
}

/** Signs where a certificate goes; the province decides. */
export async function transferOut(
  holder: Holder,
  view: CertificateView,
  sequence: number,
  from: string,
  to: string,
) {
  const { certificate } = view;
  const body = { certificate, by: from, sequence, to, at: now(holder) };
  const request = await sign(holder, 'certificate/transfer-out', body);
  const path = `/api/v1/e-certificates/${certificate}/transfer-out`;
  return holder.client.post(path, 'certificate', request, decisionAnswer);
}

/** Hands the certificate that is on its way to the province that is to take it over; its official decides. */
export async function askTransferIn(
  holder: Holder,
  predecessor: string,
  credential: JsonObject,
): Promise<TransferIn> {
  const path = '/api/v1/e-certificates/transfers-in';
  return holder.client.post(path, 'certificate', { predecessor, credential }, transferIn);
}

/** What became of it: waiting, accepted with the name of the new certificate, refused with a reason, or lapsed. */
export async function transferInOf(holder: Holder, transfer: string): Promise<TransferIn> {
  const path = `/api/v1/e-certificates/transfers-in/${transfer}`;
  return holder.client.get(path, 'certificate', transferIn);
}

/** Everything that the provinces keep of this person, asked through one of them or the ministry. */
export async function queryEverywhere(holder: Holder, attestation: Attestation) {
  const path = '/api/v1/e-certificates/national';
  const body = { query: `q-${randomUUID()}`, identifier: holder.identifier, at: now(holder) };
  const query = await sign(holder, 'identity/query', body);
  return holder.client.post(path, 'certificate', { attestation, query }, nationalAnswer);
}
