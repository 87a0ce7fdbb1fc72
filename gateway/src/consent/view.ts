import type { consentRecords } from '@renxin/chaincode/contracts';
import { notice as noticeSchema, type ConsentView } from '@renxin/wallets/api';
import { ContractError } from '@renxin/chaincode/kernel';
import { recordOf, type Asker, type ConsentDesk } from './desk.js';

/** A consent for whom it concerns. Others get the same answer as for one that does not exist. */
export async function readConsent(desk: ConsentDesk, asker: Asker, name: string): Promise<ConsentView> {
  const record = await recordOf(desk, name);
  if (record.subject !== asker.identifier && record.recipient !== asker.identifier)
    throw new ContractError('CONSENT_UNKNOWN', { consent: name });
  return viewOf(desk, record);
}

/** The ledger's record, and what was shown to the citizen. */
export async function viewOf(desk: ConsentDesk, record: consentRecords.ConsentRecord): Promise<ConsentView> {
  const shown = record.basis === 'consent' ? await desk.openings.of(record.request.body.notice) : undefined;
  return {
    consent: record.consent,
    record: record,
    state: stateOf(record, desk.clock().toISOString()),
    ...(shown !== undefined && { notice: noticeSchema.parse(shown.content), noticeSalt: shown.salt }),
  };
}

/** The state for people: a window that is over, or a request nobody answered in time, is EXPIRED. */
export function stateOf(record: consentRecords.ConsentRecord, now: string): string {
  const { state } = record;
  if (record.basis !== 'consent') return record.order.body.scope.until <= now ? 'EXPIRED' : state;
  if (state === 'REQUESTED') return record.request.body.answerBy <= now ? 'EXPIRED' : state;
  const isOver = record.grant !== undefined && record.grant.body.scope.until <= now;
  return isOver && state !== 'REVOKED' ? 'EXPIRED' : state;
}

/** Every consent that concerns the asker, in the order in which it was asked. */
export async function listConsents(desk: ConsentDesk, asker: Asker): Promise<ConsentView[]> {
  const names = new Set<string>();
  for (const { consent } of await desk.history.ofSubject(asker.identifier)) if (consent) names.add(consent);
  return Promise.all([...names].map((name) => readConsent(desk, asker, name)));
}
