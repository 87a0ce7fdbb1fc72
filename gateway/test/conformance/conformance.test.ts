import type { Json, JsonObject } from '@renxin/chaincode/canonical';
import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { serveConformance, type ConformanceServer } from '../../src/conformance/index.js';

interface Answer {
  readonly status: number;
  readonly body: JsonObject;
}

describe('the conformance server', () => {
  let server: ConformanceServer;
  let ids: Readonly<Record<string, string>>;

  before(async () => {
    server = await serveConformance({ host: '127.0.0.1', port: 0 });
    ids = (await (await fetch(`${server.url}/conformance/ids.json`)).json()) as Record<string, string>;
  });
  after(() => server.close());

  async function post(path: string, body: JsonObject): Promise<Answer> {
    const response = await fetch(server.url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as JsonObject };
  }

  const unsigned = (prefix: string): JsonObject => ({
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id: 'urn:uuid:7a4ddca5-6a3b-4b9a-8b0b-8d1d9c3d3c11',
    type: ['VerifiableCredential'],
    issuer: ids[prefix] ?? '',
    credentialSubject: { id: 'did:example:holder', name: '演示人员' },
  });

  const at = (prefix: string): string => (prefix === '/' ? '' : prefix);

  async function issue(prefix: string, options?: JsonObject): Promise<JsonObject> {
    const given = { credential: unsigned(prefix), ...(options !== undefined && { options }) };
    const { status, body } = await post(`${at(prefix)}/credentials/issue`, given);
    assert.equal(status, 201, JSON.stringify(body));
    return body['verifiableCredential'] as JsonObject;
  }

  const reasonOf = ({ body }: Answer): Json | undefined => (body['members'] as JsonObject)['reason'];

  it('has one issuer for each suite', () => {
    assert.deepEqual(Object.keys(ids), [
      '/',
      '/eddsa-jcs-2022',
      '/ecdsa-rdfc-2019',
      '/ecdsa-rdfc-2019/P-384',
      '/ecdsa-sd-2023',
      '/bbs-2023',
      '/status',
      '/status/message',
      '/vc-jwt',
    ]);
    const starts = ['z6Mk', 'z6Mk', 'zDna', 'z82L', 'zDna', 'zUC7', 'z6Mk', 'z6Mk', 'zDna'];
    assert.deepEqual(
      Object.values(ids).map((did) => did.slice('did:key:'.length, 'did:key:'.length + 4)),
      starts,
    );
  });

  for (const prefix of ['/', '/eddsa-jcs-2022', '/ecdsa-rdfc-2019', '/ecdsa-rdfc-2019/P-384', '/vc-jwt'])
    it(`issues and verifies: ${prefix}`, async () => {
      const verifiableCredential = await issue(prefix);
      const verified = await post('/credentials/verify', { verifiableCredential });
      assert.equal(verified.status, 200, JSON.stringify(verified.body));
      const envelope = verifiableCredential['type'] === 'EnvelopedVerifiableCredential';
      const forged = envelope
        ? { ...verifiableCredential, id: `${verifiableCredential['id'] as string}x` }
        : { ...verifiableCredential, credentialSubject: { id: 'did:example:thief' } };
      assert.equal((await post('/credentials/verify', { verifiableCredential: forged })).status, 400);
    });

  for (const prefix of ['/ecdsa-sd-2023', '/bbs-2023'])
    it(`issues, derives and verifies: ${prefix}`, async () => {
      const verifiableCredential = await issue(prefix, { mandatoryPointers: ['/issuer'] });
      const base = await post('/credentials/verify', { verifiableCredential });
      assert.deepEqual([base.status, reasonOf(base)], [400, 'PROOF_SIGNATURE']);
      const options = { selectivePointers: ['/credentialSubject/name'] };
      const derived = await post(`${prefix}/credentials/derive`, { verifiableCredential, options });
      assert.equal(derived.status, 201);
      const shown = derived.body['verifiableCredential'] as JsonObject;
      assert.equal((await post('/credentials/verify', { verifiableCredential: shown })).status, 200);
      const wrong = await post(`${prefix}/credentials/derive`, {
        verifiableCredential,
        options: { selectivePointers: ['/none'] },
      });
      assert.deepEqual([wrong.status, reasonOf(wrong)], [400, 'POINTER_INVALID']);
    });

  it('gives what it issues a status, and refuses it once that is set', async () => {
    const verifiableCredential = await issue('/status');
    const entries = verifiableCredential['credentialStatus'] as JsonObject[];
    assert.deepEqual(
      entries.map(({ statusPurpose }) => statusPurpose),
      ['revocation', 'suspension'],
    );
    const [entry] = entries;
    assert.notEqual(entry?.['id'], entry?.['statusListCredential']);
    const list = await fetch(entry?.['statusListCredential'] as string);
    const { type } = (await list.json()) as { type: string[] };
    assert.deepEqual(type, ['VerifiableCredential', 'BitstringStatusListCredential']);
    const verify = (): Promise<Answer> => post('/status/credentials/verify', { verifiableCredential });
    const set = (status: boolean): Promise<Answer> =>
      post('/status/credentials/status', {
        credentialId: verifiableCredential['id'] ?? '',
        credentialStatus: { type: 'BitstringStatusListEntry', statusPurpose: 'suspension' },
        status,
      });
    assert.equal((await verify()).status, 200);
    assert.equal((await set(true)).status, 200);
    assert.equal(reasonOf(await verify()), 'STATUS_SET');
    assert.equal((await set(false)).status, 200);
    assert.equal((await verify()).status, 200);
  });

  it('gives a status of messages as well, each value of which can be set', async () => {
    const verifiableCredential = await issue('/status/message');
    const [revocation, , message] = verifiableCredential['credentialStatus'] as JsonObject[];
    assert.equal(message?.['statusSize'], 2);
    assert.equal((message['statusMessage'] as Json[]).length, 4);
    assert.equal(message['statusListIndex'], revocation?.['statusListIndex']);
    const index = Number(message['statusListIndex']);
    const credentialId = verifiableCredential['id'] ?? '';
    const type = 'BitstringStatusListEntry';
    for (const value of [3, 2, 0]) {
      const credentialStatus = { type, statusPurpose: 'message' };
      const asked = { credentialId, credentialStatus, status: `0x${String(value)}` };
      assert.equal((await post('/status/message/credentials/status', asked)).status, 200);
      const list = (await (await fetch(message['statusListCredential'] as string)).json()) as JsonObject;
      const { encodedList } = list['credentialSubject'] as { encodedList: string };
      const bits = gunzipSync(Buffer.from(encodedList.slice(1), 'base64url'));
      assert.equal(bits.length, 32_768);
      assert.equal(((bits[index >> 2] ?? 0) >> (6 - 2 * (index & 3))) & 3, value);
      // It says something, and takes nothing away.
      const verified = await post('/status/message/credentials/verify', { verifiableCredential });
      assert.equal(verified.status, 200, JSON.stringify(verified.body));
    }
    const wrong = { credentialId, credentialStatus: { type, statusPurpose: 'message' }, status: '0x4' };
    const refused = await post('/status/message/credentials/status', wrong);
    assert.deepEqual([refused.status, refused.body['code']], [422, 'STATUS_VALUE_UNKNOWN']);
    const statusMessages = { messages: [{ status: '0x0', message: 'a' }] };
    const credential = unsigned('/status');
    const three = await post('/status/credentials/issue', { credential, options: { statusMessages } });
    assert.deepEqual([three.status, three.body['code']], [400, 'BODY_INVALID']);
  });

  it('gives a credential that is issued again its place, and none to what is refused', async () => {
    const [first, again] = await Promise.all([issue('/status'), issue('/status')]);
    assert.deepEqual(first?.['credentialStatus'], again?.['credentialStatus']);
    const statusMessages = ['a', 'b'].map((message, i) => ({ status: `0x${String(i)}`, message }));
    const other = {
      credential: unsigned('/status'),
      options: { statusMessages: { messages: statusMessages } },
    };
    const refused = await post('/status/credentials/issue', other);
    assert.deepEqual([refused.status, refused.body['code']], [409, 'STATUS_CREDENTIAL_KNOWN']);
    const id = 'urn:uuid:6f1f8f52-3a55-4d37-8c4f-5f2d0b1c8c11';
    const malformed = { ...unsigned('/status'), id, credentialSubject: {} };
    assert.equal((await post('/status/credentials/issue', { credential: malformed })).status, 400);
    const unknown = await post('/status/credentials/status', {
      credentialId: id,
      credentialStatus: { type: 'BitstringStatusListEntry', statusPurpose: 'revocation' },
      status: true,
    });
    assert.equal(unknown.body['code'], 'STATUS_CREDENTIAL_UNKNOWN');
  });

  it('resolves did:key', async () => {
    const did = ids['/'] ?? '';
    const ask = async (rest: string): Promise<Answer> => {
      const response = await fetch(`${server.url}/1.0/identifiers/${rest}`);
      return { status: response.status, body: (await response.json()) as JsonObject };
    };
    const found = await ask(encodeURIComponent(did));
    assert.deepEqual([found.status, (found.body['didDocument'] as JsonObject)['id']], [200, did]);
    assert.equal((await ask('did:renxin:x:y')).status, 501);
    assert.deepEqual((await ask('%zz')).body['code'], 'PATH_INVALID');
    assert.deepEqual((await ask(`${did}?unheardOf=1`)).body['code'], 'QUERY_INVALID');
  });

  it('asks no list of anybody else: STATUS_UNAVAILABLE', async () => {
    const entry = {
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: '0',
      statusListCredential: 'http://127.0.0.1:9/list',
    };
    const credential = { ...unsigned('/'), credentialStatus: entry };
    const { body } = await post('/credentials/issue', { credential });
    const verifiableCredential = body['verifiableCredential'] as JsonObject;
    assert.equal(reasonOf(await post('/credentials/verify', { verifiableCredential })), 'STATUS_UNAVAILABLE');
    const unknown = await post('/status/credentials/status', {
      credentialId: 'urn:uuid:never',
      credentialStatus: { type: 'BitstringStatusListEntry', statusPurpose: 'revocation' },
      status: true,
    });
    assert.deepEqual([unknown.status, unknown.body['code']], [404, 'STATUS_CREDENTIAL_UNKNOWN']);
  });

  it('asks who the issuer is where it is told to', async () => {
    const verifiableCredential = await issue('/');
    const ask = (checks: Json): Promise<Answer> =>
      post('/credentials/verify', { verifiableCredential, options: { checks } });
    assert.equal((await ask(['proof'])).status, 200);
    assert.equal((await ask(['proof', 'issuer', 'period'])).status, 200);
    const wrong = await post('/credentials/issue', {
      credential: { ...unsigned('/'), issuer: 'https://issuer.example/' },
    });
    assert.deepEqual([wrong.status, reasonOf(wrong)], [400, 'PROOF_NOT_BY_ISSUER']);
  });

  it('judges no proof inside an envelope: neither issues nor takes one', async () => {
    const signed = await issue('/');
    const credential = { ...signed, issuer: ids['/vc-jwt'] ?? '' };
    const refused = await post('/vc-jwt/credentials/issue', { credential });
    assert.deepEqual([refused.status, reasonOf(refused)], [400, 'ENVELOPE_MALFORMED']);
  });

  it('takes presentations with and without the holder’s signature', async () => {
    const verifiablePresentation = {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      type: ['VerifiablePresentation'],
      verifiableCredential: [await issue('/'), await issue('/vc-jwt')],
    };
    const verified = await post('/presentations/verify', { verifiablePresentation });
    assert.equal(verified.status, 200, JSON.stringify(verified.body));
    // Who asks for a challenge asks for a signature.
    const asked = { verifiablePresentation, options: { challenge: 'c', domain: 'd' } };
    assert.equal(reasonOf(await post('/presentations/verify', asked)), 'PROOF_MISSING');
    const bad = { ...verifiablePresentation, type: ['Other'] };
    const refused = await post('/presentations/verify', { verifiablePresentation: bad });
    assert.deepEqual([refused.status, reasonOf(refused)], [400, 'PRESENTATION_MALFORMED']);
  });

  it('reads bodies strictly', async () => {
    for (const body of [{}, { credential: 'text' }, { credential: {}, options: { unheardOf: 1 } }])
      assert.deepEqual((await post('/credentials/issue', body)).body['code'], 'BODY_INVALID');
    const large = { credential: { ...unsigned('/'), name: 'x'.repeat(1_100_000) } };
    assert.equal((await post('/credentials/issue', large)).body['code'], 'BODY_TOO_LARGE');
    assert.equal((await post('/unheard-of', {})).status, 404);
  });
});
