import { z } from 'zod';
import { ContractError, type ReadTx } from '../../kernel/index.js';
import { registryMessages, signature } from '../../messages/index.js';
import { command } from '../operation.js';
import { assertionKey, assertionKeyAdded, assertionKeyRevoked } from './assertion-keys.js';
import { putOwner, requireFreeKey } from './keys.js';
import { assertionKeys } from './records.js';
import { requireSignature } from './signer.js';

const input = z.strictObject({ change: registryMessages.assertionKeyChange, signature });

/** `registry.add-assertion-key`: an organisation's registry key in force says that its credentials carry this key's proofs. */
export const addAssertionKey = command(input, async (tx, { change, signature }) => {
  const { identifier, sequence, key } = change;
  await requireOrganisation(tx, 'registry/add-assertion-key', change, signature);
  const record = await tx.get(assertionKeys, identifier);
  const before = assertionKey(record, sequence, key);
  if (before !== undefined) return { identifier, sequence, from: before.from };
  const next = assertionKeyAdded(record, identifier, sequence, key, tx.time);
  await requireFreeKey(tx, key);
  await tx.put(assertionKeys, identifier, next);
  await putOwner(tx, key, identifier);
  tx.emit('assertion-key-added', { identifier, sequence });
  return { identifier, sequence, from: tx.time };
});

/** `registry.revoke-assertion-key`: the key ends; it names number and key, so that no other is meant by mistake. */
export const revokeAssertionKey = command(input, async (tx, { change, signature }) => {
  const { identifier, sequence, key } = change;
  await requireOrganisation(tx, 'registry/revoke-assertion-key', change, signature);
  const record = await tx.get(assertionKeys, identifier);
  const before = assertionKey(record, sequence, key);
  if (record === undefined || before === undefined) {
    throw new ContractError('ASSERTION_KEY_UNKNOWN', { identifier, sequence });
  }
  if (before.until !== undefined) return { identifier, sequence, until: before.until };
  await tx.put(assertionKeys, identifier, assertionKeyRevoked(record, sequence, tx.time));
  tx.emit('assertion-key-revoked', { identifier, sequence });
  return { identifier, sequence, until: tx.time };
});

/** Who asserts is an organisation: a person signs with the one key that it has. */
async function requireOrganisation(
  tx: ReadTx,
  kind: 'registry/add-assertion-key' | 'registry/revoke-assertion-key',
  change: registryMessages.AssertionKeyChange,
  by: string,
): Promise<void> {
  const { kind: holder } = await requireSignature(tx, kind, change, change.identifier, by);
  if (holder !== 'organisation') {
    throw new ContractError('ORGANISATION_UNKNOWN', { organisation: change.identifier });
  }
}
