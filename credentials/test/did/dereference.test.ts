import fc from 'fast-check';
import type { DIDDocument } from 'did-resolver';
import assert from 'node:assert/strict';
import { createDidResolver, dereferenced, readDidUrl } from '../../src/did/index.js';

const did = 'did:web:x.example';
const embedded = { id: `${did}#k2`, type: 'Multikey', controller: did };
const document: DIDDocument = {
  id: did,
  verificationMethod: [{ id: `${did}#k1`, type: 'Multikey', controller: did }],
  authentication: [`${did}#k1`, embedded],
  service: [
    { id: '#files', type: 'Files', serviceEndpoint: 'https://files.example/a/' },
    { id: `${did}#strange`, type: 'Strange', serviceEndpoint: 'javascript:alert(1)' },
    { id: `${did}#object`, type: 'Object', serviceEndpoint: { uri: 'https://files.example/' } },
  ],
};
const resolve = createDidResolver({
  fetch: async () => new TextEncoder().encode(JSON.stringify(document)),
});
const dereference = (url: string) => dereferenced(resolve, url);

describe('DID URLs', () => {
  it('are read in their parts', () => {
    const url = readDidUrl('did:web:x.example%3A8443:a/p/q?service=s&relativeRef=%2Fr#f');
    assert.deepEqual(url && { ...url, parameters: [...url.parameters] }, {
      did: 'did:web:x.example%3A8443:a',
      path: '/p/q',
      parameters: [
        ['service', 's'],
        ['relativeRef', '/r'],
      ],
      fragment: 'f',
    });
  });

  it('are refused when they are none', () => {
    const wrong = [
      '',
      'did:',
      'did:web',
      'did:web:',
      'DID:web:x',
      'did:Web:x',
      'did:web:x y',
      'did:web:x%2',
      'x:y:z',
    ];
    const inside = ['/^bar^/', '?a=`', '#a#b', '?a=1&a=2', '#%zz', '?a b'];
    for (const url of [...wrong, ...inside.map((part) => did + part), `${did}/${'a'.repeat(3000)}`])
      assert.equal(readDidUrl(url), undefined, url);
  });

  it('never take long, whatever they are', () => {
    fc.assert(fc.property(fc.string({ maxLength: 2048 }), (text) => void readDidUrl(`did:web:${text}`)));
    readDidUrl(`did:web:${'a:'.repeat(1000)}^`);
    readDidUrl(`did:web:a${'/'.repeat(2000)}^`);
  });
});

describe('dereferencing', () => {
  it('gives the document, or what its fragment names: a method, an embedded method, a service', async () => {
    assert.deepEqual(await dereference(did), { kind: 'content', content: document, metadata: {} });
    const contents = [document.verificationMethod?.[0], embedded, document.service?.[0]];
    for (const [i, fragment] of ['k1', 'k2', 'files'].entries())
      assert.deepEqual(await dereference(`${did}#${fragment}`), {
        kind: 'content',
        content: contents[i],
        metadata: {},
      });
  });

  it('gives where a service is, and what is relative to it on the same host', async () => {
    const endpoints: Record<string, string> = {
      '?service=files': 'https://files.example/a/',
      '?service=files#part': 'https://files.example/a/#part',
      '?service=files&relativeRef=b%3Fc%3D1': 'https://files.example/a/b?c=1',
      '?service=files&relativeRef=%2Fb#part': 'https://files.example/b#part',
    };
    for (const [rest, url] of Object.entries(endpoints))
      assert.deepEqual(await dereference(did + rest), { kind: 'endpoint', url, metadata: {} }, rest);
  });

  it('is refused otherwise, each with its code', async () => {
    const codes: Record<string, string> = {
      '#k3': 'notFound',
      '?service=other': 'notFound',
      '?service=strange': 'notFound',
      '?service=object': 'notFound',
      '?service=files&relativeRef=%2F%2Fevil.example%2F': 'invalidDidUrl',
      '?service=files&relativeRef=https%3A%2F%2Fevil.example': 'invalidDidUrl',
      '?relativeRef=b': 'invalidDidUrl',
      '?versionId=1': 'featureNotSupported',
      '/path': 'featureNotSupported',
      '#a#b': 'invalidDidUrl',
    };
    for (const [rest, error] of Object.entries(codes))
      assert.deepEqual(await dereference(did + rest), { kind: 'refused', error }, rest);
    assert.deepEqual(await dereference('did:example:1#a'), {
      kind: 'refused',
      error: 'unsupportedDidMethod',
    });
  });

  it('takes no document whose parts are not what they are called', async () => {
    for (const part of ['service', 'verificationMethod', 'authentication']) {
      const bad = createDidResolver({
        fetch: async () => new TextEncoder().encode(JSON.stringify({ id: did, [part]: { id: 'x' } })),
      });
      assert.deepEqual(await dereferenced(bad, `${did}#x`), { kind: 'refused', error: 'invalidDidDocument' });
    }
  });
});
