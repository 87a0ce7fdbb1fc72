import { consent, type consentRecords } from '@renxin/chaincode/contracts';
import type { AccessEntry, AccessLog } from '@renxin/wallets/api';
import { recordOf, type Asker, type ConsentDesk } from './desk.js';
import type { Happened } from './history.js';

const WHAT: Readonly<Record<string, AccessEntry['what']>> = {
  'consent-requested': 'request',
  'consent-granted': 'answer',
  'consent-refused': 'answer',
  'consent-reopened': 'answer',
  'consent-used': 'fetch',
  'consent-revoked': 'revocation',
  'consent-data-deleted': 'deletion',
  'consent-ordered': 'order',
};

/**
 * Everything about a citizen's data at this data source: who, when, why, which fields, on which basis, with which result;
 * from the ledger's events, and the refused attempts from the data source's own log with the batch that commits to them.
 */
export async function accessLogOf(desk: ConsentDesk, asker: Asker): Promise<AccessLog> {
  const subject = asker.identifier;
  const happened = await desk.history.ofSubject(subject);
  const done = await Promise.all(happened.map((each) => entryOf(desk, each)));
  const refused = (await desk.refused.of(subject)).map(({ attempt, batch }): AccessEntry => {
    const { at, by, purpose, fields, code, basis, consent: name } = attempt;
    const about = { at, what: 'refused' as const, consent: name, by, purpose, fields, result: code };
    return { ...about, basis, ...(batch !== undefined && { batch }) };
  });
  const entries = await Promise.all([...done, ...refused].map((each) => named(desk, each)));
  entries.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const at = desk.clock().toISOString();
  return { kind: 'renxin-access-log', schema: 1, source: desk.source.id, subject, at, entries };
}

async function entryOf(desk: ConsentDesk, happened: Happened): Promise<AccessEntry> {
  const { name, consent: id = '', authorisation, txId, index, height, time } = happened;
  const record = await recordOf(desk, id);
  const asked = record.basis === 'consent' ? record.request.body.scope : record.order.body.scope;
  const granted = record.basis === 'consent' ? record.grant?.body.scope : asked;
  const fetched = authorisation === undefined ? undefined : await useOf(desk, id, authorisation);
  const isCitizens = ['consent-granted', 'consent-refused', 'consent-reopened', 'consent-revoked'].includes(
    name,
  );
  const texts = record.basis === 'consent' ? {} : await textsOf(desk, record);
  return {
    at: time,
    what: WHAT[name] ?? 'request',
    consent: id,
    by: isCitizens ? record.subject : record.recipient,
    purpose: asked.purpose,
    fields: fetched?.fetch.fields ?? (name === 'consent-requested' ? asked : (granted ?? asked)).fields,
    basis: record.basis,
    result: fetched === undefined ? name.slice('consent-'.length) : `done ${fetched.number}`,
    ledger: { txId, index, height },
    ...texts,
  };
}

async function useOf(desk: ConsentDesk, name: string, authorisation: string) {
  return desk.ledger.evaluate(consent.operations['use-of'], { consent: name, authorisation });
}

/** Number of the document and the reason, for the citizen to read. */
async function textsOf(
  desk: ConsentDesk,
  record: consentRecords.OrderedRecord,
): Promise<Pick<AccessEntry, 'document' | 'reason'>> {
  const { document, reason } = record.order.body;
  const [one, other] = await Promise.all([desk.openings.of(document), desk.openings.of(reason)]);
  return {
    ...(typeof one?.content === 'string' && { document: one.content }),
    ...(typeof other?.content === 'string' && { reason: other.content }),
  };
}

async function named(desk: ConsentDesk, entry: AccessEntry): Promise<AccessEntry> {
  const organisation = await desk.organisationOf(entry.by);
  return organisation === undefined ? entry : { ...entry, byName: organisation.name };
}
