import {
  createECDH,
  createHash,
  createPrivateKey,
  createPublicKey,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import smCrypto from 'sm-crypto';
import { fromBase64url, fromHex, toBase64url, toHex } from '../../src/canonical/index.js';
import {
  messageBytes,
  type MessageBody,
  type MessageKind,
  type PublicKey,
} from '../../src/messages/index.js';

/** Keys for tests: SM2 by sm-crypto, P-256 by Node; neither is code of this project. The same seed is the same key. */

export interface TestKey {
  readonly key: PublicKey;
  /** base64url of r || s. */
  sign(message: Uint8Array): string;
}

const { sm2 } = smCrypto;
const RAW = { hash: true, der: false } as const;

export function sm2Key(seed: string): TestKey {
  const secret = createHash('sha256').update(`renxin test key ${seed}`).digest('hex');
  const point = sm2.getPublicKeyFromPrivateKey(secret);
  return {
    key: { algorithm: 'SM2', point: base64url(point) },
    sign: (message) => base64url(sm2.doSignature([...message], secret, { ...RAW, publicKey: point })),
  };
}

export function p256Key(seed: string): TestKey {
  const ecdh = createECDH('prime256v1');
  const d = createHash('sha256').update(`renxin test key ${seed}`).digest();
  ecdh.setPrivateKey(d);
  const point = ecdh.getPublicKey();
  const jwk = { kty: 'EC', crv: 'P-256', d: d.toString('base64url'), ...coordinates(point) };
  const secret = createPrivateKey({ key: jwk, format: 'jwk' });
  return {
    key: { algorithm: 'P-256', point: toBase64url(point) },
    sign: (message) => toBase64url(sign('sha256', message, { key: secret, dsaEncoding: 'ieee-p1363' })),
  };
}

/** A signature over a message of a ledger. */
export function signMessage<K extends MessageKind>(
  by: TestKey,
  kind: K,
  body: MessageBody<K>,
  ledger = LEDGER,
): string {
  return by.sign(messageBytes(kind, ledger, body));
}

export const LEDGER = 'test-ledger';

const verified = new Map<string, boolean>();

/** What a host supplies. Remembers what it found, because sm-crypto takes 20 ms. */
export function verifySignature(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  const question = `${key.algorithm}.${key.point}.${toHex(message)}.${toHex(signature)}`;
  const known = verified.get(question);
  if (known !== undefined) return known;
  const holds =
    key.algorithm === 'SM2' ? verifySm2(key, message, signature) : verifyP256(key, message, signature);
  verified.set(question, holds);
  return holds;
}

function verifySm2(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  const point = toHex(fromBase64url(key.point)!);
  return sm2.doVerifySignature([...message], toHex(signature), point, RAW);
}

const imported = new Map<string, KeyObject>();

function verifyP256(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  const point = fromBase64url(key.point)!;
  const jwk = { kty: 'EC', crv: 'P-256', ...coordinates(point) };
  const object = imported.get(key.point) ?? createPublicKey({ key: jwk, format: 'jwk' });
  imported.set(key.point, object);
  return verify('sha256', message, { key: object, dsaEncoding: 'ieee-p1363' }, signature);
}

function coordinates(point: Uint8Array): { x: string; y: string } {
  return { x: toBase64url(point.subarray(1, 33)), y: toBase64url(point.subarray(33)) };
}

function base64url(hex: string): string {
  return toBase64url(fromHex(hex)!);
}
