import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { hmac } from '../crypto/index.js';
import { nativeProvider } from '../crypto/native.js';
import { sm4Ctr } from '../crypto/pure.js';

/** Secrets at rest: scrypt, then SM4-CTR and HMAC-SM3, encrypt-then-MAC. docs/formats/key-file.md */
export const sealedBytes = z.strictObject({
  kind: z.literal('renxin-sealed-bytes'),
  schema: z.literal(1),
  kdf: z.strictObject({
    name: z.literal('scrypt'),
    n: z.literal(32768),
    r: z.literal(8),
    p: z.literal(1),
    salt: base64url(16),
  }),
  cipher: z.literal('SM4-CTR'),
  iv: base64url(16),
  data: base64url(),
  mac: base64url(32),
});
export type SealedBytes = z.infer<typeof sealedBytes>;

export type SealedBytesCode = 'PASSPHRASE_WRONG' | 'KEY_FILE_INVALID';

export class SealedBytesError extends Error {
  readonly code: SealedBytesCode;
  constructor(code: SealedBytesCode) {
    super(code);
    this.name = 'SealedBytesError';
    this.code = code;
  }
}

/** Seals a secret of any length with a passphrase. `random` must be cryptographically strong. */
export async function sealBytes(
  passphrase: string,
  secret: Uint8Array,
  random: (length: number) => Uint8Array = randomBytes,
): Promise<SealedBytes> {
  const [salt, iv] = [random(16), random(16)];
  const { encryption, authentication } = await derive(passphrase, salt);
  const data = sm4Ctr(encryption, iv, secret);
  return {
    kind: 'renxin-sealed-bytes',
    schema: 1,
    kdf: { name: 'scrypt', n: 32768, r: 8, p: 1, salt: toBase64url(salt) },
    cipher: 'SM4-CTR',
    iv: toBase64url(iv),
    data: toBase64url(data),
    mac: toBase64url(macOf(authentication, salt, iv, data)),
  };
}

/**
 * The secret. Nothing is decrypted before the MAC holds, so that nothing tells which byte was altered.
 * @throws SealedBytesError PASSPHRASE_WRONG when the passphrase is wrong or any byte was altered; KEY_FILE_INVALID for another form.
 */
export async function openBytes(passphrase: string, sealed: unknown): Promise<Uint8Array> {
  const parsed = sealedBytes.safeParse(sealed);
  if (!parsed.success) throw new SealedBytesError('KEY_FILE_INVALID');
  const salt = decoded(parsed.data.kdf.salt);
  const iv = decoded(parsed.data.iv);
  const data = decoded(parsed.data.data);
  const { encryption, authentication } = await derive(passphrase, salt);
  const expected = macOf(authentication, salt, iv, data);
  if (!timingSafeEqual(expected, decoded(parsed.data.mac))) throw new SealedBytesError('PASSPHRASE_WRONG');
  return sm4Ctr(encryption, iv, data);
}

interface Keys {
  readonly encryption: Uint8Array;
  readonly authentication: Uint8Array;
}

function derive(passphrase: string, salt: Uint8Array): Promise<Keys> {
  const options = { N: 32768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, 48, options, (error, key) => {
      if (error !== null) reject(error);
      else resolve({ encryption: key.subarray(0, 16), authentication: key.subarray(16) });
    });
  });
}

const LABEL = new TextEncoder().encode('renxin-sealed-bytes-1');

function macOf(key: Uint8Array, salt: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  return hmac(nativeProvider, 'SM3', key, LABEL, salt, iv, data);
}

/** base64url of bytes, of exactly `length` when it is given. */
function base64url(length?: number): z.ZodString {
  return z.string().refine((text) => {
    const bytes = fromBase64url(text);
    return bytes !== undefined && (length === undefined || bytes.length === length);
  });
}

function decoded(text: string): Uint8Array {
  const bytes = fromBase64url(text);
  if (bytes === undefined) throw new SealedBytesError('KEY_FILE_INVALID');
  return bytes;
}
