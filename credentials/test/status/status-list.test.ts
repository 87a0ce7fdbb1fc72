import type { JsonObject } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import assert from 'node:assert/strict';
import { signCredential, statusEntriesOf, type Credential } from '../../src/credential/index.js';
import {
  statusEntry,
  statusesOf,
  statusListCredential,
  StatusBits,
  type StatusListContent,
  type StatusOptions,
} from '../../src/status/index.js';
import { activation, codeOf, issued, ISSUER, keys, NOW, policy } from '../credential/made.js';

const REVOCATION = 'https://gd.example/status-lists/1/revocation';
const SUSPENSION = 'https://gd.example/status-lists/1/suspension';

describe('the status of a credential', () => {
  it('is what the lists of its entries say', async () => {
    const credential = await withStatus();
    assert.deepEqual(await statuses(credential, { [REVOCATION]: await list({}, []) }), [
      'STATUS_UNAVAILABLE',
    ]);
    const none = { [REVOCATION]: await list({}, []), [SUSPENSION]: await list(suspension, [8]) };
    assert.deepEqual(await statuses(credential, none), []);
    const both = { [REVOCATION]: await list({}, [7]), [SUSPENSION]: await list(suspension, [7]) };
    assert.deepEqual(await statuses(credential, both), ['revocation', 'suspension']);
    assert.deepEqual(await statuses(await issued(), {}), [], 'nothing to ask');
  });

  it('is not known when a list cannot be had, is another’s, of another purpose, out of date or broken', async () => {
    const good = await list({}, []);
    const tampered = { ...good, validUntil: '2030-01-01T00:00:00Z' } as Credential;
    const cases: readonly (readonly [string, unknown, Partial<StatusOptions>?])[] = [
      ['STATUS_UNAVAILABLE', undefined],
      ['STATUS_LIST_INVALID', null],
      ['STATUS_LIST_INVALID', 'text'],
      ['STATUS_LIST_INVALID', await issued()],
      ['STATUS_LIST_INVALID', tampered],
      ['STATUS_LIST_INVALID', await list({ id: `${REVOCATION}2` }, [])],
      ['STATUS_LIST_ISSUER', good, { issuers: ['did:renxin:test:province-31'] }],
      ['STATUS_LIST_ISSUER', good, { issuers: [] }],
      ['STATUS_PURPOSE_MISMATCH', await list({ statusPurpose: 'suspension' }, [])],
      ['STATUS_LIST_EXPIRED', good, { at: new Date('2026-03-03T08:00:00.001Z') }],
      ['STATUS_LIST_EXPIRED', good, { at: new Date('2026-03-02T07:59:59Z') }],
      [
        'STATUS_LIST_INVALID',
        await signed({ ...bare(), credentialSubject: { type: 'BitstringStatusList' } }),
      ],
      ['STATUS_LIST_INVALID', await signed({ ...bare(), type: ['VerifiableCredential'] })],
      ['STATUS_LIST_INVALID', await broken('uH4sIAAAA')],
      ['STATUS_LIST_INVALID', await broken('u')],
    ];
    const credential = await issued(undefined, {
      credentialStatus: statusEntry(REVOCATION, 'revocation', 7) as unknown as JsonObject,
    });
    for (const [code, value, options] of cases) {
      assert.deepEqual(await statuses(credential, { [REVOCATION]: value }, options), [code]);
    }
    const far = await issued(undefined, {
      credentialStatus: statusEntry(REVOCATION, 'revocation', 131_072) as unknown as JsonObject,
    });
    assert.deepEqual(await statuses(far, { [REVOCATION]: good }), ['STATUS_INDEX_OUT_OF_RANGE']);
    const failing = { fetchList: async () => Promise.reject(new Error('no route')) };
    assert.deepEqual(await statuses(credential, {}, failing), ['STATUS_UNAVAILABLE']);
  });
});

const suspension = { id: SUSPENSION, statusPurpose: 'suspension' } as const;

function withStatus(): Promise<Credential> {
  const entries = [statusEntry(REVOCATION, 'revocation', 7), statusEntry(SUSPENSION, 'suspension', 7)];
  return issued(undefined, { credentialStatus: entries as unknown as JsonObject[] });
}

function content(changes: Partial<StatusListContent>, set: readonly number[]): StatusListContent {
  const bits = new StatusBits();
  for (const index of set) bits.set(index, true);
  return {
    id: REVOCATION,
    issuer: ISSUER,
    statusPurpose: 'revocation',
    bits,
    validFrom: '2026-03-02T08:00:00Z',
    validUntil: '2026-03-03T08:00:00Z',
    ...changes,
  };
}

function bare(): JsonObject {
  return statusListCredential(content({}, []));
}

function list(changes: Partial<StatusListContent>, set: readonly number[]): Promise<Credential> {
  return signed(statusListCredential(content(changes, set)));
}

function broken(encodedList: string): Promise<Credential> {
  const { credentialSubject, ...rest } = bare();
  return signed({ ...rest, credentialSubject: { ...(credentialSubject as JsonObject), encodedList } });
}

function signed(unsigned: JsonObject): Promise<Credential> {
  return signCredential(unsigned, { provider: nativeProvider, now: NOW, activation, keys });
}

/** The purposes that are set, or the code. */
async function statuses(
  credential: Credential,
  lists: Readonly<Record<string, unknown>>,
  options: Partial<StatusOptions> = {},
): Promise<readonly string[]> {
  let found: readonly string[] = [];
  const code = await codeOf(async () => {
    found = await statusesOf(statusEntriesOf(credential), {
      policy,
      at: NOW,
      issuers: [ISSUER],
      fetchList: async (url) => lists[url],
      ...options,
    });
  });
  return code === 'ok' ? found : [code];
}
