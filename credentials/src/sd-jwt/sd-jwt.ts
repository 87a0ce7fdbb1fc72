import {
  fromBase64url,
  readJson,
  toBase64url,
  type Json,
  type JsonObject,
} from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Activation } from '@renxin/seal/signer';
import type { CredentialSigner } from '../data-integrity/index.js';
import { readJws, signJws, type Jws } from '../jose/index.js';
import { SdJwtError } from './codes.js';

/** Selective disclosure (RFC 9901): a signed text, what is disclosed of it, and the holder's key binding. */
export interface SdJwt {
  readonly jwt: Jws;
  readonly disclosures: readonly string[];
  /** As it stands, up to the last `~`: what a key binding is about. */
  readonly presented: string;
  readonly keyBinding: string | undefined;
}

const LONGEST = 131_072;
const MOST_DISCLOSURES = 256;

/** Takes a compact SD-JWT apart, verifying nothing. @throws SdJwtError SD_JWT_MALFORMED */
export function readSdJwt(compact: string): SdJwt {
  const parts = compact.length > LONGEST ? [] : compact.split('~');
  const [head = '', ...rest] = parts;
  const keyBinding = rest.pop();
  const jwt = readJws(head);
  if (jwt === undefined || keyBinding === undefined || rest.length > MOST_DISCLOSURES || rest.includes(''))
    throw new SdJwtError('SD_JWT_MALFORMED');
  return {
    jwt,
    disclosures: rest,
    presented: `${[head, ...rest].join('~')}~`,
    keyBinding: keyBinding === '' ? undefined : keyBinding,
  };
}

/**
 * The payload with what is disclosed in its places (RFC 9901 section 7.1); digests of what is not disclosed are left out.
 * @throws SdJwtError SD_JWT_DISCLOSURE for a disclosure that has no place, or whose name is taken; SD_JWT_MALFORMED
 */
export function disclosed({ jwt, disclosures }: SdJwt, provider: CryptoProvider): JsonObject {
  const { _sd_alg: algorithm = 'sha-256', ...payload } = jwt.payload;
  if (algorithm !== 'sha-256') throw new SdJwtError('SD_JWT_MALFORMED');
  const byDigest = new Map(
    disclosures.map((text) => [digestOf(text, provider), readDisclosure(text)] as const),
  );
  if (byDigest.size < disclosures.length) throw new SdJwtError('SD_JWT_DISCLOSURE');
  const seen = new Set<string>();
  const take = (digest: Json): readonly Json[] | undefined => {
    if (typeof digest !== 'string' || seen.has(digest)) throw new SdJwtError('SD_JWT_DISCLOSURE');
    seen.add(digest);
    return byDigest.get(digest);
  };
  const open = (value: Json): Json => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value))
      return (value as readonly Json[]).flatMap((each) => {
        const digest = hiddenElement(each);
        if (digest === undefined) return [open(each)];
        const found = take(digest);
        if (found !== undefined && found.length !== 2) throw new SdJwtError('SD_JWT_DISCLOSURE');
        return found === undefined ? [] : [open(found[1] ?? null)];
      });
    const { _sd: digests = [], ...members } = value as JsonObject;
    if (!Array.isArray(digests) || Object.hasOwn(members, '...')) throw new SdJwtError('SD_JWT_MALFORMED');
    const opened = new Map(Object.entries(members).map(([name, member]) => [name, open(member)]));
    for (const digest of digests as readonly Json[]) {
      const found = take(digest);
      if (found === undefined) continue;
      const [, name, hidden = null] = found;
      if (found.length !== 3 || typeof name !== 'string' || FORBIDDEN.has(name) || opened.has(name))
        throw new SdJwtError('SD_JWT_DISCLOSURE');
      opened.set(name, open(hidden));
    }
    return Object.fromEntries(opened);
  };
  const whole = open(payload) as JsonObject;
  if (![...byDigest.keys()].every((digest) => seen.has(digest))) throw new SdJwtError('SD_JWT_DISCLOSURE');
  return whole;
}

export interface SdJwtOptions {
  readonly signer: CredentialSigner;
  readonly activation: Activation;
  readonly provider: CryptoProvider;
  /** Cryptographically strong. */
  readonly random: (length: number) => Uint8Array;
}

/** Signs a payload whose `hidden` members are disclosed one by one. @returns the SD-JWT with all disclosures */
export async function signSdJwt(
  header: JsonObject,
  payload: JsonObject,
  hidden: JsonObject,
  { signer, activation, provider, random }: SdJwtOptions,
): Promise<string> {
  const disclosures = Object.entries(hidden).map(([name, value]) =>
    encoded([toBase64url(random(16)), name, value]),
  );
  // In the order of the digests, which says nothing about the order of the members.
  const digests = disclosures.map((text) => digestOf(text, provider)).toSorted();
  const jwt = await signJws(
    { header, payload: { ...payload, _sd_alg: 'sha-256', _sd: digests } },
    signer,
    activation,
  );
  return `${[jwt, ...disclosures].join('~')}~`;
}

/** What is shown of an SD-JWT: only these members of its top level. */
export function withDisclosures(compact: string, names: readonly string[]): string {
  const { disclosures, presented } = readSdJwt(compact);
  const [jwt = ''] = presented.split('~');
  const kept = disclosures.filter((text) => {
    const [, name] = readDisclosure(text);
    return typeof name === 'string' && names.includes(name);
  });
  return `${[jwt, ...kept].join('~')}~`;
}

export function digestOf(text: string, provider: CryptoProvider): string {
  return toBase64url(provider.hash('SHA-256', new TextEncoder().encode(text)));
}

const FORBIDDEN: ReadonlySet<string> = new Set(['_sd', '...', '__proto__']);

function hiddenElement(value: Json): Json | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject || !Object.hasOwn(value, '...')) return undefined;
  if (Object.keys(value).length !== 1) throw new SdJwtError('SD_JWT_MALFORMED');
  return (value as JsonObject)['...'];
}

/** `[salt, name, value]` of a member, `[salt, value]` of an element. */
function readDisclosure(text: string): readonly Json[] {
  const bytes = fromBase64url(text);
  try {
    const value = bytes === undefined ? undefined : readJson(bytes);
    const isOne = Array.isArray(value) && value.length >= 2 && value.length <= 3;
    if (isOne && typeof value[0] === 'string') return value as readonly Json[];
  } catch (cause) {
    throw new SdJwtError('SD_JWT_DISCLOSURE', { cause });
  }
  throw new SdJwtError('SD_JWT_DISCLOSURE');
}

function encoded(value: Json): string {
  return toBase64url(new TextEncoder().encode(JSON.stringify(value)));
}
