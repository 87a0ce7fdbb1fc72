import { fromBase58, fromBase64url, toHex, type JsonObject } from '@renxin/chaincode/canonical';
import { CredentialError } from '../credential/codes.js';
import { listOf } from '../credential/read.js';

/**
 * What was published under these URLs, by the digests of the bytes: SHA-256 and SHA-384 of each version. Nothing is
 * fetched, so what is not here is not judged.
 */
const published: Readonly<Record<string, readonly string[]>> = {
  'https://www.w3.org/ns/credentials/v2': [
    '59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734',
    '97f1eb8e5042356c805fdd61afa2c557663785e0794dcafa21e138fd38def18cb360133c221aa31d6896a6bf3e65b614',
    // As it was before it became a Recommendation.
    '24a18c90e9856d526111f29376e302d970b2bd10182e33959995b0207d7043b9',
    '35239c36999d2155312091af194a1edb61634d6ad789a5e5b19f2aebdd762dd9d1dcaada40eda7ef921c6b8c0ae107a0',
  ],
  'https://www.w3.org/2018/credentials/v1': [
    'ab4ddd9a531758807a79a5b450510d61ae8d147eab966cc9a200c07095b0cdcc',
    '82c3b3eab863754bbfd2b9f17d8d6db9f61169f301cbf0b05e1fc4beb5f5c51dd4d2e888c274f49c3fbb2408f61faed1',
  ],
};

interface Resource {
  readonly id: string;
  readonly digestSRI?: string;
  readonly digestMultibase?: string;
}

/** The digests of related resources that are known here are theirs (section 5.3). @throws CredentialError RESOURCE_DIGEST_MISMATCH */
export function requireResources({ relatedResource }: JsonObject): void {
  if (relatedResource === undefined) return;
  for (const { id, digestSRI, digestMultibase } of listOf(
    relatedResource,
  ) as unknown as readonly Resource[]) {
    const known = Object.hasOwn(published, id) ? published[id] : undefined;
    if (known === undefined) continue;
    const digests = [ofSri(digestSRI), ofMultibase(digestMultibase)].filter((each) => each !== undefined);
    if (!digests.every((each) => known.includes(each))) throw new CredentialError('RESOURCE_DIGEST_MISMATCH');
  }
}

/** `sha384-` and base64. */
function ofSri(sri: string | undefined): string | undefined {
  if (sri === undefined) return undefined;
  const base64 = sri.slice(sri.indexOf('-') + 1);
  const bytes = fromBase64url(base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''));
  return bytes === undefined ? '' : toHex(bytes);
}

/** Multibase of a multihash (sha2-256, sha2-384), or of the digest alone, as some write it. */
function ofMultibase(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const bytes = text.startsWith('z') ? fromBase58(text.slice(1)) : fromBase64url(text.slice(1));
  if (bytes === undefined) return '';
  const isMultihash = (bytes[0] === 0x12 || bytes[0] === 0x20) && bytes[1] === bytes.length - 2;
  return toHex(isMultihash ? bytes.subarray(2) : bytes);
}
