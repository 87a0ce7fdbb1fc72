import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  randomBytes,
  scrypt,
  timingSafeEqual,
} from 'node:crypto';
import { z } from 'zod';

/** Secrets at rest: scrypt, then SM4-CTR and HMAC-SM3, encrypt-then-MAC. docs/formats/key-file.md */

const base64url = (length: number) => z.string().refine((text) => fromBase64url(text)?.length === length);

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
  data: z.base64url(),
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

export async function sealBytes(passphrase: string, secret: Uint8Array): Promise<SealedBytes> {
  const [salt, iv] = [randomBytes(16), randomBytes(16)];
  const { encryption, authentication } = await derive(passphrase, salt);
  const cipher = createCipheriv('sm4-ctr', encryption, iv);
  const data = Buffer.concat([cipher.update(secret), cipher.final()]);
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

/** @throws SealedBytesError PASSPHRASE_WRONG when the passphrase is wrong or any byte was altered; KEY_FILE_INVALID for another form. */
export async function openBytes(passphrase: string, sealed: unknown): Promise<Uint8Array> {
  const parsed = sealedBytes.safeParse(sealed);
  if (!parsed.success) throw new SealedBytesError('KEY_FILE_INVALID');
  const { kdf, iv, data, mac } = parsed.data;
  const { encryption, authentication } = await derive(passphrase, bytes(kdf.salt));
  const expected = macOf(authentication, bytes(kdf.salt), bytes(iv), bytes(data));
  if (!timingSafeEqual(expected, bytes(mac))) throw new SealedBytesError('PASSPHRASE_WRONG');
  const decipher = createDecipheriv('sm4-ctr', encryption, bytes(iv));
  return new Uint8Array(Buffer.concat([decipher.update(bytes(data)), decipher.final()]));
}

function derive(
  passphrase: string,
  salt: Uint8Array,
): Promise<{ encryption: Buffer; authentication: Buffer }> {
  const options = { N: 32768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, 48, options, (error, key) => {
      if (error !== null) reject(error);
      else resolve({ encryption: key.subarray(0, 16), authentication: key.subarray(16) });
    });
  });
}

function macOf(key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer {
  const mac = createHmac('sm3', key).update('renxin-sealed-bytes-1');
  for (const part of parts) mac.update(part);
  return mac.digest();
}

function bytes(text: string): Uint8Array {
  return fromBase64url(text) ?? new Uint8Array();
}
