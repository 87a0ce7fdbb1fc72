import { fromBase64url, toHex } from '../../canonical/index.js';
import { ContractError, type ReadTx, type WriteTx } from '../../kernel/index.js';
import type { VerificationKey } from '../../messages/index.js';
import { keyOwners, type IdentifierRecord, type KeyPeriod } from './records.js';

/** The key in force now. The schema of records sees to it that there is one. */
export function currentKey(record: IdentifierRecord): KeyPeriod {
  const last = record.keys.at(-1);
  if (last === undefined || last.until !== undefined) throw new ContractError('KEY_NOT_ACTIVE');
  return last;
}

/** The key in force at a time. @throws ContractError KEY_NOT_ACTIVE before the first key */
export function keyAt(record: IdentifierRecord, time: string): KeyPeriod {
  const found = record.keys.find(({ from, until }) => from <= time && (until === undefined || time < until));
  if (found === undefined) throw new ContractError('KEY_NOT_ACTIVE', { identifier: record.identifier });
  return found;
}

/**
 * The id under which the owner of a key is kept: X in lower-case hexadecimal, of Ed25519 `ed25519:` and Y. A point and its
 * negative share it, so that who holds one private key cannot have two identifiers by turning the sign.
 */
export function keyOwnerId(key: VerificationKey): string {
  const point = fromBase64url(key.point) ?? new Uint8Array(0);
  if (key.algorithm !== 'Ed25519') return toHex(point.subarray(1, 33));
  const y = Uint8Array.from(point, (byte, i) => (i === 31 ? byte & 127 : byte));
  return `ed25519:${toHex(y)}`;
}

/** @throws ContractError KEY_IN_USE when the key is or was anybody's */
export async function requireFreeKey(tx: ReadTx, key: VerificationKey): Promise<void> {
  const owner = await tx.get(keyOwners, keyOwnerId(key));
  if (owner !== undefined) throw new ContractError('KEY_IN_USE');
}

export async function putOwner(tx: WriteTx, key: VerificationKey, identifier: string): Promise<void> {
  await tx.put(keyOwners, keyOwnerId(key), { schema: 1, key, identifier });
}
