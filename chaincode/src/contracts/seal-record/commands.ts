import { ContractError, type ReadTx, type WriteTx } from '../../kernel/index.js';
import { toHex } from '../../canonical/index.js';
import { messageBytes, sealRecordMessages as messages } from '../../messages/index.js';
import { command, signed } from '../operation.js';
import { requireSignature } from '../registry/index.js';
import { applied, assertReplaceable, changed, decided, made, replaced } from './life.js';
import { esIds, seals, uses, type ChangeKind, type SealRecord } from './records.js';
import { requireConfirmed, used } from './use.js';

/** `apply`, by the organisation whose seal it is to be. */
export const apply = command(signed(messages.application), async (tx, { body, signature }) => {
  const owner = await requireSignature(tx, 'seal-record/apply', body, body.owner, signature);
  if (owner.kind !== 'organisation') throw new ContractError('NOT_ENTITLED', { by: body.owner });
  const before = await tx.get(seals, body.seal);
  const after = applied(before, body, tx.time);
  if (after !== before && body.predecessor !== undefined) {
    assertReplaceable(await tx.get(seals, body.predecessor), body);
  }
  await commit(tx, before, after, 'seal-applied');
  return { seal: body.seal, at: after.application.recordedAt };
});

/** `approve`, by a ministry or a province that is not the owner. */
export const approve = decisionStep('seal-record/approve', 'APPROVED', 'seal-approved');
/** `reject`, by the same. */
export const reject = decisionStep('seal-record/reject', 'REJECTED', 'seal-rejected');

function decisionStep(
  kind: 'seal-record/approve' | 'seal-record/reject',
  decision: 'APPROVED' | 'REJECTED',
  event: string,
) {
  return command(signed(messages.decision), async (tx, { body, signature }) => {
    const by = await requireSignature(tx, kind, body, body.by, signature);
    const before = await sealOf(tx, body.seal);
    const after = decided(before, decision, body, by, tx.time);
    await commit(tx, before, after, event);
    return { seal: body.seal, at: after.decision?.recordedAt ?? tx.time };
  });
}

/** `make`, by who approved. An esID is given once. */
export const make = command(signed(messages.making), async (tx, { body, signature }) => {
  const by = await requireSignature(tx, 'seal-record/make', body, body.by, signature);
  const before = await sealOf(tx, body.seal);
  const after = made(before, body, by, tx.time);
  if (after !== before) {
    const id = esIdKey(body.esId);
    if ((await tx.get(esIds, id)) !== undefined) throw new ContractError('SEAL_ES_ID_IN_USE');
    await tx.put(esIds, id, { schema: 1, seal: body.seal });
  }
  await commit(tx, before, after, 'seal-made');
  return { seal: body.seal, at: after.making?.recordedAt ?? tx.time };
});

/** `activate`: the seal comes into use; one that it replaces goes out of use. */
export const activate = changeStep('activate', 'seal-activated');
/** `suspend`, by the owner or who approved. */
export const suspend = changeStep('suspend', 'seal-suspended');
/** `resume`, by who suspended. */
export const resume = changeStep('resume', 'seal-resumed');
/** `revoke`, by the owner or who approved; for good. */
export const revoke = changeStep('revoke', 'seal-revoked');

function changeStep(kind: ChangeKind, event: string) {
  return command(signed(messages.sealChange), async (tx, { body, signature }) => {
    await requireSignature(tx, `seal-record/${kind}`, body, body.by, signature);
    const before = await sealOf(tx, body.seal);
    const after = changed(before, kind, body, tx.time);
    const { predecessor } = after.application.body;
    if (after !== before && kind === 'activate' && predecessor !== undefined) {
      await tx.put(seals, predecessor, replaced(await tx.get(seals, predecessor), after, tx.time));
    }
    await commit(tx, before, after, event);
    return { seal: body.seal, number: body.number, at: after.change?.recordedAt ?? tx.time };
  });
}

/** `use`, by the owner. The seal's own record stays as it is, so that uses do not wait for each other. */
export const use = command(signed(messages.sealUse), async (tx, { body, signature }) => {
  await requireSignature(tx, 'seal-record/use', body, body.by, signature);
  const seal = await sealOf(tx, body.seal);
  const id = useId(body.seal, body.use);
  const before = await tx.get(uses, id);
  const after = used(seal, before, body, tx.time);
  if (after !== before) {
    requireConfirmed(seal, body, tx.time, (key, word, words) =>
      tx.verify(key, messageBytes('seal-record/confirm', tx.ledger, word), words),
    );
    await tx.put(uses, id, after);
    tx.emit('seal-used', { seal: body.seal, use: body.use, outcome: body.outcome.kind });
  }
  return { seal: body.seal, use: body.use, at: after.recordedAt };
});

/** @throws ContractError SEAL_UNKNOWN */
export async function sealOf(tx: ReadTx, seal: string): Promise<SealRecord> {
  const record = await tx.get(seals, seal);
  if (record === undefined) throw new ContractError('SEAL_UNKNOWN', { seal });
  return record;
}

/** The id under which a use is kept. */
export function useId(seal: string, use: string): string {
  return `${seal}:${use}`;
}

/** An esID may have capital letters, the key of a record may not. */
export function esIdKey(esId: string): string {
  return toHex(Uint8Array.from(esId, (c) => c.charCodeAt(0)));
}

async function commit(
  tx: WriteTx,
  before: SealRecord | undefined,
  after: SealRecord,
  event: string,
): Promise<void> {
  if (after === before) return;
  await tx.put(seals, after.seal, after);
  tx.emit(event, { seal: after.seal, state: after.state });
}
