import type { JsonObject } from '@renxin/chaincode/canonical';
import { registryRules } from '@renxin/chaincode/contracts';
import { Failed, found, textOf, type Check, type Kit } from '../check.js';
import { get, objectOf, requireStatus } from '../http.js';
import { trustNow } from './trust.js';

/** Resolution of the province's DID over HTTP. */

const RESOLUTION = 'application/did-resolution';

function didOf(kit: Kit): string {
  return `did:renxin:${found(kit.trust).trust.ledger}:${kit.province}`;
}

const urlOf = (kit: Kit, did: string): string => `${kit.base}/1.0/identifiers/${encodeURIComponent(did)}`;

async function documentOf(kit: Kit, did: string): Promise<JsonObject> {
  const url = urlOf(kit, did);
  const got = await get(url, RESOLUTION);
  requireStatus(got, 200, url);
  const result = objectOf(got, url);
  const { didDocument } = result;
  if (!got.type.startsWith(RESOLUTION)) throw new Failed('CONTENT_TYPE', { url, came: got.type });
  if (typeof didDocument !== 'object' || didDocument === null || Array.isArray(didDocument))
    throw new Failed('DID_DOCUMENT_MISSING', { did });
  const document = didDocument as JsonObject;
  if (document['id'] !== did) throw new Failed('DID_DOCUMENT_OTHER', { did });
  return document;
}

/** A refusal has its status, and an error of the W3C's vocabulary. */
function refusalCheck(
  id: string,
  title: Check['title'],
  asked: (kit: Kit) => string,
  status: number,
  error: string,
  accept = RESOLUTION,
): Check {
  return {
    id,
    group: 'did',
    title,
    clause: 'W3C DID Resolution 1.0, 10 “Errors”, and its HTTP(S) binding; docs/formats/did-resolution.md',
    run: async (kit) => {
      const url = urlOf(kit, asked(kit));
      const got = await get(url, accept);
      requireStatus(got, status, url);
      const metadata = objectOf(got, url)['didResolutionMetadata'];
      const type = ((metadata as JsonObject | undefined)?.['error'] as JsonObject | undefined)?.['type'];
      if (type !== `https://www.w3.org/ns/did#${error}`) throw new Failed('DID_ERROR', { expected: error });
      return { status };
    },
  };
}

export const didChecks: readonly Check[] = [
  {
    id: 'did-resolves',
    group: 'did',
    title: { zh: '省级机构的 DID 可以解析', en: 'The province’s DID resolves to its document' },
    clause: 'W3C DID Resolution 1.0, 4 “DID Resolution”; docs/formats/did-resolution.md',
    run: async (kit) => {
      const document = await documentOf(kit, didOf(kit));
      return { methods: (document['verificationMethod'] as unknown[] | undefined)?.length ?? 0 };
    },
  },
  {
    id: 'did-keys-of-the-registry',
    group: 'did',
    title: {
      zh: 'DID 文档中的密钥正是登记簿上的密钥',
      en: 'The keys of the DID document are those of the registry, each one and no other',
    },
    clause: 'docs/formats/registry.md 31–32; W3C Controlled Identifiers 1.0, 2.2 “Verification Methods”',
    run: async (kit) => {
      const did = didOf(kit);
      const document = await documentOf(kit, did);
      const { trust } = await trustNow(kit);
      const issuer = found(trust.issuers?.find(({ id }) => id === kit.province));
      const expected = new Map<string, string>([
        ...issuer.keys.map(
          ({ sequence, key }) => [`${did}#key-${String(sequence)}`, registryRules.multikey(key)] as const,
        ),
        ...issuer.assertionKeys.map(
          ({ sequence, key }) =>
            [`${did}#assertion-${String(sequence)}`, registryRules.multikey(key)] as const,
        ),
      ]);
      const methods = (document['verificationMethod'] ?? []) as readonly JsonObject[];
      const foreign = methods
        .filter(
          ({ id, publicKeyMultibase, controller }) =>
            expected.get(textOf(id)) !== publicKeyMultibase || controller !== did,
        )
        .map(({ id }) => textOf(id));
      if (foreign.length > 0) throw new Failed('DID_KEY_FOREIGN', { methods: foreign });
      const missing = [...expected.keys()].filter((id) => !methods.some((each) => each['id'] === id));
      if (missing.length > 0) throw new Failed('DID_KEY_MISSING', { methods: missing });
      return { keys: methods.length };
    },
  },
  {
    id: 'did-document-by-itself',
    group: 'did',
    title: { zh: '可只取 DID 文档本身', en: 'The document by itself is served as application/did' },
    clause: 'W3C DID Resolution 1.0, HTTP(S) binding; docs/formats/did-resolution.md',
    run: async (kit) => {
      const did = didOf(kit);
      const url = urlOf(kit, did);
      const got = await get(url, 'application/did');
      requireStatus(got, 200, url);
      if (objectOf(got, url)['id'] !== did) throw new Failed('DID_DOCUMENT_OTHER', { did });
      return { type: got.type };
    },
  },
  refusalCheck(
    'did-unknown-not-found',
    { zh: '未登记的 DID 答 404', en: 'A DID that is not registered is not found' },
    (kit) => `${didOf(kit)}-no-such-party`,
    404,
    'NOT_FOUND',
  ),
  refusalCheck(
    'did-malformed-refused',
    { zh: '格式不正确的 DID 被拒绝', en: 'What is no DID is refused' },
    () => 'did:renxin:',
    400,
    'INVALID_DID',
  ),
  refusalCheck(
    'did-method-unsupported',
    { zh: '不支持的 DID 方法答 501', en: 'A method that is not supported is said to be so' },
    () => 'did:nosuchmethod:abc',
    501,
    'METHOD_NOT_SUPPORTED',
  ),
];
