import { z } from 'zod';
import { ContractError, type ReadTx } from '../../kernel/index.js';
import { registryMessages, reservedBy, signature } from '../../messages/index.js';
import { command } from '../operation.js';
import { isSame } from '../same.js';
import { requireTime } from '../times.js';
import { bound } from './holders.js';
import { currentKey, putOwner, requireFreeKey } from './keys.js';
import { identifiers, type IdentifierRecord } from './records.js';
import { requireKeySignature, requireSignature, signerRecord } from './signer.js';
import { assertActive } from './standing.js';

const input = z.strictObject({
  binding: registryMessages.binding,
  /** The identity authority's signature. */
  authority: signature,
  /** The bound key's own. */
  possession: signature,
  /** Of the province that reserved the identifier, over the same message. */
  reserved: z.exactOptional(signature),
});

/** `registry.bind`: an identity authority's word that a key is a person's in one relation, with the key's own signature. */
export const bind = command(input, async (tx, { binding, authority, possession, reserved }) => {
  const { identifier, key } = binding;
  const signer = await signerRecord(tx, binding.authority);
  assertAuthority(signer);
  requireKeySignature(tx, 'registry/bind', binding, currentKey(signer).key, binding.authority, authority);
  requireKeySignature(tx, 'registry/bind', binding, key, identifier, possession);
  const before = await tx.get(identifiers, identifier);
  if (before !== undefined) {
    if (!isBoundBy(before, binding)) throw new ContractError('IDENTIFIER_EXISTS', { identifier });
    return { identifier, at: before.since };
  }
  requireTime(binding.at, tx.time);
  assertOrganisation(await tx.get(identifiers, binding.towards), binding.towards);
  await requireReserved(tx, binding, reserved);
  await requireFreeKey(tx, key);
  await tx.put(identifiers, identifier, bound(binding, tx.time));
  await putOwner(tx, key, identifier);
  tx.emit('key-bound', { identifier, relation: binding.relation, towards: binding.towards });
  return { identifier, at: tx.time };
});

/**
 * An identifier that a province gave to somebody who had not come yet is that person's: the province says whose key it is.
 * @throws ContractError IDENTIFIER_RESERVED, SIGNATURE_INVALID, and what is wrong with the province
 */
async function requireReserved(
  tx: ReadTx,
  binding: registryMessages.Binding,
  given: string | undefined,
): Promise<void> {
  const { identifier, relation, towards } = binding;
  const province = reservedBy(identifier);
  if (province === undefined) return;
  if (given === undefined || relation !== 'credential' || towards !== province)
    throw new ContractError('IDENTIFIER_RESERVED', { identifier });
  await requireSignature(tx, 'registry/bind', binding, province, given);
}

/** @throws ContractError NOT_IDENTITY_AUTHORITY */
export function assertAuthority(record: IdentifierRecord): void {
  if (record.kind !== 'organisation' || record.role !== 'identity-authority') {
    throw new ContractError('NOT_IDENTITY_AUTHORITY', { by: record.identifier });
  }
}

/** True when the record is what this binding made. */
export function isBoundBy(record: IdentifierRecord, binding: registryMessages.Binding): boolean {
  const first = record.keys[0]?.key;
  const made = bound(binding, record.since);
  return (
    record.kind === 'person' &&
    isSame(first ?? null, binding.key) &&
    record.relation === made.relation &&
    record.towards === made.towards &&
    record.authority === made.authority &&
    record.proof === made.proof &&
    record.provenAt === made.provenAt
  );
}

function assertOrganisation(record: IdentifierRecord | undefined, id: string): void {
  if (record?.kind !== 'organisation') throw new ContractError('ORGANISATION_UNKNOWN', { organisation: id });
  assertActive(record);
}
