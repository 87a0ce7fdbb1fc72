import { fromBase64url } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Activation, AssertionSigner, Signer } from '@renxin/seal/signer';
import {
  cosignatureBytes,
  cosignedMessage,
  noteKey,
  TlogError,
  type NoteKey,
  type NoteSignature,
} from '../tlog/index.js';

/** Signs notes with one key. */
export interface NoteSigner {
  readonly key: NoteKey;
  /** @param text of the note, to its last newline @param at the present time */
  sign(text: string, at: Date): Promise<NoteSignature>;
}

/** What activates a key for one signature. */
type Activating = (at: Date) => Activation;

/** Signs as a log. */
export function ed25519NoteSigner(
  provider: CryptoProvider,
  name: string,
  ed25519: AssertionSigner,
  activation: Activating,
): NoteSigner {
  return signer(noteKey(provider, 'ed25519', name, pointOf(ed25519)), (message, at) =>
    ed25519.sign({ algorithm: 'Ed25519', message, activation: activation(at) }),
  );
}

/** Signs as a witness: that it saw the checkpoint, and when. The key signs nothing else. */
export function cosigner(
  provider: CryptoProvider,
  name: string,
  ed25519: AssertionSigner,
  activation: Activating,
): NoteSigner {
  return signer(noteKey(provider, 'cosignature', name, pointOf(ed25519)), async (text, at) => {
    const time = Math.floor(at.getTime() / 1000);
    const message = cosignedMessage(text, time);
    const signature = await ed25519.sign({ algorithm: 'Ed25519', message, activation: activation(at) });
    return cosignatureBytes(time, signature);
  });
}

/** Signs as a log with SM2. */
export function sm2NoteSigner(
  provider: CryptoProvider,
  name: string,
  sm2: Signer,
  activation: Activating,
): NoteSigner {
  if (sm2.key.algorithm !== 'SM2') throw new TlogError('NOTE_KEY');
  return signer(noteKey(provider, 'sm2', name, pointOf(sm2)), (message, at) =>
    sm2.sign({ algorithm: 'SM2', message, activation: activation(at) }),
  );
}

function signer(key: NoteKey, signed: (text: Uint8Array, at: Date) => Promise<Uint8Array>): NoteSigner {
  const { name, id } = key;
  return {
    key,
    sign: async (text, at) => ({ name, id, signature: await signed(new TextEncoder().encode(text), at) }),
  };
}

function pointOf({ key }: Signer | AssertionSigner): Uint8Array {
  const point = fromBase64url(key.point);
  if (point === undefined) throw new TlogError('NOTE_KEY');
  return point;
}
