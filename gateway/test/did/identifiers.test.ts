import { createDidResolver, type DidResolver } from '@renxin/credentials/did';
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { resolveIdentifier } from '../../src/routes/identifiers.js';
import { openHouse, type House } from '../http/house.js';

type DIDDocument = NonNullable<Awaited<ReturnType<DidResolver>>['didDocument']>;

const key = 'z6MktKwz7Ge1Yxzr4JHavN33wiwa8y81QdcMRLXQsrH9T53b';
const didKey = `did:key:${key}`;
const ofLedger = 'did:renxin:test-ledger:assessor';
const web = 'did:web:x.example';
const documents = new Map<string, DIDDocument>([
  ['https://x.example/.well-known/did.json', webDocument()],
  ['https://bad.example/.well-known/did.json', { id: web }],
]);

const RESOLUTION = 'application/did-resolution';
const DEREFERENCING = 'application/did-url-dereferencing';
const OLD = 'application/ld+json;profile="https://w3id.org/did-resolution"';
const CONTEXT = 'https://w3id.org/did-resolution/v1';

describe('GET /1.0/identifiers/{did}', () => {
  let house: House;
  before(async () => {
    const resolveDid = createDidResolver({
      lookup: async (did, version) =>
        did === ofLedger || did === `${ofLedger}-gone`
          ? { didDocument: { id: did }, didDocumentMetadata: { deactivated: did !== ofLedger, ...version } }
          : undefined,
      fetch: async (url) => {
        if (url.hostname === 'down.example') throw new Error('refused');
        const document = documents.get(url.href);
        return document && new TextEncoder().encode(JSON.stringify(document));
      },
    });
    house = await openHouse({ routes: [resolveIdentifier], services: { resolveDid } });
  });
  after(() => house.stop());

  const ask = async (did: string, accept?: string, base = '') => {
    // Not by fetch, which sends an Accept of its own.
    const { port } = house;
    const headers = accept === undefined ? {} : { accept };
    return new Promise<Answer>((resolve, reject) => {
      const path = `${base}/1.0/identifiers/${did}`;
      const asking = request({ host: '127.0.0.1', port, path, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          const { statusCode: status = 0, headers: said } = response;
          const body = (text === '' ? undefined : JSON.parse(text)) as Answer['body'];
          resolve({ status, type: said['content-type'], location: said.location, body });
        });
      });
      asking.on('error', reject).end();
    });
  };

  it('answers a resolution result: encoded or not, at the root and under each organisation', async () => {
    for (const base of ['', '/orgs/gd'])
      for (const did of [didKey, encodeURIComponent(didKey)])
        for (const accept of [
          RESOLUTION,
          undefined,
          '*/*',
          `text/html, ${RESOLUTION};q=0.5, application/did;q=0.1`,
        ]) {
          const { status, type, body } = await ask(did, accept, base);
          assert.deepEqual([status, type], [200, RESOLUTION]);
          assert.equal(body?.didDocument?.id, didKey);
          assert.deepEqual(body.didResolutionMetadata, { contentType: 'application/did' });
          assert.deepEqual(body.didDocumentMetadata, {});
        }
  });

  it('answers the document alone as a representation of it', async () => {
    for (const accept of ['application/did', 'application/did+json', 'application/did+ld+json']) {
      const { status, type, body } = await ask(ofLedger, accept);
      assert.deepEqual([status, type, body], [200, accept, { id: ofLedger }]);
    }
  });

  it('answers each error with its status, as an object', async () => {
    const errors: [string, number, string][] = [
      ['not-a-did', 400, 'INVALID_DID'],
      ['did:example', 400, 'INVALID_DID'],
      ['did:key:@', 400, 'INVALID_DID'],
      ['did:key:zTjsVPtY', 400, 'INVALID_PUBLIC_KEY_LENGTH'],
      ['did:unsupported:123456789abcdefghi', 501, 'METHOD_NOT_SUPPORTED'],
      ['did:renxin:test-ledger:nobody', 404, 'NOT_FOUND'],
      ['did:web:nobody.example', 404, 'NOT_FOUND'],
      ['did:web:down.example', 500, 'INTERNAL_ERROR'],
      ['did:web:bad.example', 500, 'INVALID_DID_DOCUMENT'],
      ['did:web:127.0.0.1', 400, 'INVALID_DID'],
      [`${didKey}?publicKeyFormat=unknown`, 501, 'UNSUPPORTED_PUBLIC_KEY_TYPE'],
      [encodeURIComponent(`${didKey}#${key}`), 400, 'INVALID_DID'],
    ];
    for (const [did, expected, code] of errors) {
      const { status, type, body } = await ask(did, RESOLUTION);
      assert.deepEqual([status, type], [expected, RESOLUTION], did);
      assert.equal(body?.didDocument, null);
      assert.deepEqual(body.didDocumentMetadata, {});
      const error = body.didResolutionMetadata?.error as { type: string } | undefined;
      assert.equal(error?.type, `https://www.w3.org/ns/did#${code}`, did);
    }
    const { status, body } = await ask(didKey, 'application/x-other');
    assert.equal(status, 406);
    assert.equal(
      (body?.didResolutionMetadata?.error as { type: string }).type,
      'https://www.w3.org/ns/did#REPRESENTATION_NOT_SUPPORTED',
    );
  });

  it('resolves a version of the ledger’s by an option, dereferences it by a DID URL', async () => {
    const [time, read] = ['2026-03-01T00:00:00Z', '2026-03-01T00:00:00.000Z'];
    const versions = [
      ['versionId=1.2', { versionId: '1.2' }],
      [`versionTime=${time}`, { versionTime: read }],
      [`versionTime=${encodeURIComponent(time)}`, { versionTime: read }],
    ] as const;
    for (const [query, version] of versions) {
      const option = await ask(`${encodeURIComponent(ofLedger)}?${query}`, RESOLUTION);
      assert.deepEqual([option.status, option.type], [200, RESOLUTION]);
      assert.deepEqual(option.body?.didDocumentMetadata, { deactivated: false, ...version });
      const url = await ask(encodeURIComponent(`${ofLedger}?${query}`), DEREFERENCING);
      assert.deepEqual([url.status, url.type], [200, DEREFERENCING]);
      assert.deepEqual(url.body?.contentStream, { id: ofLedger });
    }
    const wrong = `${ofLedger}?versionTime=yesterday`;
    const [asOption, asUrl] = [
      await ask(wrong, RESOLUTION),
      await ask(encodeURIComponent(wrong), DEREFERENCING),
    ];
    const { didResolutionMetadata: said } = asOption.body ?? {};
    assert.equal((said?.error as { type: string }).type, 'https://www.w3.org/ns/did#INVALID_OPTIONS');
    assert.deepEqual([asOption.status, asUrl.status], [400, 400]);
    const ofKey = await ask(`${didKey}?versionId=1`, RESOLUTION);
    assert.equal(ofKey.status, 501);
  });

  it('says of a deactivated DID that it is gone', async () => {
    const { status, body } = await ask(`${ofLedger}-gone`, RESOLUTION);
    assert.equal(status, 410);
    assert.deepEqual(body?.didDocumentMetadata, { deactivated: true });
  });

  it('answers the form before: words for errors, empty maps for nothing', async () => {
    const words: [string, string][] = [
      ['notDid:key:x', 'invalidDid'],
      [`did:experimental:${key}`, 'methodNotSupported'],
      ['did:key:zTjsVPtY', 'invalidPublicKeyLength'],
      [`${encodeURIComponent(didKey)}?publicKeyFormat=unknown`, 'unsupportedPublicKeyType'],
    ];
    for (const [did, error] of words) {
      const { type, body } = await ask(did, OLD);
      const said = { didResolutionMetadata: { error }, didDocument: {}, didDocumentMetadata: {} };
      assert.deepEqual([type, body], [OLD, { '@context': CONTEXT, ...said }]);
    }
    const urls: [string, string][] = [
      [`/^bar^/?query=\`#${key}`, 'invalidDidUrl'],
      [`#${key}?x=y`, 'notFound'],
    ];
    for (const [rest, error] of urls) {
      const { body } = await ask(encodeURIComponent(didKey + rest), OLD);
      assert.deepEqual(body?.didDereferencingMetadata, { error });
    }
    const old = '?publicKeyFormat=Ed25519VerificationKey2018&enableExperimentalPublicKeyTypes=false';
    const { body } = await ask(encodeURIComponent(`${didKey}#${key}`) + old, OLD);
    assert.deepEqual(body?.didDereferencingMetadata, { error: 'invalidPublicKeyType' });
    const found = await ask(encodeURIComponent(`${didKey}#${key}`), OLD);
    assert.equal(found.body?.didDocument?.controller, didKey);
  });

  it('dereferences a DID URL: the content with its metadata, or alone', async () => {
    const url = encodeURIComponent(`${web}#k1`);
    for (const accept of [DEREFERENCING, undefined]) {
      const { status, type, body } = await ask(url, accept);
      assert.deepEqual([status, type], [200, DEREFERENCING]);
      assert.deepEqual(body, {
        contentStream: webDocument().verificationMethod?.[0],
        dereferencingMetadata: { contentType: DEREFERENCING },
        contentMetadata: {},
      });
    }
    assert.deepEqual((await ask(url, 'application/did')).body, webDocument().verificationMethod?.[0]);
    const { status, body } = await ask(encodeURIComponent(`${web}?versionId=1`), DEREFERENCING);
    assert.deepEqual([status, body?.contentStream], [501, null]);
  });

  it('sends to a service with 303, and says nothing itself', async () => {
    for (const asked of [`?service=files&relativeRef=${encodeURIComponent('/b')}`, '?service=files']) {
      const expected = asked.includes('relative') ? 'https://files.example/b' : 'https://files.example/a';
      for (const did of [web + asked, encodeURIComponent(web + asked)]) {
        const { status, location, body } = await ask(did, DEREFERENCING);
        assert.deepEqual([status, location, body], [303, expected, undefined]);
      }
    }
  });
});

interface Answer {
  readonly status: number;
  readonly type: string | undefined;
  readonly location: string | undefined;
  readonly body:
    | {
        readonly didDocument?: (DIDDocument & { controller?: string }) | null;
        readonly didResolutionMetadata?: { readonly error?: unknown };
        readonly didDereferencingMetadata?: unknown;
        readonly didDocumentMetadata?: unknown;
        readonly contentStream?: unknown;
      }
    | undefined;
}

function webDocument(): DIDDocument {
  return {
    id: web,
    verificationMethod: [{ id: `${web}#k1`, type: 'Multikey', controller: web }],
    service: [{ id: `${web}#files`, type: 'Files', serviceEndpoint: 'https://files.example/a' }],
  };
}
