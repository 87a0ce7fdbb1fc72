import { nativeProvider } from '@renxin/seal/native';
import { generateAssertionSigner, generateSigner } from '@renxin/seal/signer';
import type { DIDDocument } from 'did-resolver';
import assert from 'node:assert/strict';
import { addProof, multikeyOf, verifyProof } from '../../src/data-integrity/index.js';
import { createDidResolver, methodInHistory, methodsFrom, type KeyHistory } from '../../src/did/index.js';
import { activation } from '../credential/made.js';

const resolve = createDidResolver({});

describe('did:key', () => {
  for (const { signer } of [generateAssertionSigner(), generateSigner('SM2'), generateSigner('P-256')]) {
    it(`has the document of its key: ${signer.key.algorithm}`, async () => {
      const multikey = multikeyOf(signer.key);
      const { didDocument, didResolutionMetadata } = await resolve(`did:key:${multikey}`);
      assert.deepEqual(didResolutionMetadata, { contentType: 'application/did' });
      assert.deepEqual(didDocument?.verificationMethod, [
        {
          id: `did:key:${multikey}#${multikey}`,
          type: 'Multikey',
          controller: `did:key:${multikey}`,
          publicKeyMultibase: multikey,
        },
      ]);
      assert.deepEqual(didDocument?.assertionMethod, [`did:key:${multikey}#${multikey}`]);
    });
  }

  it('is refused when it is none, or has anything behind it', async () => {
    const good = multikeyOf(generateSigner('SM2').signer.key);
    const wrong = [
      'did:key:',
      'did:key:z',
      `did:key:${good}#${good}`,
      `did:key:${good}?x=1`,
      'did:key:z6MkO',
      'DID:key:z6Mk',
      'key',
      '',
      `did:key:z${'2'.repeat(3000)}`,
    ];
    assert.equal(await errorOf(`did:key:${good}x`), 'unsupportedPublicKeyType');
    for (const did of wrong) assert.equal(await errorOf(did), 'invalidDid', did);
    assert.equal(await errorOf('did:example:123'), 'unsupportedDidMethod');
    assert.equal(await errorOf('did:constructor:123'), 'unsupportedDidMethod');
    assert.equal(await errorOf('did:web:example.com'), 'unsupportedDidMethod', 'no fetch was given');
  });

  it('signs what is verified by its document', async () => {
    const { signer } = generateAssertionSigner();
    const did = `did:key:${multikeyOf(signer.key)}`;
    const options = {
      cryptosuite: 'eddsa-jcs-2022',
      verificationMethod: `${did}#${multikeyOf(signer.key)}`,
      proofPurpose: 'authentication',
      created: '2026-03-01T00:00:00Z',
      signer,
      activation,
    } as const;
    const signed = await addProof({ note: 'x' }, options, nativeProvider);
    const how = { provider: nativeProvider, now: new Date(), methodOf: methodsFrom(resolve) } as const;
    assert.ok((await verifyProof(signed, { ...how, proofPurpose: 'authentication' })).verified);
    assert.equal(await methodsFrom(resolve)(did), undefined, 'a DID without a fragment is no key');
    assert.equal(await methodsFrom(resolve)(`${did}#other`), undefined);
  });
});

describe('did:web', () => {
  const asked: string[] = [];
  const documents = new Map<string, string>();
  const web = createDidResolver({
    fetch: async (url) => {
      asked.push(url.href);
      const text = documents.get(url.href);
      if (text === 'fail') throw new Error('refused');
      return text === undefined ? undefined : new TextEncoder().encode(text);
    },
  });

  it('lies where the DID says', async () => {
    const places: Record<string, string> = {
      'did:web:gd.example': 'https://gd.example/.well-known/did.json',
      'did:web:gd.example%3A8443': 'https://gd.example:8443/.well-known/did.json',
      'did:web:gd.example:orgs:assessor': 'https://gd.example/orgs/assessor/did.json',
    };
    for (const [did, url] of Object.entries(places)) {
      documents.set(url, JSON.stringify({ id: did }));
      const { didDocument } = await web(did);
      assert.equal(didDocument?.id, did);
      assert.equal(asked.at(-1), url);
    }
  });

  it('is never asked for at an address, a name without a dot, or beside the path', async () => {
    const before = asked.length;
    const wrong = [
      'did:web:127.0.0.1',
      'did:web:localhost',
      'did:web:localhost%3A8080',
      'did:web:[::1]',
      'did:web:gd.example%2F..',
      'did:web:gd.example:..:x',
      'did:web:gd.example:.',
      'did:web:gd.example::x',
      'did:web:gd.example%3A0',
      'did:web:gd.example%3A99999',
      'did:web:gd.example%3A1%3A2',
      'did:web:user%40gd.example',
      'did:web:0x7f.1',
      'did:web:2130706433',
      'did:web:-gd.example',
    ];
    for (const did of wrong) assert.equal((await web(did)).didResolutionMetadata.error, 'invalidDid', did);
    assert.equal(asked.length, before);
  });

  it('is refused when there is nothing, something else, or the fetch is refused', async () => {
    const at = 'https://x.example/.well-known/did.json';
    const cases: Record<string, string> = {
      fail: 'internalError',
      '{"id":"did:web:y.example"}': 'invalidDidDocument',
      '{"id":"did:web:x.example","id":"did:web:x.example"}': 'invalidDidDocument',
      '[]': 'invalidDidDocument',
      'not json': 'invalidDidDocument',
    };
    assert.equal((await web('did:web:x.example')).didResolutionMetadata.error, 'notFound');
    for (const [text, error] of Object.entries(cases)) {
      documents.set(at, text);
      assert.equal((await web('did:web:x.example')).didResolutionMetadata.error, error, text);
    }
  });
});

describe('did:renxin', () => {
  const did = 'did:renxin:test-ledger:assessor';
  const document: DIDDocument = { id: did };
  const ledger = createDidResolver({
    lookup: async (asked) =>
      asked === did ? { didDocument: document, didDocumentMetadata: { versionId: '1' } } : undefined,
  });

  it('is what the ledger says', async () => {
    const { didDocument, didDocumentMetadata } = await ledger(did);
    assert.deepEqual([didDocument, didDocumentMetadata], [document, { versionId: '1' }]);
    assert.equal((await ledger('did:renxin:test-ledger:nobody')).didResolutionMetadata.error, 'notFound');
    for (const wrong of ['did:renxin:x', 'did:renxin:test-ledger:Assessor', 'did:renxin:test-ledger:a:b']) {
      assert.equal((await ledger(wrong)).didResolutionMetadata.error, 'invalidDid', wrong);
    }
  });

  it('is asked for a version or for a time in UTC, never for both', async () => {
    const asked: object[] = [];
    const dated = createDidResolver({
      lookup: async (_did, version) => {
        asked.push(version);
        return { didDocument: document, didDocumentMetadata: {} };
      },
    });
    for (const options of [{ versionId: '1.2' }, { versionTime: '2026-03-01T00:00:00Z' }, {}])
      assert.equal((await dated(did, options)).didResolutionMetadata.error, undefined);
    assert.deepEqual(asked, [{ versionId: '1.2' }, { versionTime: '2026-03-01T00:00:00.000Z' }, {}]);
    for (const options of [
      { versionId: '' },
      { versionId: '1', versionTime: '2026-03-01T00:00:00Z' },
      { versionTime: '2026-03-01T00:00:00+08:00' },
      { versionTime: '2026-03-01T00:00:00' },
      { versionTime: '2026-02-30T00:00:00Z' },
      { versionTime: 'yesterday' },
    ])
      assert.equal((await dated(did, options)).didResolutionMetadata.error, 'invalidOptions');
    const key = 'did:key:z6MktKwz7Ge1Yxzr4JHavN33wiwa8y81QdcMRLXQsrH9T53b';
    assert.equal((await dated(key, { versionId: '1' })).didResolutionMetadata.error, 'featureNotSupported');
    assert.equal(asked.length, 3);
  });
});

describe('keys in a history', () => {
  const did = 'did:renxin:test-ledger:assessor';
  const [first, second] = [generateSigner('SM2').signer.key, generateSigner('SM2').signer.key];
  const assertion = generateAssertionSigner().signer.key;
  const history: KeyHistory = {
    keys: [
      { sequence: 1, key: first, from: '2026-01-01T00:00:00.000Z', until: '2026-02-01T00:00:00.000Z' },
      { sequence: 3, key: second, from: '2026-02-01T00:00:00.000Z' },
    ],
    assertionKeys: [{ sequence: 1, key: assertion, from: '2026-01-02T00:00:00.000Z' }],
  };

  it('have the period in which they were in force', () => {
    assert.deepEqual(methodInHistory(did, history, `${did}#key-1`), {
      controller: did,
      key: first,
      purposes: ['assertionMethod', 'authentication'],
      from: '2026-01-01T00:00:00.000Z',
      until: '2026-02-01T00:00:00.000Z',
    });
    assert.deepEqual(methodInHistory(did, history, `${did}#assertion-1`)?.purposes, ['assertionMethod']);
    for (const url of [
      did,
      `${did}#key-2`,
      `${did}#key-01`,
      `${did}#key-1x`,
      `${did}x#key-1`,
      `${did}#assertion-2`,
      `${did}#__proto__`,
    ]) {
      assert.equal(methodInHistory(did, history, url), undefined, url);
    }
  });
});

async function errorOf(did: string): Promise<string | undefined> {
  return (await resolve(did)).didResolutionMetadata.error;
}
