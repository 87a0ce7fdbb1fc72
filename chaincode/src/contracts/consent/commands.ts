import { z } from 'zod';
import { ContractError, type ReadTx, type WriteTx } from '../../kernel/index.js';
import {
  consentMessages as messages,
  registryMessages,
  signature,
  type MessageBody,
} from '../../messages/index.js';
import { command } from '../operation.js';
import { requireSignature } from '../registry/index.js';
import { identifiers, type IdentifierRecord } from '../registry/records.js';
import { isSame } from '../same.js';
import { requireTime } from '../times.js';
import { deleted, granted, refused, reopened, requested, revoked } from './answer.js';
import { assertNecessary, published } from './catalogue.js';
import { assertMayApprove, assertMayDemand, ordered } from './other-basis.js';
import {
  catalogues,
  catalogueVersions,
  consents,
  numberedId,
  refusals,
  refusalsId,
  refusedBatches,
  refusedHeads,
  useId,
  uses,
  type ConsentRecord,
} from './records.js';
import { used } from './use.js';

const signed = <B extends z.ZodType>(body: B) => z.strictObject({ body, signature });

/** `publish`, by the data source: a province or the ministry. */
export const publish = command(signed(messages.catalogue), async (tx, { body, signature }) => {
  const { source, version } = body;
  assertSource(await requireSignature(tx, 'consent/publish', body, source, signature));
  const known = await tx.get(catalogueVersions, numberedId(source, version));
  const after = published(await tx.get(catalogues, source), known, body, tx.time);
  if (after !== known) {
    await tx.put(catalogues, source, after);
    await tx.put(catalogueVersions, numberedId(source, version), after);
    tx.emit('catalogue-published', { source, version });
  }
  return { source, version, at: after.publishedAt };
});

/** `request`, by the recipient: only what the purpose needs, and never what was refused before. */
export const request = command(signed(messages.request), async (tx, { body, signature }) => {
  const { consent, source, recipient, subject } = body;
  assertOrganisation(await requireSignature(tx, 'consent/request', body, recipient, signature));
  const before = await tx.get(consents, consent);
  const after = requested(before, await tx.get(refusals, refusalsId(subject, recipient)), body, tx.time);
  if (after !== before) {
    assertNecessary(await tx.get(catalogues, source), body.catalogue, body.scope, 'consent');
    await requireBound(tx, subject, source);
  }
  return commit(tx, before, after, 'consent-requested', after.request.recordedAt);
});

/** `grant`, by the citizen. */
export const grant = command(signed(messages.grant), async (tx, { body, signature }) => {
  const before = await consentOf(tx, body.consent);
  const catalogue = await tx.get(catalogues, before.source);
  if (catalogue === undefined) throw new ContractError('CATALOGUE_UNKNOWN');
  const after = granted(before, catalogue, body, tx.time);
  await requireSignature(tx, 'consent/grant', body, before.subject, signature);
  if (after !== before) assertNecessary(catalogue, body.catalogue, body.scope, 'consent');
  return commit(tx, before, after, 'consent-granted', after.grant?.recordedAt);
});

/** `refuse`, by the citizen. */
export const refuse = command(signed(messages.refusal), async (tx, { body, signature }) => {
  const before = await consentOf(tx, body.consent);
  const id = refusalsId(before.subject, before.recipient);
  const known = await tx.get(refusals, id);
  const after = refused(before, known, body, tx.time);
  await requireSignature(tx, 'consent/refuse', body, before.subject, signature);
  if (after.refusals !== undefined && after.refusals !== known) await tx.put(refusals, id, after.refusals);
  return commit(tx, before, after.record, 'consent-refused', after.record.refusal?.recordedAt);
});

/** `reopen`, by the citizen who refused: nobody else lets a recipient ask again. */
export const reopen = command(signed(messages.reopening), async (tx, { body, signature }) => {
  const before = await consentOf(tx, body.consent);
  const id = refusalsId(before.subject, before.recipient);
  const known = await tx.get(refusals, id);
  const after = reopened(before, known, body, tx.time);
  await requireSignature(tx, 'consent/reopen', body, before.subject, signature);
  if (after.refusals !== undefined && after.refusals !== known) await tx.put(refusals, id, after.refusals);
  return commit(tx, before, after.record, 'consent-reopened', after.record.reopening?.recordedAt);
});

/** `revoke`, by the citizen. */
export const revoke = command(signed(messages.revocation), async (tx, { body, signature }) => {
  const before = await consentOf(tx, body.consent);
  const after = revoked(before, body, tx.time);
  await requireSignature(tx, 'consent/revoke', body, before.subject, signature);
  return commit(tx, before, after, 'consent-revoked', after.revocation?.recordedAt);
});

/** `confirm-deletion`, by the recipient. */
export const confirmDeletion = command(signed(messages.deletion), async (tx, { body, signature }) => {
  const before = await consentOf(tx, body.consent);
  const after = deleted(before, body, tx.time);
  await requireSignature(tx, 'consent/confirm-deletion', body, before.recipient, signature);
  return commit(tx, before, after, 'consent-data-deleted', after.deletion?.recordedAt);
});

/** `use`, by recipient and data source: the commit point of a fetch. */
export const use = command(
  z.strictObject({ fetch: signed(messages.fetch), use: signed(messages.use) }),
  async (tx, input) => {
    const { fetch, use } = input;
    assertOneFetch(fetch.body, use.body);
    const { consent, authorisation } = fetch.body;
    const before = await consentOf(tx, consent);
    const id = useId(consent, authorisation);
    const known = await tx.get(uses, id);
    const after = used(before, known, { fetch: fetch.body, use: use.body }, tx.time);
    await requireSignature(tx, 'consent/fetch', fetch.body, before.recipient, fetch.signature);
    await requireSignature(tx, 'consent/use', use.body, before.source, use.signature);
    if (after.use !== known) await tx.put(uses, id, after.use);
    const { at } = await commit(tx, before, after.record, 'consent-used', after.use.usedAt, {
      authorisation,
      number: after.use.number,
    });
    return { consent, authorisation, number: after.use.number, at };
  },
);

/** `other-basis`, by the organisation that demands and by one that approves. */
export const otherBasis = command(
  z.strictObject({ order: messages.order, signature, approval: registryMessages.signedBy }),
  async (tx, { order, signature, approval }) => {
    const { consent, source, recipient, subject, basis } = order;
    const kind = 'consent/other-basis';
    assertMayDemand(await requireSignature(tx, kind, order, recipient, signature), basis);
    assertMayApprove(await requireSignature(tx, kind, order, approval.by, approval.signature), order);
    const before = await tx.get(consents, consent);
    const after = ordered(before, order, approval.by, tx.time);
    if (after !== before) {
      assertNecessary(await tx.get(catalogues, source), order.catalogue, order.scope, basis);
      await requireBound(tx, subject, source);
    }
    return commit(tx, before, after, 'consent-ordered', after.order.recordedAt);
  },
);

/** `log-refused`, by the data source: attempts that it refused since the batch before. */
export const logRefused = command(signed(messages.refusedBatch), async (tx, { body, signature }) => {
  const { source, sequence, count } = body;
  assertSource(await requireSignature(tx, 'consent/log-refused', body, source, signature));
  const id = numberedId(source, sequence);
  const known = await tx.get(refusedBatches, id);
  if (known !== undefined) {
    if (isSame(known.batch, body)) return { source, sequence, at: known.loggedAt };
    throw new ContractError('LOG_OUT_OF_SEQUENCE');
  }
  const next = (await tx.get(refusedHeads, source))?.next ?? 1;
  if (sequence !== next) throw new ContractError('LOG_OUT_OF_SEQUENCE', { next });
  requireTime(body.at, tx.time);
  await tx.put(refusedBatches, id, { schema: 1, batch: body, loggedAt: tx.time });
  await tx.put(refusedHeads, source, { schema: 1, next: next + 1 });
  tx.emit('consent-refusals-logged', { source, sequence, count });
  return { source, sequence, at: tx.time };
});

/** @throws ContractError CONSENT_UNKNOWN */
export async function consentOf(tx: ReadTx, consent: string): Promise<ConsentRecord> {
  const record = await tx.get(consents, consent);
  if (record === undefined) throw new ContractError('CONSENT_UNKNOWN', { consent });
  return record;
}

/** Writes the record and tells of it, unless nothing changed. */
async function commit(
  tx: WriteTx,
  before: ConsentRecord | undefined,
  after: ConsentRecord,
  event: string,
  at: string | undefined,
  more: Record<string, string | number> = {},
) {
  const { consent, source, subject, state } = after;
  if (after !== before) {
    await tx.put(consents, consent, after);
    tx.emit(event, { consent, source, subject, state, ...more });
  }
  return { consent, state, at: at ?? tx.time };
}

/** @throws ContractError CONSENT_USE_EXISTS when the two halves are not about one fetch */
function assertOneFetch(fetch: MessageBody<'consent/fetch'>, use: MessageBody<'consent/use'>): void {
  const isOne = fetch.consent === use.consent && fetch.authorisation === use.authorisation;
  if (!isOne) throw new ContractError('CONSENT_USE_EXISTS');
}

/** @throws ContractError NOT_ENTITLED */
function assertSource(record: IdentifierRecord): void {
  const isSource = record.kind === 'organisation' && ['ministry', 'province'].includes(record.role);
  if (!isSource) throw new ContractError('NOT_ENTITLED', { by: record.identifier });
}

/** @throws ContractError NOT_ENTITLED */
function assertOrganisation(record: IdentifierRecord): void {
  if (record.kind !== 'organisation') throw new ContractError('NOT_ENTITLED', { by: record.identifier });
}

/** The citizen has a key for consents towards this data source. @throws ContractError PARTY_NOT_BOUND */
async function requireBound(tx: ReadTx, subject: string, source: string): Promise<void> {
  const record = await tx.get(identifiers, subject);
  const isBound = record?.kind === 'person' && record.relation === 'consent' && record.towards === source;
  if (!isBound) throw new ContractError('PARTY_NOT_BOUND');
}
