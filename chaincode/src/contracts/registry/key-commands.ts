import { z } from 'zod';
import { ContractError, type ReadTx } from '../../kernel/index.js';
import { registryMessages, signature } from '../../messages/index.js';
import { command } from '../operation.js';
import { isSame } from '../same.js';
import {
  changedBefore,
  keyBefore,
  recovered,
  recoveryAnnounced,
  recoveryCancelled,
  rotated,
  twoOfficers,
} from './key-change.js';
import { currentKey, putOwner, requireFreeKey } from './keys.js';
import { foundings, identifiers, ONLY, type IdentifierRecord } from './records.js';
import { requireKeySignature, requireSignature, signerRecord } from './signer.js';

/** `registry.rotate`: the key in force hands over to a new one; both sign. */
export const rotate = command(
  z.strictObject({ rotation: registryMessages.rotation, old: signature, new: signature }),
  async (tx, { rotation, old, new: possession }) => {
    const { identifier, sequence, key } = rotation;
    const record = await signerRecord(tx, identifier);
    const before = changedBefore(record, sequence, key);
    const oldKey = before === undefined ? currentKey(record) : keyBefore(record, sequence);
    requireKeySignature(tx, 'registry/rotate', rotation, oldKey.key, identifier, old);
    requireKeySignature(tx, 'registry/rotate', rotation, key, identifier, possession);
    if (before !== undefined) return { identifier, sequence, from: before.from };
    const next = rotated(record, rotation, tx.time);
    await requireFreeKey(tx, key);
    await tx.put(identifiers, identifier, next);
    await putOwner(tx, key, identifier);
    tx.emit('key-rotated', { identifier, sequence });
    return { identifier, sequence, from: tx.time };
  },
);

/** `registry.announce-recovery`: two officers and the new key; the event is the notice to whoever still holds the old one. */
export const announceRecovery = command(
  z.strictObject({
    recovery: registryMessages.recovery,
    officers: z.array(registryMessages.signedBy).min(1).max(16),
    possession: signature,
  }),
  async (tx, { recovery, officers, possession }) => {
    const { identifier, sequence, key } = recovery;
    const record = await recordOf(tx, identifier);
    const two = twoOfficers(identifier, await requireOfficers(tx, recovery, officers));
    requireKeySignature(tx, 'registry/announce-recovery', recovery, key, identifier, possession);
    const known = record.pending;
    const { reason } = recovery;
    if (known !== undefined && isSame(known, { ...known, sequence, key, reason, officers: two })) {
      return { identifier, sequence, effectiveFrom: known.effectiveFrom };
    }
    const founded = await tx.get(foundings, ONLY);
    if (founded === undefined) throw new ContractError('LEDGER_NOT_FOUNDED');
    const next = recoveryAnnounced(record, recovery, two, founded.founding.recoveryDelayHours, tx.time);
    await requireFreeKey(tx, key);
    await tx.put(identifiers, identifier, next);
    await putOwner(tx, key, identifier);
    const effectiveFrom = next.pending?.effectiveFrom ?? '';
    tx.emit('recovery-announced', { identifier, sequence, effectiveFrom });
    return { identifier, sequence, effectiveFrom };
  },
);

/** `registry.cancel-recovery`: the key in force is not lost. */
export const cancelRecovery = command(
  z.strictObject({ cancellation: registryMessages.recoveryCancellation, signature }),
  async (tx, { cancellation, signature }) => {
    const { identifier, sequence } = cancellation;
    const record = await requireSignature(
      tx,
      'registry/cancel-recovery',
      cancellation,
      identifier,
      signature,
    );
    const before = record.cancelled;
    if (before?.sequence === sequence) return { identifier, sequence, at: before.at };
    await tx.put(identifiers, identifier, recoveryCancelled(record, sequence, tx.time));
    tx.emit('recovery-cancelled', { identifier, sequence });
    return { identifier, sequence, at: tx.time };
  },
);

/** `registry.complete-recovery`: after the delay, by anybody; the announcement has the signatures. */
export const completeRecovery = command(
  registryMessages.recoveryCancellation,
  async (tx, { identifier, sequence }) => {
    const record = await recordOf(tx, identifier);
    const before = changedBefore(record, sequence);
    if (before !== undefined) return { identifier, sequence, from: before.from };
    await tx.put(identifiers, identifier, recovered(record, sequence, tx.time));
    tx.emit('key-recovered', { identifier, sequence });
    return { identifier, sequence, from: tx.time };
  },
);

async function recordOf(tx: ReadTx, identifier: string): Promise<IdentifierRecord> {
  const record = await tx.get(identifiers, identifier);
  if (record === undefined) throw new ContractError('IDENTIFIER_UNKNOWN', { identifier });
  return record;
}

async function requireOfficers(
  tx: ReadTx,
  recovery: registryMessages.Recovery,
  officers: readonly registryMessages.SignedBy[],
): Promise<string[]> {
  for (const { by, signature } of officers) {
    const { kind } = await requireSignature(tx, 'registry/announce-recovery', recovery, by, signature);
    if (kind !== 'officer') throw new ContractError('OFFICERS_MISSING', { by });
  }
  return officers.map(({ by }) => by);
}
