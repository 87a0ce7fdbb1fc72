import { verify } from '@renxin/archive/verify';
import type { JsonObject } from '@renxin/chaincode/canonical';
import { statusEntriesOf, type Credential } from '@renxin/credentials/credential';
import { StatusBits } from '@renxin/credentials/status';
import { Failed, found, Skipped, textOf, type Check, type Kit } from '../check.js';
import { get, objectOf, requireStatus } from '../http.js';
import { trustNow } from './trust.js';

/** The status lists that the province publishes. */

const purposes = ['revocation', 'suspension'] as const;

interface List {
  readonly purpose: (typeof purposes)[number];
  readonly url: string;
  readonly document: JsonObject;
  readonly bytes: Uint8Array;
}

/** Of the certificate that the kit had issued; else the province's first ones. @throws Skipped NO_STATUS_LIST_YET */
async function listsOf(kit: Kit): Promise<readonly List[]> {
  const lists: List[] = [];
  for (const [purpose, url] of addressesOf(kit)) {
    const got = await get(url, 'application/json');
    if (got.status === 404 && kit.certificate === undefined) throw new Skipped('NO_STATUS_LIST_YET');
    requireStatus(got, 200, url);
    lists.push({ purpose, url, document: objectOf(got, url), bytes: got.bytes });
  }
  return lists;
}

function addressesOf(kit: Kit): readonly (readonly [List['purpose'], string])[] {
  if (kit.certificate === undefined)
    return purposes.map((purpose) => [purpose, `${kit.base}/status-lists/1-${purpose}`]);
  const entries = statusEntriesOf(kit.certificate.credential as unknown as Credential);
  return purposes.map((purpose) => {
    const url = entries.find(({ statusPurpose }) => statusPurpose === purpose)?.statusListCredential;
    if (url === undefined) throw new Failed('STATUS_ENTRY_MISSING', { purpose });
    return [purpose, url];
  });
}

export const statusChecks: readonly Check[] = [
  {
    id: 'status-list-signed',
    group: 'status',
    title: {
      zh: '状态列表由本省签名（SM2 与 EdDSA），在有效期内',
      en: 'Status lists carry the province’s proofs (SM2 and EdDSA) and are in their period',
    },
    clause: 'W3C Bitstring Status List 1.0, 3.2 “Validate Algorithm”; docs/formats/status-list.md',
    run: async (kit) => {
      found(kit.trust);
      const lists = await listsOf(kit);
      const { bytes: trust } = await trustNow(kit);
      for (const { url, bytes } of lists) {
        const files = [{ name: 'list.json', bytes }];
        const [report] = await verify(files, { provider: kit.provider, now: kit.clock(), trust });
        if (report?.verdict === 'valid') continue;
        const why = report?.steps.find(({ outcome }) => outcome !== 'pass');
        throw new Failed('STATUS_LIST_NOT_VALID', { url, step: why?.step ?? '', code: why?.code ?? '' });
      }
      return { lists: purposes.length };
    },
  },
  {
    id: 'status-list-subject',
    group: 'status',
    title: {
      zh: '状态列表的类型、用途、签发方正确，不少于 131,072 位',
      en: 'Status lists have their type, purpose and issuer, and at least 131,072 entries',
    },
    clause: 'W3C Bitstring Status List 1.0, 2.2 “BitstringStatusListCredential”, 6.1 “Minimum length”',
    run: async (kit) => {
      const did = `did:renxin:${found(kit.trust).trust.ledger}:${kit.province}`;
      for (const { url, purpose, document } of await listsOf(kit)) {
        const subject = document['credentialSubject'] as JsonObject | undefined;
        const { type = [], issuer = '' } = document;
        if (!Array.isArray(type) || !type.includes('BitstringStatusListCredential'))
          throw new Failed('STATUS_LIST_TYPE', { url });
        if (issuer !== did) throw new Failed('STATUS_LIST_ISSUER', { url });
        if (subject?.['statusPurpose'] !== purpose) throw new Failed('STATUS_LIST_PURPOSE', { url });
        bitsOf(textOf(subject['encodedList']), url);
      }
      return { issuer: did };
    },
  },
  {
    id: 'status-list-unknown-not-found',
    group: 'status',
    title: { zh: '没有的状态列表答 404', en: 'A status list that is not there is not found' },
    clause: 'RFC 9110, 15.5.5; docs/formats/problem-details.md',
    run: async (kit) => {
      const url = `${kit.base}/status-lists/999999-revocation`;
      requireStatus(await get(url), 404, url);
      return {};
    },
  },
];

/** The bits of a list; a list below the least length is none. */
function bitsOf(encoded: string, url: string): StatusBits {
  try {
    return StatusBits.decode(encoded);
  } catch (cause) {
    throw new Failed('STATUS_LIST_ENCODING', { url }, { cause });
  }
}
