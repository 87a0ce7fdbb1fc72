import { ContractError, type ReadTx } from '../../kernel/index.js';
import { messageBytes, type MessageBody, type MessageKind, type PublicKey } from '../../messages/index.js';
import { currentKey } from './keys.js';
import { identifiers, type IdentifierRecord } from './records.js';
import { assertActive } from './standing.js';

/**
 * The key in force of an identifier that may act now.
 * @throws ContractError IDENTIFIER_UNKNOWN, ORGANISATION_SUSPENDED, KEY_NOT_ACTIVE (a dismissed officer)
 */
export async function signerKey(tx: ReadTx, identifier: string): Promise<PublicKey> {
  return currentKey(await signerRecord(tx, identifier)).key;
}

/** The record of an identifier that may act now. Throws as {@link signerKey} does. */
export async function signerRecord(tx: ReadTx, identifier: string): Promise<IdentifierRecord> {
  const record = await tx.get(identifiers, identifier);
  if (record === undefined) throw new ContractError('IDENTIFIER_UNKNOWN', { identifier });
  assertActive(record);
  return record;
}

/**
 * Checks that `by` signed this message with its key in force, and gives the signer's record.
 * @throws ContractError SIGNATURE_INVALID, and as {@link signerKey} does
 */
export async function requireSignature<K extends MessageKind>(
  tx: ReadTx,
  kind: K,
  body: MessageBody<K>,
  by: string,
  signature: string,
): Promise<IdentifierRecord> {
  const record = await signerRecord(tx, by);
  requireKeySignature(tx, kind, body, currentKey(record).key, by, signature);
  return record;
}

/** Checks a signature of a named key, which may not be on the ledger yet. @throws ContractError SIGNATURE_INVALID */
export function requireKeySignature<K extends MessageKind>(
  tx: ReadTx,
  kind: K,
  body: MessageBody<K>,
  key: PublicKey,
  by: string,
  signature: string,
): void {
  const isTheirs = tx.verify(key, messageBytes(kind, tx.ledger, body), signature);
  if (!isTheirs) throw new ContractError('SIGNATURE_INVALID', { by });
}
