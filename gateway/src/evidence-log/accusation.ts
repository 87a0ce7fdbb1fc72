import { noteKey, openNote, parseCheckpoint, parseNote, TlogError } from '@renxin/archive/tlog';
import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import { logAnchor } from '@renxin/chaincode/contracts';
import { messageBytes, type logMessages } from '@renxin/chaincode/messages';
import type { Ledger } from '@renxin/network';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Signer } from '@renxin/seal/signer';
import { unattended } from '../keys/key-ring.js';
import type { Alarms } from './alarms.js';
import { logOfOrigin } from './names.js';

/** Tells of a log that signed two checkpoints of one size: in this organisation's own alarms, then on the ledger. */
export type Accusing = (origin: string, kept: Uint8Array, shown: Uint8Array) => Promise<void>;

export function accusing(options: {
  readonly organisation: string;
  readonly ledger: Ledger;
  readonly signer: Signer;
  readonly alarms: Alarms;
  readonly provider: CryptoProvider;
  readonly clock: () => Date;
}): Accusing {
  const { organisation, ledger, signer, alarms, provider, clock } = options;
  return async (origin, kept, shown) => {
    const log = logOfOrigin(ledger.name, origin);
    if (log === undefined) return;
    const at = clock();
    await alarms.raise({ log, code: 'LOG_FORKED', by: organisation, at: at.toISOString() }, [kept, shown]);
    const { keys } = await ledger.evaluate(logAnchor.operations.log, { log });
    const points = keys.map(({ sm2 }) => fromBase64url(sm2.point) ?? new Uint8Array());
    const sm2 = points.map((point) => noteKey(provider, 'sm2', origin, point));
    const signed = (note: Uint8Array): logMessages.SignedCheckpoint | undefined => {
      const parsed = parseNote(note);
      const signature = sm2Signature(parsed, sm2);
      const { size, root } = parseCheckpoint(parsed.text);
      return signature && { size, root: toBase64url(root), signature: toBase64url(signature) };
    };
    const [first, second] = [signed(kept), signed(shown)];
    if (first === undefined || second === undefined) return; // the rules judge by SM2 alone
    const body = { log, by: organisation, first, second, at: at.toISOString() };
    const message = messageBytes('log-anchor/alarm', ledger.name, body);
    const activation = unattended('log-alarm', at);
    const signature = await signer.sign({ algorithm: signer.key.algorithm, message, activation });
    await ledger.submit(logAnchor.operations.alarm, { body, signature: toBase64url(signature) });
  };
}

function sm2Signature(
  note: ReturnType<typeof parseNote>,
  keys: readonly ReturnType<typeof noteKey>[],
): Uint8Array | undefined {
  try {
    return [...openNote(note, keys).values()][0]?.signature;
  } catch (error) {
    if (error instanceof TlogError) return undefined;
    throw error;
  }
}
