import { fromBase64url } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Activation, Signer } from '@renxin/seal/signer';
import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
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

/** @param seed 32 secret bytes (RFC 8032) */
export function ed25519NoteSigner(provider: CryptoProvider, name: string, seed: Uint8Array): NoteSigner {
  const { secret, publicKey } = ed25519Of(seed);
  const key = noteKey(provider, 'ed25519', name, publicKey);
  return signer(key, async (text) => bytes(sign(null, text, secret)));
}

/** A witness: its signature says that it saw the checkpoint, and when. */
export function cosigner(provider: CryptoProvider, name: string, seed: Uint8Array): NoteSigner {
  const { secret, publicKey } = ed25519Of(seed);
  const key = noteKey(provider, 'cosignature', name, publicKey);
  return signer(key, async (text, at) => {
    const time = Math.floor(at.getTime() / 1000);
    return cosignatureBytes(time, bytes(sign(null, cosignedMessage(text, time), secret)));
  });
}

/** @param activation what activates the key for one signature */
export function sm2NoteSigner(
  provider: CryptoProvider,
  name: string,
  sm2: Signer,
  activation: (at: Date) => Activation,
): NoteSigner {
  const point = fromBase64url(sm2.key.point);
  if (sm2.key.algorithm !== 'SM2' || point === undefined) throw new TlogError('NOTE_KEY');
  const key = noteKey(provider, 'sm2', name, point);
  return signer(key, (message, at) => sm2.sign({ algorithm: 'SM2', message, activation: activation(at) }));
}

function signer(key: NoteKey, signed: (text: Uint8Array, at: Date) => Promise<Uint8Array>): NoteSigner {
  const { name, id } = key;
  return {
    key,
    sign: async (text, at) => ({ name, id, signature: await signed(new TextEncoder().encode(text), at) }),
  };
}

/** PrivateKeyInfo (RFC 8410) in front of the seed. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

function ed25519Of(seed: Uint8Array): { secret: KeyObject; publicKey: Uint8Array } {
  if (seed.length !== 32) throw new TlogError('NOTE_KEY');
  const der = Buffer.concat([PKCS8, seed]);
  const secret = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  der.fill(0);
  const spki = createPublicKey(secret).export({ format: 'der', type: 'spki' });
  return { secret, publicKey: bytes(spki.subarray(-32)) };
}

function bytes(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer);
}
