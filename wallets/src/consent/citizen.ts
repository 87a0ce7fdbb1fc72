import { toBase64url } from '@renxin/chaincode/canonical';
import { consentMessages as messages, messageBytes } from '@renxin/chaincode/messages';
import { z } from 'zod';
import {
  accessLog,
  catalogueAnswer,
  citizenAnswer,
  consentAnswer,
  consentList,
  type AccessLog,
  type AttestationAnswer,
  type ConsentAnswer,
  type ConsentArtefact,
  type ConsentView,
  type Notice,
} from '../api/index.js';
import { activate, now, sign, type Holder } from '../labor-contract/party.js';
import { isNoticeOf } from './notice.js';
import { commitTo, opens } from './opening.js';

export type ConsentCode =
  'NOTHING_ASKED' | 'NOTICE_ALTERED' | 'ANSWER_NOT_FROM_LEDGER' | 'REQUEST_NOT_SIGNED';

/** The wallet does not answer; `code` says why. */
export class ConsentRefused extends Error {
  readonly code: ConsentCode;
  constructor(code: ConsentCode) {
    super(code);
    this.name = 'ConsentRefused';
    this.code = code;
  }
}

/** The ledger's record of a request, as far as a citizen reads it. */
const askedRecord = z.object({
  basis: z.literal('consent'),
  subject: z.string(),
  request: z.object({ body: messages.request }),
});

/** What a citizen sees before the answer. */
export interface ConsentScene {
  readonly request: messages.Request;
  readonly notice: Notice;
}

/** What the citizen agrees to: all of it, or less. */
export interface Agreement {
  readonly scope?: Partial<messages.Scope>;
  /** Sensitive fields, each agreed to by itself. */
  readonly separate?: readonly string[];
}

/** Tells the data source, by the identity authority's word, whose identifier this is. */
export async function introduce(
  party: Holder,
  attestation: AttestationAnswer['attestation'],
): Promise<string> {
  const { identifier } = await party.client.post(
    '/api/v1/consent-citizens',
    'consent',
    { attestation },
    citizenAnswer,
  );
  return identifier;
}

/** Every consent that was asked of this citizen. */
export async function consents(party: Holder): Promise<ConsentView[]> {
  return (await party.client.get('/api/v1/consents', 'consent', consentList)).consents;
}

/**
 * Fetches what is asked and checks that what is shown is what the request on the ledger says, in the catalogue's words.
 * @throws ConsentRefused
 */
export async function openRequest(party: Holder, consent: string): Promise<ConsentScene> {
  const answer = await party.client.get(path(consent), 'consent', consentAnswer);
  const { notice, noticeSalt } = answer.consent;
  const record = askedRecord.safeParse(answer.consent.record);
  if (!record.success || record.data.subject !== party.identifier) throw new ConsentRefused('NOTHING_ASKED');
  const request = record.data.request.body;
  const catalogue = await party.client.get('/api/v1/consent-catalogue', 'consent', catalogueAnswer);
  const isShown =
    notice !== undefined &&
    noticeSalt !== undefined &&
    opens(party.provider, request.notice, { salt: noticeSalt, content: notice }) &&
    isNoticeOf(notice, request, catalogue);
  if (!isShown) throw new ConsentRefused('NOTICE_ALTERED');
  return { request, notice };
}

/** Says yes: signs the grant with the key that the card activates. In the demonstration the card is a sandbox. */
export async function grant(
  party: Holder,
  { request, notice }: ConsentScene,
  agreement: Agreement = {},
): Promise<ConsentAnswer> {
  const scope = { ...request.scope, ...agreement.scope };
  const separate = [...(agreement.separate ?? [])].sort();
  const { consent } = request;
  const artefact: ConsentArtefact = {
    kind: 'renxin-consent-artefact',
    schema: 1,
    consent,
    subject: party.identifier,
    notice,
    scope,
    separate,
    language: 'zh',
    displayedAt: now(party),
    authentication: { method: 'sandbox-social-security-card', sandbox: true },
  };
  const activation = activate(party, 'confirmation');
  const { id, method, at } = activation;
  const kept = { artefact: commitTo(party, artefact), activation: commitTo(party, { id, method, at }) };
  const asked = messageBytes('consent/request', party.ledger, request);
  const body: messages.Grant = {
    consent,
    subject: party.identifier,
    request: toBase64url(party.provider.hash('SM3', asked)),
    scope,
    separate,
    catalogue: request.catalogue,
    notice: request.notice,
    artefact: kept.artefact.commitment,
    activation: kept.activation.commitment,
    at: now(party),
  };
  const answer = await party.client.post(
    `${path(consent)}/grant`,
    'consent',
    {
      grant: await sign(party, 'consent/grant', body, activation),
      artefact: kept.artefact.opened,
      activation: kept.activation.opened,
    },
    consentAnswer,
  );
  return checked(party, answer);
}

/** Says no, with a reason; it is not asked again. */
export async function refuse(party: Holder, consent: string, reason: string): Promise<ConsentAnswer> {
  const { commitment, opened } = commitTo(party, reason);
  const body = { consent, subject: party.identifier, reason: commitment, at: now(party) };
  const request = { refusal: await sign(party, 'consent/refuse', body), reason: opened };
  return checked(
    party,
    await party.client.post(`${path(consent)}/refusal`, 'consent', request, consentAnswer),
  );
}

/** Lets the recipient ask again for what was refused. */
export async function reopen(party: Holder, consent: string): Promise<ConsentAnswer> {
  const body = { consent, subject: party.identifier, at: now(party) };
  const request = await sign(party, 'consent/reopen', body);
  return checked(
    party,
    await party.client.post(`${path(consent)}/reopening`, 'consent', request, consentAnswer),
  );
}

/** Ends it. The answer counts only with the ledger's proof, so that a gateway cannot say that it was done. */
export async function revoke(party: Holder, consent: string): Promise<ConsentAnswer> {
  const body = { consent, subject: party.identifier, at: now(party) };
  const request = await sign(party, 'consent/revoke', body);
  return checked(
    party,
    await party.client.post(`${path(consent)}/revocation`, 'consent', request, consentAnswer),
  );
}

/** Every access to this citizen's data, refused ones and those on other legal bases as well. */
export async function readAccessLog(party: Holder): Promise<AccessLog> {
  return party.client.get('/api/v1/consent-access-log', 'rights', accessLog);
}

/** The consent receipt: one file for the one verifier. */
export async function downloadReceipt(party: Holder, consent: string): Promise<Uint8Array> {
  return party.client.download(`${path(consent)}/receipt`, 'evidence');
}

/** The ledger's proof of the consent's state now. */
export async function downloadStateProof(party: Holder, consent: string): Promise<Uint8Array> {
  return party.client.download(`${path(consent)}/state-proof`, 'evidence');
}

/** @throws ConsentRefused ANSWER_NOT_FROM_LEDGER when no receipt came; ProofError when it does not hold */
async function checked(party: Holder, answer: ConsentAnswer): Promise<ConsentAnswer> {
  if (answer.receipt === undefined) throw new ConsentRefused('ANSWER_NOT_FROM_LEDGER');
  await party.headers.acceptReceipt(answer.receipt);
  return answer;
}

function path(consent: string): string {
  return `/api/v1/consents/${consent}`;
}
