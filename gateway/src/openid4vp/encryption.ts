import type { JsonObject } from '@renxin/chaincode/canonical';
import { compactDecrypt, errors, importJWK } from 'jose';
import { createECDH, createHmac } from 'node:crypto';
import { Refusal } from '../problem/index.js';
import type { PresentationDesk } from './desk.js';

/** Encrypted answers (OpenID4VP 1.0 section 8.3): to a key of one request alone, worked out anew when it is needed. */

/** The public key of a request, as JWK. */
export function encryptionKeyOf(desk: Pick<PresentationDesk, 'secret'>, request: string): JsonObject {
  const { d: _d, ...publicKey } = keyOf(desk, request);
  return { ...publicKey, use: 'enc', alg: 'ECDH-ES', kid: request };
}

/** The members of an encrypted answer. @throws Refusal PRESENTATION_ENCRYPTION_INVALID */
export async function decrypted(
  desk: Pick<PresentationDesk, 'secret'>,
  request: string,
  jwe: string,
): Promise<unknown> {
  try {
    const key = await importJWK(keyOf(desk, request), 'ECDH-ES');
    const { plaintext } = await compactDecrypt(jwe, key, {
      keyManagementAlgorithms: ['ECDH-ES'],
      contentEncryptionAlgorithms: ['A256GCM', 'A128GCM'],
    });
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plaintext)) as unknown;
  } catch (cause) {
    const isTheirs =
      cause instanceof errors.JOSEError || cause instanceof SyntaxError || cause instanceof TypeError;
    if (!isTheirs) throw cause;
    throw new Refusal('PRESENTATION_ENCRYPTION_INVALID', {}, { cause });
  }
}

function keyOf({ secret }: Pick<PresentationDesk, 'secret'>, request: string) {
  const pair = createECDH('prime256v1');
  // 256 bits from a keyed digest are below the group's order but for one time in 2^32, and never zero.
  for (let attempt = 0; ; attempt++) {
    const d = createHmac('sha256', secret)
      .update(`openid4vp ${request} ${String(attempt)}`)
      .digest();
    try {
      pair.setPrivateKey(d);
    } catch {
      continue;
    }
    const point = pair.getPublicKey();
    const text = (bytes: Buffer): string => bytes.toString('base64url');
    return {
      kty: 'EC',
      crv: 'P-256',
      x: text(point.subarray(1, 33)),
      y: text(point.subarray(33)),
      d: text(d),
    };
  }
}
