import { toBase64url, toHex } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { fromBase64, toBase64 } from './base64.js';
import { cosignedMessage, readCosignature } from './cosignature.js';
import { TlogError } from './error.js';

/**
 * What a key signs: a note as it stands (`ed25519`, type 0x01; `sm2`, type 0xff with our own identifier), or a
 * checkpoint with a time (`cosignature`, type 0x04).
 */
export type NoteKeyKind = 'ed25519' | 'sm2' | 'cosignature';

/** A key that a verifier knows. Name and id together say which one a signature line means. */
export interface NoteKey {
  readonly kind: NoteKeyKind;
  readonly name: string;
  readonly id: number;
  readonly publicKey: Uint8Array;
  /** As others write it: `name+id+base64(type || key)`. */
  readonly text: string;
  verify(text: Uint8Array, signature: Uint8Array): boolean;
}

/** Follows the byte 0xff, which says that the type has no number in the specification. */
const SM2_TYPE = new Uint8Array([0xff, ...new TextEncoder().encode('renxin/sm2-note/v1')]);
const TYPES: Readonly<Record<NoteKeyKind, Uint8Array>> = {
  ed25519: new Uint8Array([0x01]),
  sm2: SM2_TYPE,
  cosignature: new Uint8Array([0x04]),
};
const LENGTHS: Readonly<Record<NoteKeyKind, number>> = { ed25519: 32, sm2: 65, cosignature: 32 };

/** @param publicKey 32 bytes of Ed25519, or the uncompressed SM2 point of 65 @throws TlogError NOTE_KEY */
export function noteKey(
  provider: CryptoProvider,
  kind: NoteKeyKind,
  name: string,
  publicKey: Uint8Array,
): NoteKey {
  if (!isKeyName(name) || publicKey.length !== LENGTHS[kind]) throw new TlogError('NOTE_KEY');
  const typed = concat(TYPES[kind], publicKey);
  const named = new TextEncoder().encode(`${name}\n`);
  const id = provider.hash('SHA-256', named, typed).subarray(0, 4);
  return {
    kind,
    name,
    id: new DataView(id.buffer, id.byteOffset).getUint32(0),
    publicKey,
    text: `${name}+${toHex(id)}+${toBase64(typed)}`,
    verify: verification(provider, kind, publicKey),
  };
}

/** Reads a verifier key. @throws TlogError NOTE_KEY, also when its id is not the one of name, type and key */
export function parseNoteKey(provider: CryptoProvider, text: string): NoteKey {
  const [, name = '', material = ''] = /^([^+]+)\+[0-9a-f]{8}\+([A-Za-z0-9+/]+=*)$/.exec(text) ?? [];
  const bytes = fromBase64(material);
  const kind = bytes && (Object.keys(TYPES) as NoteKeyKind[]).find((each) => startsWith(bytes, TYPES[each]));
  if (bytes === undefined || kind === undefined) throw new TlogError('NOTE_KEY');
  const key = noteKey(provider, kind, name, bytes.subarray(TYPES[kind].length));
  if (key.text !== text) throw new TlogError('NOTE_KEY');
  return key;
}

/** Not empty, no Unicode space, no plus. */
export function isKeyName(name: string): boolean {
  return name !== '' && !/[\p{White_Space}+]/u.test(name);
}

function verification(provider: CryptoProvider, kind: NoteKeyKind, publicKey: Uint8Array): NoteKey['verify'] {
  const key = { algorithm: kind === 'sm2' ? 'SM2' : 'Ed25519', point: toBase64url(publicKey) } as const;
  if (kind !== 'cosignature') return (text, signature) => provider.verify(key, text, signature);
  return (text, signature) => {
    const { time, bytes } = readCosignature(signature) ?? {};
    if (time === undefined || bytes === undefined) return false;
    return provider.verify(key, cosignedMessage(text, time), bytes);
  };
}

function startsWith(bytes: Uint8Array, head: Uint8Array): boolean {
  return head.every((byte, i) => bytes[i] === byte);
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}
