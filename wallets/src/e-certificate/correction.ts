import { randomUUID } from 'node:crypto';
import { correction, correctionList, type Correction } from '../api/index.js';
import type { Holder } from '../labor-contract/party.js';

/** Corrections (更正): asked for by the holder, made or refused by the organisation that said it. */

/** The holder names the members that are wrong and says what is right. @returns the request, which waits for the issuer */
export async function askForCorrection(
  holder: Holder,
  certificate: string,
  claims: readonly string[],
  statement: string,
): Promise<Correction> {
  const request = { request: `k-${randomUUID()}`, claims, statement };
  return holder.client.post(pathOf(certificate), 'certificate', request, correction);
}

/** What was asked about a certificate, and what became of it. */
export async function correctionsOf(holder: Holder, certificate: string): Promise<Correction[]> {
  return (await holder.client.get(pathOf(certificate), 'certificate', correctionList)).corrections;
}

/**
 * What waits for this issuer. It corrects by issuing a certificate with `predecessor` and the succession `correction`, or
 * refuses.
 */
export async function waitingCorrections(issuer: Holder): Promise<Correction[]> {
  const path = '/api/v1/e-certificates/correction-requests';
  return (await issuer.client.get(path, 'certificate', correctionList)).corrections;
}

/** The issuer stands by what it said. @param reason a word */
export async function refuseCorrection(
  issuer: Holder,
  { certificate, request }: Pick<Correction, 'certificate' | 'request'>,
  reason: string,
): Promise<Correction> {
  return issuer.client.post(
    `${pathOf(certificate)}/${request}/refusal`,
    'certificate',
    { reason },
    correction,
  );
}

function pathOf(certificate: string): string {
  return `/api/v1/e-certificates/${certificate}/correction-requests`;
}
