import type { consentMessages as messages } from '@renxin/chaincode/messages';
import { toHex } from '@renxin/chaincode/canonical';
import {
  authorisationAnswer,
  catalogueAnswer,
  consentAnswer,
  fetchAnswer,
  type CatalogueAnswer,
  type ConsentAnswer,
  type FetchAnswer,
  type Notice,
} from '../api/index.js';
import type { Keys } from '../keystore/index.js';
import { now, sign, type Holder } from '../labor-contract/party.js';
import { noticeOf } from './notice.js';
import { commitTo } from './opening.js';

/** What a recipient acts with: it needs no memory of the ledger, because it relies on the answer, not on a receipt. */
export type Asking = Omit<Holder, 'headers' | 'keystore'> & { readonly keystore: Pick<Keys, 'signer'> };

/** What a recipient asks for. */
export interface Asked {
  readonly consent?: string;
  readonly source: { readonly id: string; readonly name: string };
  readonly subject: string;
  readonly recipient: Notice['recipient'];
  readonly purpose: string;
  readonly fields: readonly string[];
  readonly count: number;
  readonly days: number;
  readonly mode?: messages.Scope['mode'];
  readonly retentionDays?: number;
  /** Hours in which the citizen can answer. */
  readonly answerWithin?: number;
}

const HOUR = 3_600_000;

export async function readCatalogue(party: Asking): Promise<CatalogueAnswer> {
  return party.client.get('/api/v1/consent-catalogue', 'consent', catalogueAnswer);
}

/** Asks a citizen, by way of the data source. What is refused here never reaches the citizen. */
export async function request(party: Asking, asked: Asked): Promise<ConsentAnswer> {
  const catalogue = await readCatalogue(party);
  const at = party.clock();
  const scope: messages.Scope = {
    purpose: asked.purpose,
    fields: [...asked.fields].sort(),
    mode: asked.mode ?? 'view',
    count: asked.count,
    from: at.toISOString(),
    until: new Date(at.getTime() + asked.days * 24 * HOUR).toISOString(),
    retentionDays: asked.retentionDays ?? 30,
  };
  const consent = asked.consent ?? `g-${toHex(party.random(16))}`;
  const notice = noticeOf({ consent, scope }, catalogue, asked.recipient, asked.source.name);
  const { commitment, opened } = commitTo(party, notice);
  const { version, sm3 } = catalogue.catalogue;
  const body: messages.Request = {
    consent,
    source: asked.source.id,
    recipient: party.identifier,
    subject: asked.subject,
    scope,
    catalogue: { version, sm3 },
    notice: commitment,
    answerBy: new Date(at.getTime() + (asked.answerWithin ?? 24) * HOUR).toISOString(),
    at: at.toISOString(),
  };
  const signed = await sign(party, 'consent/request', body);
  return party.client.post('/api/v1/consents', 'consent', { request: signed, notice: opened }, consentAnswer);
}

export async function readConsent(party: Asking, consent: string): Promise<ConsentAnswer> {
  return party.client.get(path(consent), 'consent', consentAnswer);
}

/** A name for one fetch; good once, for a minute, with this client's key. */
export async function authorise(party: Asking, consent: string): Promise<string> {
  const answer = await party.client.post(
    `${path(consent)}/authorisations`,
    'consent',
    {},
    authorisationAnswer,
  );
  return answer.authorisation;
}

/** Fetches once. The same authorisation again is the same answer, as long as the consent is in force. */
export async function fetchData(
  party: Asking,
  fetch: { consent: string; purpose: string; fields: readonly string[]; authorisation?: string },
): Promise<FetchAnswer> {
  const { consent, purpose } = fetch;
  const body = {
    consent,
    authorisation: fetch.authorisation ?? (await authorise(party, consent)),
    recipient: party.identifier,
    purpose,
    fields: [...fetch.fields].sort(),
    key: await party.client.thumbprint(),
    at: now(party),
  };
  const signed = await sign(party, 'consent/fetch', body);
  return party.client.post(`${path(consent)}/fetches`, 'consent', signed, fetchAnswer);
}

/** Says that what was fetched is deleted. */
export async function confirmDeletion(
  party: Asking,
  consent: string,
  statement: string,
): Promise<ConsentAnswer> {
  const { commitment, opened } = commitTo(party, statement);
  const body = { consent, recipient: party.identifier, statement: commitment, at: now(party) };
  const request = { deletion: await sign(party, 'consent/confirm-deletion', body), statement: opened };
  return party.client.post(`${path(consent)}/deletion`, 'consent', request, consentAnswer);
}

function path(consent: string): string {
  return `/api/v1/consents/${consent}`;
}
