import { z } from 'zod';
import { ContractError, type ReadTx, type WriteTx } from '../../kernel/index.js';
import {
  certificateMessages as messages,
  dateInChina,
  recordId,
  signature,
  type MessageBody,
  type MessageKind,
} from '../../messages/index.js';
import { command } from '../operation.js';
import { requireSignature } from '../registry/index.js';
import { attested, issued, transferredIn, type Begun } from './beginning.js';
import {
  cancelled,
  expired,
  reinstated,
  revoked,
  setAside as asidePut,
  suspended,
  takenUp,
  transferredOut,
  transferWithdrawn,
} from './decisions.js';
import { assertDependency, assertProvince, requireAccreditation, requireHolder } from './entitlement.js';
import { processEvents, type ProcessRecord } from '../process-record/records.js';
import { assertBehind } from '../process-record/rules.js';
import { certificates, statusPlaces, type CertificateRecord } from './records.js';

/** `issue`: the word of the issuing organisation and of the province, which keeps the certificate's states. */
export const issue = command(
  z.strictObject({ body: messages.issuing, issuer: signature, province: signature }),
  async (tx, { body, ...signatures }) => {
    const issuer = await requireSignature(tx, 'certificate/issue', body, body.issuer, signatures.issuer);
    const province = await requireSignature(
      tx,
      'certificate/issue',
      body,
      body.province,
      signatures.province,
    );
    const before = await tx.get(certificates, body.certificate);
    const predecessor =
      body.predecessor === undefined ? undefined : await tx.get(certificates, body.predecessor);
    const begun = issued(before, predecessor, body, tx.time);
    let after = begun;
    if (begun.certificate !== before) {
      assertProvince(province, body.region);
      await requireAccreditation(tx, issuer, body);
      // Who lost the right to issue does not issue anew in the guise of a correction.
      if (body.succession === 'correction')
        await requireAccreditation(tx, issuer, { ...body, issuedOn: dateInChina(tx.time) });
      if (body.predecessor === undefined) await requireHolder(tx, body);
      for (const each of new Set(body.dependsOn))
        assertDependency(await tx.get(certificates, each), each, body.holder, tx.time);
      if (await isExamined(tx, body))
        after = { ...begun, certificate: { ...begun.certificate, examined: true } };
    }
    return commitBegun(tx, before, after, 'certificate-issued');
  },
);

/** @throws ContractError PROCESS_EVENT_UNKNOWN, PROCESS_EVENT_MISMATCH */
async function isExamined(tx: ReadTx, body: messages.Issuing): Promise<boolean> {
  const behind: [string, ProcessRecord | undefined][] = [];
  for (const event of new Set(body.process)) behind.push([event, await tx.get(processEvents, event)]);
  return assertBehind(behind, body);
}

/** `issue-batch`: as `issue`, for certificates that follow no other and rest on none; all of them or none. */
export const issueBatch = command(
  z.strictObject({ body: messages.issuingBatch, issuer: signature, province: signature }),
  async (tx, { body, ...signatures }) => {
    const { batch } = body;
    const kind = 'certificate/issue-batch';
    const issuer = await requireSignature(tx, kind, body, body.issuer, signatures.issuer);
    // A province that issues itself says one word, not two.
    const isOneWord = body.issuer === body.province && signatures.issuer === signatures.province;
    const province = isOneWord
      ? issuer
      : await requireSignature(tx, kind, body, body.province, signatures.province);
    const issuings = messages.issuingsOf(body);
    assertDistinct(issuings);
    const fresh: CertificateRecord[] = [];
    const dates = new Set<string>();
    for (const each of issuings) {
      const before = await tx.get(certificates, each.certificate);
      const { certificate: after } = issued(before, undefined, each, tx.time, batch);
      if (after === before) continue;
      assertProvince(province, each.region);
      if (!dates.has(each.issuedOn)) await requireAccreditation(tx, issuer, each);
      dates.add(each.issuedOn);
      await requireHolder(tx, each);
      await requireFreePlace(tx, after);
      fresh.push(after);
    }
    for (const each of fresh) await putBegun(tx, each);
    const names = fresh.map(({ certificate }) => certificate);
    if (names.length > 0)
      tx.emit('certificates-issued', { batch, province: body.province, certificates: names });
    return { batch, at: tx.time };
  },
);

/** @throws ContractError CERTIFICATE_EXISTS, STATUS_INDEX_USED for what stands twice in one batch */
function assertDistinct(issuings: readonly messages.Issuing[]): void {
  const [names, places] = [new Set<string>(), new Set<string>()];
  for (const { certificate, status } of issuings) {
    const place = `${status.list}:${String(status.index)}`;
    if (names.has(certificate)) throw new ContractError('CERTIFICATE_EXISTS', { certificate });
    if (places.has(place)) throw new ContractError('STATUS_INDEX_USED', status);
    names.add(certificate);
    places.add(place);
  }
}

/** `attest`: an entry of the province's register, by the province; with a predecessor it corrects that one. */
export const attest = command(
  z.strictObject({ body: messages.attesting, signature }),
  async (tx, { body, signature: given }) => {
    const province = await requireSignature(tx, 'certificate/attest', body, body.province, given);
    const before = await tx.get(certificates, body.certificate);
    const predecessor =
      body.predecessor === undefined ? undefined : await tx.get(certificates, body.predecessor);
    const after = attested(before, predecessor, body, tx.time);
    if (after.certificate !== before) {
      assertProvince(province, body.region);
      if (body.predecessor === undefined) await requireHolder(tx, body);
    }
    return commitBegun(tx, before, after, 'certificate-attested');
  },
);

/** `transfer-in`, by the province that the holder named. */
export const transferIn = command(
  z.strictObject({ body: messages.transferIn, signature }),
  async (tx, { body, signature: given }) => {
    const province = await requireSignature(tx, 'certificate/transfer-in', body, body.province, given);
    const before = await tx.get(certificates, body.certificate);
    const predecessor = await tx.get(certificates, body.predecessor);
    const after = transferredIn(before, predecessor, body, tx.time);
    if (after.certificate !== before) assertProvince(province, body.region);
    return commitBegun(tx, before, after, 'certificate-transferred');
  },
);

/** `suspend`, by the province. */
export const suspend = decision('certificate/suspend', messages.suspension, suspended);
/** `reinstate`, by the province. */
export const reinstate = decision('certificate/reinstate', messages.suspension, reinstated);
/** `set-aside`, by the province. */
export const setAside = decision('certificate/set-aside', messages.settingAside, asidePut);
/** `take-up`, by the province. */
export const takeUp = decision('certificate/take-up', messages.takingUp, takenUp);
/** `revoke`, by the province. */
export const revoke = decision('certificate/revoke', messages.revocation, revoked);
/** `withdraw-transfer`, by the province. */
export const withdrawTransfer = decision(
  'certificate/withdraw-transfer',
  messages.transferWithdrawal,
  transferWithdrawn,
);

/** `cancel`, by the province; at the holder's request by the holder as well. */
export const cancel = command(
  z.strictObject({ body: messages.cancellation, signature, holder: z.exactOptional(signature) }),
  async (tx, { body, signature: given, holder }) => {
    const before = await certificateOf(tx, body.certificate);
    const after = cancelled(before, body, tx.time);
    await requireSignature(tx, 'certificate/cancel', body, before.province, given);
    if (body.ground === 'request')
      await requireSignature(tx, 'certificate/cancel', body, before.holder, holder ?? '');
    return commitDecision(tx, before, after);
  },
);

/** `transfer-out`, by the province and by the holder. */
export const transferOut = command(
  z.strictObject({ body: messages.transferOut, signature, holder: signature }),
  async (tx, { body, signature: given, holder }) => {
    const before = await certificateOf(tx, body.certificate);
    const after = transferredOut(before, body, tx.time);
    await requireSignature(tx, 'certificate/transfer-out', body, before.province, given);
    await requireSignature(tx, 'certificate/transfer-out', body, before.holder, holder);
    return commitDecision(tx, before, after);
  },
);

/** `expire`: by anybody, since its date alone decides. */
export const expire = command(z.strictObject({ certificate: recordId }), async (tx, { certificate }) => {
  const before = await certificateOf(tx, certificate);
  return commitDecision(tx, before, expired(before, tx.time));
});

type DecisionKind = MessageKind & `certificate/${string}`;

/** A command in which the issuing province alone decides: read, apply the rule, check the signature, write. */
function decision<K extends DecisionKind>(
  kind: K,
  schema: z.ZodType<MessageBody<K> & { certificate: string }>,
  rule: (record: CertificateRecord, body: MessageBody<K>, time: string) => CertificateRecord,
) {
  return command(z.strictObject({ body: schema, signature }), async (tx, { body, signature: given }) => {
    const before = await certificateOf(tx, body.certificate);
    const after = rule(before, body, tx.time);
    await requireSignature(tx, kind, body, before.province, given);
    return commitDecision(tx, before, after);
  });
}

/** @throws ContractError CERTIFICATE_UNKNOWN */
export async function certificateOf(tx: ReadTx, certificate: string): Promise<CertificateRecord> {
  const record = await tx.get(certificates, certificate);
  if (record === undefined) throw new ContractError('CERTIFICATE_UNKNOWN', { certificate });
  return record;
}

/** Writes a certificate that begins, its place in the status list and the end of the one before. */
async function commitBegun(
  tx: WriteTx,
  before: CertificateRecord | undefined,
  { certificate: after, predecessor }: Begun,
  event: string,
) {
  const { certificate, province, states } = after;
  if (after !== before) {
    await requireFreePlace(tx, after);
    if (predecessor !== undefined) await tx.put(certificates, predecessor.certificate, predecessor);
    await putBegun(tx, after);
    tx.emit(event, {
      certificate,
      province,
      ...(predecessor !== undefined && {
        predecessor: predecessor.certificate,
        from: predecessor.province,
      }),
    });
  }
  return { certificate, at: states[0]?.at ?? tx.time };
}

/** @throws ContractError STATUS_INDEX_USED */
async function requireFreePlace(tx: ReadTx, record: CertificateRecord): Promise<void> {
  const taken = await tx.get(statusPlaces, placeOf(record));
  if (taken !== undefined) throw new ContractError('STATUS_INDEX_USED', record.beginning.body.status);
}

async function putBegun(tx: WriteTx, record: CertificateRecord): Promise<void> {
  const { certificate } = record;
  await tx.put(statusPlaces, placeOf(record), { schema: 1, certificate });
  await tx.put(certificates, certificate, record);
}

function placeOf({ province, beginning }: CertificateRecord): string {
  const { list, index } = beginning.body.status;
  return `${province}:${list}:${String(index)}`;
}

/** Writes the record and tells of it, unless nothing changed. */
async function commitDecision(tx: WriteTx, before: CertificateRecord, after: CertificateRecord) {
  const { certificate, province, state } = after;
  if (after !== before) {
    await tx.put(certificates, certificate, after);
    tx.emit('certificate-changed', { certificate, province, state });
  }
  return { certificate, state, at: after.states.at(-1)?.at ?? tx.time };
}
