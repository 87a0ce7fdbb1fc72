import { toBase64url } from '@renxin/chaincode/canonical';
import { decodeJwt, SignJWT } from 'jose';
import assert from 'node:assert/strict';
import { createSecretKey, randomUUID } from 'node:crypto';
import { somebody } from '../http/desk.js';
import { codeOf, newDpopKey, newKey, newProof, openHouse, TestClient, type House } from '../http/house.js';

const NOTES = '/api/v1/notes';
const PURPOSE = { 'Renxin-Purpose': 'evidence' };

describe('sessions over HTTP', () => {
  let house: House;
  before(async () => {
    house = await openHouse();
  });
  after(() => house.stop());

  const base = (id: string): string => `${house.url}/orgs/${id}`;
  const written = (client: TestClient): Promise<Response> => client.post(NOTES, JSON.stringify(somebody));

  it('opens a session for a registered key and lets its holder in', async () => {
    const worker = house.enrol('person');
    const client = await TestClient.open(base('gd'), worker);
    const claims = decodeJwt(client.token);
    assert.deepEqual(
      {
        sub: claims.sub,
        aud: claims.aud,
        org: claims['org'],
        role: claims['role'],
        relation: claims['relation'],
      },
      {
        sub: worker.registered.identifier,
        aud: base('gd'),
        org: 'employer-1',
        role: 'person',
        relation: 'employment',
      },
    );
    assert.deepEqual(claims['cnf'], { jkt: client.dpop.thumbprint });
    assert.equal((claims.exp ?? 0) - (claims.iat ?? 0), 600);
    const answer = await written(client);
    assert.equal(answer.status, 201);
    const { number } = (await answer.json()) as { number: number };
    assert.deepEqual(await (await client.get(`${NOTES}/${number}?fold=yes`, PURPOSE)).json(), somebody);
  });

  it('answers for the ministry at the bare root and under its own base', async () => {
    const party = house.enrol('employer');
    const [bare, own] = [
      await TestClient.open(house.url, party),
      await TestClient.open(base('mohrss'), party),
    ];
    for (const client of [bare, own]) assert.equal((await written(client)).status, 201);
    own.token = bare.token;
    const opened = new TestClient(base('mohrss'), party, bare.dpop);
    opened.token = bare.token;
    assert.equal((await written(opened)).status, 201, 'one organisation, one token');
    const latest = await (await fetch(`${base('gd')}${NOTES}/latest`)).json();
    assert.deepEqual(latest, { base: base('gd'), url: `${base('gd')}${NOTES}/latest` });
  });

  describe('is not opened', () => {
    let client: TestClient;
    beforeEach(async () => {
      client = new TestClient(base('gd'), house.enrol('employer'), await newDpopKey());
    });
    const bent: [string, Parameters<TestClient['openSession']>[0], string][] = [
      ['with a nonce of one’s own', { body: { nonce: 'A'.repeat(51) } }, 'NONCE_INVALID'],
      ['with a short nonce of one’s own', { body: { nonce: 'A'.repeat(22) } }, 'NONCE_INVALID'],
      ['with a signature for another ledger', { ledger: 'other' }, 'SESSION_SIGNATURE_INVALID'],
      ['with no real signature', { signature: toBase64url(new Uint8Array(64)) }, 'SESSION_SIGNATURE_INVALID'],
      ['in the name of nobody known', { body: { identifier: 'nobody-here' } }, 'PARTY_UNKNOWN'],
      [
        'for the audience of another',
        { body: { audience: 'https://example.org/orgs/gd' } },
        'SESSION_AUDIENCE',
      ],
      ['with an old time', { body: { at: new Date(Date.now() - 86_400_000).toISOString() } }, 'SESSION_TIME'],
      [
        'with a time to come',
        { body: { at: new Date(Date.now() + 86_400_000).toISOString() } },
        'SESSION_TIME',
      ],
      [
        'for the key of another client',
        { body: { thumbprint: toBase64url(new Uint8Array(32)) } },
        'TOKEN_KEY_MISMATCH',
      ],
      ['with a proof for another address', { proof: { htu: 'http://example.org/' } }, 'DPOP_OTHER_REQUEST'],
      ['with a proof for another method', { proof: { htm: 'GET' } }, 'DPOP_OTHER_REQUEST'],
    ];
    for (const [name, bend, code] of bent)
      it(`${name}: ${code}`, async () => {
        const answer = await client.openSession(bend);
        assert.equal(await codeOf(answer), code);
        if (code.startsWith('DPOP'))
          assert.match(answer.headers.get('www-authenticate') ?? '', /invalid_dpop_proof/);
      });

    it('with the key of somebody else: SESSION_SIGNATURE_INVALID', async () => {
      const other = new TestClient(base('gd'), { ...client.party, sign: newKey().sign }, client.dpop);
      assert.equal(await codeOf(await other.openSession()), 'SESSION_SIGNATURE_INVALID');
    });

    it('twice with one nonce: NONCE_USED', async () => {
      const nonce = await client.nonce();
      assert.equal((await client.openSession({ body: { nonce } })).status, 201);
      assert.equal(await codeOf(await client.openSession({ body: { nonce } })), 'NONCE_USED');
    });

    it('with a nonce of another organisation: NONCE_INVALID', async () => {
      const nonce = await new TestClient(base('sh'), client.party, client.dpop).nonce();
      assert.equal(await codeOf(await client.openSession({ body: { nonce } })), 'NONCE_INVALID');
    });

    it('with a nonce used up by a stranger: a stranger cannot', async () => {
      const nonce = await client.nonce();
      const stranger = new TestClient(
        base('gd'),
        { ...client.party, sign: newKey().sign },
        await newDpopKey(),
      );
      assert.equal(
        await codeOf(await stranger.openSession({ body: { nonce } })),
        'SESSION_SIGNATURE_INVALID',
      );
      assert.equal((await client.openSession({ body: { nonce } })).status, 201);
    });

    it('for the suspended and the revoked', async () => {
      client.party.registered = { ...client.party.registered, state: 'suspended' };
      assert.equal(await codeOf(await client.openSession()), 'PARTY_SUSPENDED');
      client.party.registered = { ...client.party.registered, state: 'revoked' };
      assert.equal(await codeOf(await client.openSession()), 'PARTY_REVOKED');
    });

    it('without a proof: DPOP_MISSING', async () => {
      const body = {
        identifier: client.party.registered.identifier,
        audience: base('gd'),
        thumbprint: client.dpop.thumbprint,
      };
      const opening = { ...body, nonce: await client.nonce(), at: new Date().toISOString() };
      const answer = await fetch(`${base('gd')}/api/v1/session`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ body: opening, signature: toBase64url(new Uint8Array(64)) }),
      });
      assert.equal(await codeOf(answer), 'DPOP_MISSING');
    });
  });

  describe('does not let in', () => {
    let client: TestClient;
    beforeEach(async () => {
      client = await TestClient.open(base('gd'), house.enrol('employer'));
    });
    const path = `${NOTES}/999999`;
    const get = (headers: Record<string, string>): Promise<Response> =>
      fetch(client.base + path, { headers: { ...PURPOSE, ...headers } });

    it('without a token: TOKEN_MISSING, with a challenge', async () => {
      const answer = await get({});
      assert.equal(answer.headers.get('www-authenticate'), 'DPoP algs="ES256"');
      assert.equal(await codeOf(answer), 'TOKEN_MISSING');
    });

    it('a token as a bearer token: TOKEN_INVALID', async () => {
      const proven = await client.proven('GET', path);
      assert.equal(
        await codeOf(await get({ ...proven, Authorization: `Bearer ${client.token}` })),
        'TOKEN_INVALID',
      );
    });

    it('a stolen token without its key: DPOP_MISSING, and with another key: TOKEN_KEY_MISMATCH', async () => {
      assert.equal(await codeOf(await get({ Authorization: `DPoP ${client.token}` })), 'DPOP_MISSING');
      const thief = new TestClient(client.base, client.party, await newDpopKey());
      thief.token = client.token;
      assert.equal(await codeOf(await thief.get(path, PURPOSE)), 'TOKEN_KEY_MISMATCH');
    });

    it('a proof of the thief’s that claims the owner’s key: DPOP_INVALID', async () => {
      const thief = new TestClient(client.base, client.party, {
        ...(await newDpopKey()),
        jwk: client.dpop.jwk,
      });
      thief.token = client.token;
      assert.equal(await codeOf(await thief.get(path, PURPOSE)), 'DPOP_INVALID');
    });

    it('the same proof twice: DPOP_REPLAYED', async () => {
      const proven = await client.proven('GET', path);
      assert.equal(await codeOf(await get(proven)), 'NOT_FOUND');
      const again = await get(proven);
      assert.equal(again.status, 401);
      assert.equal(await codeOf(again), 'DPOP_REPLAYED');
    });

    it('a proof caught on the way for another request', async () => {
      const bends = [
        { htm: 'POST' },
        { htu: client.base + NOTES },
        { htu: base('sh') + path },
        { ath: toBase64url(new Uint8Array(32)) },
        { ath: undefined },
      ];
      for (const bend of bends)
        assert.equal(await codeOf(await get(await client.proven('GET', path, bend))), 'DPOP_OTHER_REQUEST');
    });

    it('an old proof, or one from the future: DPOP_TIME', async () => {
      const now = Math.floor(Date.now() / 1000);
      for (const iat of [now - 90, now + 60, 0])
        assert.equal(await codeOf(await get(await client.proven('GET', path, { iat }))), 'DPOP_TIME');
    });

    it('a proof that is none: DPOP_INVALID', async () => {
      const proven = await client.proven('GET', path);
      const withPrivate = { ...client.dpop.jwk, d: toBase64url(new Uint8Array(32)) };
      const bad = [
        'x.y.z',
        proven['DPoP']?.slice(0, -4) ?? '',
        `${proven['DPoP']}, ${proven['DPoP']}`,
        'a'.repeat(5000),
        (await client.proven('GET', path, { typ: 'JWT' }))['DPoP'] ?? '',
        (await client.proven('GET', path, { jti: 'short' }))['DPoP'] ?? '',
        (await client.proven('GET', path, { jwk: withPrivate }))['DPoP'] ?? '',
        await new SignJWT({})
          .setProtectedHeader({ alg: 'HS256', typ: 'dpop+jwt' })
          .sign(createSecretKey(Buffer.alloc(32))),
      ];
      for (const DPoP of bad) assert.equal(await codeOf(await get({ ...proven, DPoP })), 'DPOP_INVALID');
    });

    it('two proofs, or two tokens: HEADER_INVALID', async () => {
      const proven = await client.proven('GET', path);
      const headers = new Headers({ ...PURPOSE, ...proven });
      headers.append('DPoP', await newProof(client.dpop, { htm: 'GET', htu: client.base + path }));
      // fetch joins the two with a comma, which is no proof.
      assert.equal(await codeOf(await fetch(client.base + path, { headers })), 'DPOP_INVALID');
    });

    it('a token of another organisation: TOKEN_OTHER_ORGANISATION', async () => {
      const elsewhere = new TestClient(base('sh'), client.party, client.dpop);
      elsewhere.token = client.token;
      assert.equal(await codeOf(await elsewhere.get(path, PURPOSE)), 'TOKEN_OTHER_ORGANISATION');
    });

    it('a token that another gateway made for this one: TOKEN_INVALID', async () => {
      const claims = decodeJwt(client.token);
      const forged = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
        .sign(createSecretKey(Buffer.alloc(32, 1)));
      const unsigned = `${toBase64url(Buffer.from('{"alg":"none","typ":"at+jwt"}'))}.${client.token.split('.')[1]}.`;
      for (const token of [forged, unsigned, client.token.slice(0, -2), 'a.b.c']) {
        const forger = new TestClient(client.base, client.party, client.dpop);
        forger.token = token;
        const code = await codeOf(await forger.get(path, PURPOSE));
        assert.ok(code === 'TOKEN_INVALID' || (token === 'a.b.c' && code === 'TOKEN_INVALID'), code);
      }
    });

    it('the suspended, the revoked and those whose key was replaced, at once', async () => {
      const { registered } = client.party;
      const attempt = async (): Promise<string> => codeOf(await client.get(path, PURPOSE));
      client.party.registered = { ...registered, state: 'suspended' };
      assert.equal(await attempt(), 'PARTY_SUSPENDED');
      client.party.registered = { ...registered, state: 'revoked' };
      assert.equal(await attempt(), 'PARTY_REVOKED');
      client.party.registered = { ...registered, key: newKey().key };
      assert.equal(await attempt(), 'TOKEN_KEY_REPLACED');
      client.party.registered = registered;
      assert.equal(await attempt(), 'NOT_FOUND');
    });

    it('a role that may not: ROLE_FORBIDDEN', async () => {
      const court = await TestClient.open(base('gd'), house.enrol('court'));
      assert.equal(await codeOf(await written(court)), 'ROLE_FORBIDDEN');
      assert.equal(await codeOf(await court.get(path, PURPOSE)), 'NOT_FOUND');
    });

    it('strangers’ bodies: they are refused before anything of them is read', async () => {
      const answer = await fetch(client.base + NOTES, {
        method: 'POST',
        headers: { 'Content-Type': 'text/plain', 'Idempotency-Key': randomUUID() },
        body: 'x'.repeat(2_000_000),
      });
      assert.equal(await codeOf(answer), 'TOKEN_MISSING');
    });
  });

  it('lets no repeated request in while a thousand others come', async () => {
    const client = await TestClient.open(base('gd'), house.enrol('employer'));
    const path = `${NOTES}/999999`;
    const proven = await client.proven('GET', path);
    const attempts = Array.from({ length: 20 }, async () =>
      codeOf(await fetch(client.base + path, { headers: { ...PURPOSE, ...proven } })),
    );
    const codes = await Promise.all(attempts);
    assert.equal(codes.filter((code) => code === 'NOT_FOUND').length, 1);
    assert.equal(codes.filter((code) => code === 'DPOP_REPLAYED').length, 19);
  });

  it('ends after ten minutes; a nonce after two', async () => {
    const moved = await openHouse();
    const client = await TestClient.open(`${moved.url}/orgs/gd`, moved.enrol('employer'));
    const nonce = await client.nonce();
    const at = (milliseconds: number): { iat: number } => ({
      iat: Math.floor((Date.now() + milliseconds) / 1000),
    });
    moved.advance(121_000);
    const body = { nonce, at: new Date(Date.now() + 121_000).toISOString() };
    assert.equal(await codeOf(await client.openSession({ body, proof: at(121_000) })), 'NONCE_INVALID');
    moved.advance(480_000);
    const proven = await client.proven('GET', `${NOTES}/999999`, at(601_000));
    const answer = await fetch(`${client.base}${NOTES}/999999`, { headers: { ...PURPOSE, ...proven } });
    assert.match(answer.headers.get('www-authenticate') ?? '', /invalid_token/);
    assert.equal(await codeOf(answer), 'TOKEN_EXPIRED');
    await moved.stop();
  });
});
