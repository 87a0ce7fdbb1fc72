import { consent } from '@renxin/chaincode/contracts';
import type { consentMessages as messages } from '@renxin/chaincode/messages';
import type { CommandRef } from '@renxin/chaincode/kernel';
import type { Json } from '@renxin/chaincode/canonical';
import type { ConsentAnswer, ConsentArtefact, Notice } from '@renxin/wallets/api';
import { isNoticeOf, type Opened } from '@renxin/wallets/consent';
import { isDeepStrictEqual } from 'node:util';
import { Refusal } from '../problem/index.js';
import type { Change } from '../store/index.js';
import { currentCatalogue } from './catalogue.js';
import { recordOf, submitted, type Asker, type ConsentDesk } from './desk.js';
import { logged } from './fetching.js';
import { viewOf } from './view.js';

type Signed<B> = { readonly body: B; readonly signature: string };

/** A recipient asks. What is not necessary, or was refused before, never reaches the citizen - who sees the attempt. */
export async function request(
  desk: ConsentDesk,
  asker: Asker,
  input: { readonly request: Signed<messages.Request>; readonly notice: Opened<Notice> },
): Promise<ConsentAnswer> {
  const { body } = input.request;
  if (body.recipient !== asker.identifier) throw new Refusal('NOT_A_PARTY');
  if (body.source !== desk.source.id) throw new Refusal('CONSENT_OTHER_SOURCE');
  const catalogue = await currentCatalogue(desk);
  return logged(desk, asker, { ...body, basis: 'consent' }, body.scope, async () => {
    const { notice } = input;
    const { name, uscc } = (await desk.organisationOf(body.recipient)) ?? {};
    const { recipient, source } = notice.content;
    const isTrue =
      isNoticeOf(notice.content, body, catalogue) &&
      recipient.name === name &&
      recipient.uscc === uscc &&
      source.name === desk.source.name;
    const opening = desk.openings.keep(body.notice, notice);
    // The rules say first what is wrong with the request itself: they know the codes for it.
    return commit(desk, body.consent, consent.operations.request, input.request, [opening], () => {
      if (!isTrue) throw new Refusal('NOTICE_MISMATCH');
    });
  });
}

export async function grant(
  desk: ConsentDesk,
  asker: Asker,
  input: {
    readonly grant: Signed<messages.Grant>;
    readonly artefact: Opened<ConsentArtefact>;
    readonly activation: Opened<unknown>;
  },
): Promise<ConsentAnswer> {
  const { body } = input.grant;
  const { content } = input.artefact;
  const isItsOwn =
    content.consent === body.consent &&
    content.subject === body.subject &&
    isDeepStrictEqual(content.scope, body.scope) &&
    isDeepStrictEqual(content.separate, body.separate);
  if (!isItsOwn) throw new Refusal('NOTICE_MISMATCH');
  if (body.subject !== asker.identifier) throw new Refusal('CONSENT_OTHER_SUBJECT');
  const openings = [
    desk.openings.keep(body.artefact, input.artefact),
    desk.openings.keep(body.activation, input.activation),
  ];
  return commit(desk, body.consent, consent.operations.grant, input.grant, openings);
}

export async function refuse(
  desk: ConsentDesk,
  asker: Asker,
  input: { readonly refusal: Signed<messages.Refusal>; readonly reason: Opened<string> },
): Promise<ConsentAnswer> {
  const { body } = input.refusal;
  if (body.subject !== asker.identifier) throw new Refusal('CONSENT_OTHER_SUBJECT');
  const opening = desk.openings.keep(body.reason, input.reason);
  return commit(desk, body.consent, consent.operations.refuse, input.refusal, [opening]);
}

/** The citizen lets the recipient ask again for what was refused. */
export async function reopen(
  desk: ConsentDesk,
  asker: Asker,
  input: Signed<messages.Reopening>,
): Promise<ConsentAnswer> {
  if (input.body.subject !== asker.identifier) throw new Refusal('CONSENT_OTHER_SUBJECT');
  return commit(desk, input.body.consent, consent.operations.reopen, input, []);
}

export async function revoke(
  desk: ConsentDesk,
  asker: Asker,
  input: Signed<messages.Revocation>,
): Promise<ConsentAnswer> {
  if (input.body.subject !== asker.identifier) throw new Refusal('CONSENT_OTHER_SUBJECT');
  return commit(desk, input.body.consent, consent.operations.revoke, input, []);
}

export async function confirmDeletion(
  desk: ConsentDesk,
  asker: Asker,
  input: { readonly deletion: Signed<messages.Deletion>; readonly statement: Opened<string> },
): Promise<ConsentAnswer> {
  const { body } = input.deletion;
  if (body.recipient !== asker.identifier) throw new Refusal('CONSENT_OTHER_RECIPIENT');
  const opening = desk.openings.keep(body.statement, input.statement);
  return commit(desk, body.consent, consent.operations['confirm-deletion'], input.deletion, [opening]);
}

/** An access on another basis, by who may demand it. */
export async function order(
  desk: ConsentDesk,
  asker: Asker,
  input: {
    readonly order: messages.Order;
    readonly signature: string;
    readonly approval: { readonly by: string; readonly signature: string };
    readonly document: Opened<string>;
    readonly officer: Opened<string>;
    readonly reason: Opened<string>;
  },
): Promise<ConsentAnswer> {
  const { document, officer, reason, ...command } = input;
  const body = command.order;
  if (body.recipient !== asker.identifier) throw new Refusal('NOT_A_PARTY');
  await currentCatalogue(desk);
  return logged(desk, asker, body, body.scope, async () => {
    const openings = [
      desk.openings.keep(body.document, document),
      desk.openings.keep(body.officer, officer),
      desk.openings.keep(body.reason, reason),
    ];
    return commit(desk, body.consent, consent.operations['other-basis'], command, openings);
  });
}

/** Keeps what opens the commitments, runs the command, and answers with the ledger's proof of it. */
async function commit<I extends Json, O extends Json>(
  desk: ConsentDesk,
  name: string,
  command: CommandRef<I, O>,
  input: I,
  openings: readonly Change[],
  before: () => void = () => undefined,
): Promise<ConsentAnswer> {
  before();
  if (openings.length > 0) await desk.store.write(openings);
  const { at, height, time } = await submitted(desk, command, input); // the commit point
  const [record, proof] = await Promise.all([recordOf(desk, name), desk.ledger.prove(at)]);
  return { consent: await viewOf(desk, record), receipt: { ...at, height, time, proof } };
}
