import {
  fromBase64url,
  JsonError,
  readJson,
  toBase64url,
  type JsonObject,
} from '@renxin/chaincode/canonical';
import type { VerificationKey } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Activation, Signer } from '@renxin/seal/signer';
import { CredentialError } from '../credential/codes.js';
import type { MethodKey } from '../data-integrity/index.js';

/** The `alg` of each key (RFC 8037, RFC 7518): a key signs by its own and by no other. */
const ALGORITHMS = { Ed25519: 'EdDSA', 'P-256': 'ES256' } as const satisfies Partial<
  Record<MethodKey['algorithm'], string>
>;

export type JwsSigner = Signer<VerificationKey>;

/** A JWS in compact form. @throws CredentialError JWT_ALGORITHM for a key that has no `alg` here (SM2 has none) */
export async function signJws(
  header: JsonObject,
  payload: JsonObject,
  signer: JwsSigner,
  activation: Activation,
): Promise<string> {
  const head = encoded({ alg: algOf(signer.key), ...header });
  const message = utf8.encode(`${head}.${encoded(payload)}`);
  const signature = await signer.sign({ algorithm: signer.key.algorithm, message, activation });
  return `${new TextDecoder().decode(message)}.${toBase64url(signature)}`;
}

/** A JWS as it was read; nothing of it is believed yet. */
export interface Jws {
  readonly header: JsonObject;
  readonly payload: JsonObject;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

const LONGEST = 1 << 20;

/** @throws CredentialError JWT_MALFORMED */
export function readJws(jws: string): Jws {
  const parts = jws.length > LONGEST ? [] : jws.split('.');
  const [head = '', body = '', mark = ''] = parts;
  const signature = fromBase64url(mark);
  const [header, payload] = [decoded(head), decoded(body)];
  if (parts.length !== 3 || signature === undefined || header === undefined || payload === undefined)
    throw new CredentialError('JWT_MALFORMED');
  // What a header marks as critical has to be understood (RFC 7515 section 4.1.11): nothing is.
  if ('crit' in header || 'b64' in header) throw new CredentialError('JWT_MALFORMED');
  return { header, payload, message: utf8.encode(`${head}.${body}`), signature };
}

/**
 * Whether the key signed it. The key says which algorithm: `alg` has to say the same.
 * @throws CredentialError JWT_ALGORITHM, JWT_SIGNATURE
 */
export function requireSignature(
  { header, message, signature }: Jws,
  key: MethodKey,
  provider: CryptoProvider,
): void {
  if (header['alg'] !== algOf(key)) throw new CredentialError('JWT_ALGORITHM');
  if (!provider.verify(key as VerificationKey, message, signature))
    throw new CredentialError('JWT_SIGNATURE');
}

function algOf({ algorithm }: MethodKey): string {
  if (algorithm === 'Ed25519' || algorithm === 'P-256') return ALGORITHMS[algorithm];
  throw new CredentialError('JWT_ALGORITHM');
}

const utf8 = new TextEncoder();

function encoded(value: JsonObject): string {
  return toBase64url(utf8.encode(JSON.stringify(value)));
}

function decoded(part: string): JsonObject | undefined {
  const bytes = fromBase64url(part);
  if (bytes === undefined) return undefined;
  try {
    const value = readJson(bytes);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as JsonObject) : undefined;
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}
