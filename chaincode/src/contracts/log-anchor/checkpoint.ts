import { ContractError, type ReadTx } from '../../kernel/index.js';
import type { logMessages as messages } from '../../messages/index.js';
import type { LogKeyPeriod, LogRecord } from './records.js';

/** The origin of a log: the first line of its checkpoints. */
export function originOf(ledger: string, log: string): string {
  return `${ledger}/logs/${log}`;
}

/** The text that a log signs (c2sp.org/tlog-checkpoint): origin, size and root, each with its newline. */
export function checkpointText(origin: string, { size, root }: messages.SignedCheckpoint): Uint8Array {
  return asciiBytes(`${origin}\n${size}\n${base64(root)}\n`);
}

/**
 * The log itself signed this checkpoint, with one of these keys.
 * @throws ContractError SIGNATURE_INVALID
 */
export function requireOwnSignature(
  tx: ReadTx,
  record: LogRecord,
  checkpoint: messages.SignedCheckpoint,
  keys: readonly LogKeyPeriod[],
): void {
  const text = checkpointText(record.origin, checkpoint);
  if (keys.some(({ sm2 }) => tx.verify(sm2, text, checkpoint.signature))) return;
  throw new ContractError('SIGNATURE_INVALID', { by: record.origin });
}

/** The same 32 bytes with padding and the other two characters. */
function base64(text: string): string {
  return `${text.replaceAll('-', '+').replaceAll('_', '/')}=`;
}

function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
