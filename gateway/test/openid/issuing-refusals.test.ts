import type { JsonObject } from '@renxin/chaincode/canonical';
import { jwkOf, signJws } from '@renxin/credentials/jose';
import { holderProof, PRE_AUTHORISED } from '@renxin/credentials/openid4vci';
import { decidedAnswer } from '@renxin/wallets/api';
import * as wallet from '@renxin/wallets/e-certificate';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { offerOf } from '../../src/openid4vci/offering.js';
import { exchanged as exchangedAt } from '../../src/openid4vci/tokens.js';
import { decide, enrolHolder, officialOf, type TestHolder } from '../certificates/stage.js';
import { openInstance, ringOf, type Instance } from '../story/instance.js';
import {
  accreditGuangdong,
  Client,
  freshKey,
  issuedByGuangdong,
  refusalOf,
  registeredKey,
  strangersWallet,
  taken,
} from './stage.js';

/** What wallets, and those who are none, do wrong at the issuer's: each its own error of OAuth and code of ours. */
describe('refusals of issuing by OpenID4VCI', function () {
  this.timeout(120_000);
  let instance: Instance;
  let holder: TestHolder;
  let client: Client;
  let certificate: string;

  before(async () => {
    instance = await openInstance();
    await accreditGuangdong(instance);
    holder = await enrolHolder(instance, 'gd');
    certificate = await issuedByGuangdong(instance, holder);
    client = new Client(instance.gateway);
  });
  after(() => instance.stop());

  interface Opened {
    readonly code: string;
    readonly transactionCode: string;
  }
  async function opened(): Promise<Opened> {
    const { link, transactionCode } = await wallet.offerCertificate(holder, certificate);
    const reference = new URL(link).searchParams.get('credential_offer_uri') ?? '';
    const offer = (await (await fetch(reference)).json()) as {
      grants: Record<string, Record<string, string>>;
    };
    return { code: offer.grants[PRE_AUTHORISED]?.['pre-authorized_code'] ?? '', transactionCode };
  }
  const exchange = ({ code, transactionCode }: Opened, proof?: string): Promise<Response> =>
    client.token(
      { grant_type: PRE_AUTHORISED, 'pre-authorized_code': code, tx_code: transactionCode },
      proof,
    );
  async function token(): Promise<string> {
    const response = await exchange(await opened());
    assert.equal(response.status, 200);
    return ((await response.json()) as { access_token: string }).access_token;
  }
  const wrong = ({ transactionCode }: Opened): string => (transactionCode === '000000' ? '000001' : '000000');

  it('a wrong transaction code, and after five of them the right one', async () => {
    const offer = await opened();
    for (let tries = 0; tries < 5; tries++)
      assert.deepEqual(await refusalOf(await exchange({ ...offer, transactionCode: wrong(offer) })), [
        'invalid_grant',
        'TRANSACTION_CODE_WRONG',
        400,
      ]);
    assert.deepEqual(await refusalOf(await exchange(offer)), ['invalid_grant', 'GRANT_CLOSED', 400]);
  });

  it('a code without its transaction code, a second time, of no offer, of another grant type', async () => {
    const offer = await opened();
    const { code } = offer;
    const without = { grant_type: PRE_AUTHORISED, 'pre-authorized_code': code };
    assert.deepEqual(await refusalOf(await client.token(without)), [
      'invalid_request',
      'TRANSACTION_CODE_MISSING',
      400,
    ]);
    assert.equal((await exchange(offer)).status, 200);
    assert.deepEqual(await refusalOf(await exchange(offer)), ['invalid_grant', 'GRANT_USED', 400]);
    const forged = `${code.split('.')[0] ?? ''}.${'A'.repeat(43)}`;
    assert.deepEqual(await refusalOf(await exchange({ ...offer, code: forged })), [
      'invalid_grant',
      'GRANT_UNKNOWN',
      400,
    ]);
    assert.deepEqual(await refusalOf(await client.token({ grant_type: 'password' })), [
      'unsupported_grant_type',
      'GRANT_TYPE_UNSUPPORTED',
      400,
    ]);
    assert.deepEqual(await refusalOf(await client.token({})), ['invalid_request', 'BODY_INVALID', 400]);
  });

  it('a client that proves no key of its own, or one for another address, or twice', async () => {
    const offer = await opened();
    assert.deepEqual(await refusalOf(await exchange(offer, 'nothing')), [
      'invalid_dpop_proof',
      'DPOP_INVALID',
      400,
    ]);
    const elsewhere = await client.proof('/oauth/token', undefined, {
      htu: 'https://elsewhere.example/token',
    });
    assert.deepEqual(await refusalOf(await exchange(offer, elsewhere)), [
      'invalid_dpop_proof',
      'DPOP_OTHER_REQUEST',
      400,
    ]);
    const proof = await client.proof('/oauth/token');
    assert.equal((await exchange(offer, proof)).status, 200);
    assert.deepEqual(await refusalOf(await exchange(await opened(), proof)), [
      'invalid_dpop_proof',
      'DPOP_REPLAYED',
      400,
    ]);
  });

  it('a token with another client’s key, or none of ours', async () => {
    const given = await token();
    const thief = new Client(instance.gateway);
    const path = '/openid4vci/credential';
    const body = { credential_configuration_id: 'vocational-skill-level' };
    assert.deepEqual(await refusalOf(await thief.post(path, given, body)), [
      'invalid_token',
      'TOKEN_KEY_MISMATCH',
      401,
    ]);
    assert.deepEqual(await refusalOf(await client.post(path, `${given}x`, body)), [
      'invalid_token',
      'TOKEN_INVALID',
      401,
    ]);
    const bare = await fetch(instance.gateway + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    assert.deepEqual(await refusalOf(bare), ['invalid_token', 'TOKEN_MISSING', 401]);
  });

  describe('proofs of the holder’s key', () => {
    const { signer } = freshKey('P-256');
    const activation = { id: 'test', method: 'unattended', at: '2026-01-01T00:00:00.000Z' } as const;
    const ask = (access: string, jwt: readonly string[], change: JsonObject = {}): Promise<Response> =>
      client.post('/openid4vci/credential', access, {
        credential_configuration_id: 'vocational-skill-level',
        proofs: { jwt },
        ...change,
      });
    const proofFor = async (change: object = {}): Promise<string> =>
      holderProof({
        issuer: instance.gateway,
        nonce: await client.nonce(),
        now: new Date(),
        signer,
        activation,
        ...change,
      });
    const refused = async (code: string, error: string, change: object): Promise<void> => {
      const response = await ask(await token(), [await proofFor(change)]);
      assert.deepEqual(await refusalOf(response), [error, code, 400]);
    };

    it('for another issuer, too old, of the future, over a nonce that is none of ours', async () => {
      await refused('HOLDER_PROOF_AUDIENCE', 'invalid_proof', { issuer: 'https://elsewhere.example' });
      await refused('HOLDER_PROOF_TIME', 'invalid_proof', { now: new Date(Date.now() - 600_000) });
      await refused('HOLDER_PROOF_TIME', 'invalid_proof', { now: new Date(Date.now() + 600_000) });
      await refused('NONCE_INVALID', 'invalid_nonce', { nonce: 'A'.repeat(51) });
    });

    it('a second time, and the nonce of it in another proof', async () => {
      const nonce = await client.nonce();
      const proof = await proofFor({ nonce });
      assert.equal((await ask(await token(), [proof])).status, 200);
      assert.deepEqual(await refusalOf(await ask(await token(), [proof])), [
        'invalid_nonce',
        'NONCE_USED',
        400,
      ]);
      const other = await proofFor({ nonce, signer: freshKey('Ed25519').signer });
      assert.deepEqual(await refusalOf(await ask(await token(), [other])), [
        'invalid_nonce',
        'NONCE_USED',
        400,
      ]);
    });

    it('by another algorithm than the key’s, unsigned, altered, with a private key in it', async () => {
      const nonce = await client.nonce();
      const payload = { aud: instance.gateway, iat: Math.floor(Date.now() / 1000), nonce };
      const made = await proofFor({ nonce });
      const [head = '', body = '', tail = ''] = made.split('.');
      const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as JsonObject;
      const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
      const cases: [string, string][] = [
        [`${part({ ...header, alg: 'none' })}.${body}.`, 'HOLDER_PROOF_ALGORITHM'],
        [`${part({ ...header, alg: 'HS256' })}.${body}.${tail}`, 'HOLDER_PROOF_ALGORITHM'],
        [`${part({ ...header, alg: 'EdDSA' })}.${body}.${tail}`, 'HOLDER_PROOF_ALGORITHM'],
        [`${head}.${part({ ...payload, iat: payload.iat + 1 })}.${tail}`, 'HOLDER_PROOF_SIGNATURE'],
        [`${part({ ...header, kid: 'did:key:z6Mk' })}.${body}.${tail}`, 'HOLDER_PROOF_MALFORMED'],
        [`${part({ ...header, crit: ['b64'], b64: false })}.${body}.${tail}`, 'HOLDER_PROOF_MALFORMED'],
        [`${part({ ...header, typ: 'JWT' })}.${body}.${tail}`, 'HOLDER_PROOF_MALFORMED'],
        ['no proof', 'HOLDER_PROOF_MALFORMED'],
      ];
      const access = await token();
      for (const [jwt, code] of cases)
        assert.deepEqual(await refusalOf(await ask(access, [jwt])), ['invalid_proof', code, 400], code);
      const jwk = { ...(header['jwk'] as JsonObject), d: 'A'.repeat(43) };
      const secret = await signJws(
        { header: { typ: header['typ'] ?? '', jwk }, payload },
        signer,
        activation,
      );
      assert.deepEqual(await refusalOf(await ask(access, [secret])), [
        'invalid_proof',
        'HOLDER_PROOF_KEY_UNKNOWN',
        400,
      ]);
    });

    it('none, two by one key, more than a batch', async () => {
      const access = await token();
      const none = await client.post('/openid4vci/credential', access, {
        credential_configuration_id: 'vocational-skill-level',
      });
      assert.deepEqual(await refusalOf(none), ['invalid_proof', 'HOLDER_PROOF_MISSING', 400]);
      const nonce = await client.nonce();
      const two = [await proofFor({ nonce }), await proofFor({ nonce })];
      assert.deepEqual(await refusalOf(await ask(access, two)), [
        'invalid_proof',
        'HOLDER_PROOF_DOUBLED',
        400,
      ]);
      const many = Array.from({ length: 11 }, () => 'x');
      assert.deepEqual(await refusalOf(await ask(access, many)), [
        'invalid_credential_request',
        'BATCH_TOO_LARGE',
        400,
      ]);
    });

    it('attested keys: all of them, by a province’s word alone, for our nonce, in its time', async () => {
      const keys = [freshKey('P-256').signer, freshKey('SM2').signer];
      const ring = await ringOf(instance);
      const { signer: nobody } = freshKey('P-256');
      const attested = async (change: JsonObject = {}, by: string | null = 'gd'): Promise<string> => {
        const now = Math.floor(Date.now() / 1000);
        const nonce = await client.nonce();
        const jwks: JsonObject[] = keys.map(({ key }) => ({ ...jwkOf(key) }));
        const said = {
          iat: now,
          exp: now + 300,
          key_storage: ['iso_18045_high'],
          attested_keys: jwks,
          nonce,
        };
        const kid = `did:renxin:renxin-demo:${by ?? 'gd'}#key-1`;
        const header = { typ: 'key-attestation+jwt', kid };
        const payload: JsonObject = { ...said, ...change };
        return signJws({ header, payload }, by === null ? nobody : ring.signer(by), activation);
      };
      const asked = async (proofs: JsonObject): Promise<Response> =>
        client.post('/openid4vci/credential', await token(), {
          credential_configuration_id: 'vocational-skill-level',
          proofs,
        });
      const alone = await asked({ attestation: [await attested()] });
      assert.equal(alone.status, 200);
      assert.equal(((await alone.json()) as { credentials: unknown[] }).credentials.length, 2);
      const [one] = keys;
      const inProof = await proofFor({ signer: one, attestation: await attested() });
      const both = await asked({ jwt: [inProof] });
      assert.equal(((await both.json()) as { credentials: unknown[] }).credentials.length, 2);
      const refusals: [JsonObject, string, string][] = [
        [{ attestation: [await attested({}, null)] }, 'invalid_proof', 'KEY_ATTESTATION_INVALID'],
        [{ attestation: [await attested({}, 'gd-court')] }, 'invalid_proof', 'KEY_ATTESTER_UNKNOWN'],
        [{ attestation: [await attested({ exp: 1 })] }, 'invalid_proof', 'KEY_ATTESTATION_INVALID'],
        [
          { attestation: [await attested({ attested_keys: [{}] })] },
          'invalid_proof',
          'KEY_ATTESTATION_INVALID',
        ],
        [{ attestation: [await attested({ nonce: 'A'.repeat(51) })] }, 'invalid_nonce', 'NONCE_INVALID'],
        [
          { jwt: [await proofFor({ attestation: await attested() })] },
          'invalid_proof',
          'KEY_ATTESTATION_INVALID',
        ],
        [
          { jwt: [inProof], attestation: [await attested()] },
          'invalid_credential_request',
          'CREDENTIAL_REQUEST_INVALID',
        ],
      ];
      for (const [proofs, error, code] of refusals)
        assert.deepEqual(await refusalOf(await asked(proofs)), [error, code, 400], code);
    });

    it('of another person’s registered key', async () => {
      const stranger = await enrolHolder(instance, 'gd');
      const theirs = await registeredKey(stranger);
      await refused('HOLDER_MISMATCH', 'credential_request_denied', theirs);
    });

    it('for what was not offered', async () => {
      const access = await token();
      const jwt = [await proofFor()];
      for (const [change, error, code] of [
        [
          { credential_configuration_id: 'disability-assessment' },
          'unknown_credential_configuration',
          'CONFIGURATION_UNKNOWN',
        ],
        [
          { credential_configuration_id: 'nothing' },
          'unknown_credential_configuration',
          'CONFIGURATION_UNKNOWN',
        ],
        [{ credential_identifier: 'x' }, 'invalid_credential_request', 'CREDENTIAL_REQUEST_INVALID'],
      ] as const)
        assert.deepEqual(await refusalOf(await ask(access, jwt, change)), [error, code, 400]);
    });
  });

  describe('the way through a browser', () => {
    const verifier = 'v'.repeat(43);
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const pushed = {
      client_id: 'https://wallet.example',
      response_type: 'code',
      redirect_uri: 'https://wallet.example/back',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      scope: 'vocational-skill-level',
      state: 'a state',
    };
    const push = (change: Record<string, string> = {}): Promise<Response> =>
      fetch(`${instance.gateway}/oauth/par`, {
        method: 'POST',
        body: new URLSearchParams({ ...pushed, ...change }),
      });
    async function code(): Promise<string> {
      const { request_uri: uri } = (await (await push()).json()) as { request_uri: string };
      const path = `/api/v1/wallet-authorisations/${uri.split(':').at(-1) ?? ''}`;
      const approve = { decision: 'approve', certificate };
      const { location } = await holder.client.post(path, 'certificate', approve, decidedAnswer);
      return new URL(location).searchParams.get('code') ?? '';
    }
    const exchanged = async (change: Record<string, string>): Promise<Response> =>
      client.token({
        grant_type: 'authorization_code',
        code: await code(),
        code_verifier: verifier,
        client_id: pushed.client_id,
        redirect_uri: pushed.redirect_uri,
        ...change,
      });

    it('addresses that no code is sent to', async () => {
      for (const uri of [
        'http://elsewhere.example/back',
        'javascript:alert(1)',
        'data:text/html,x',
        'https://a@b.example/',
        'https://wallet.example/#x',
        '//wallet.example',
        'https:\\\\wallet.example',
        'wallet:back',
      ])
        assert.deepEqual(
          await refusalOf(await push({ redirect_uri: uri })),
          ['invalid_request', 'REDIRECT_URI_INVALID', 400],
          uri,
        );
    });

    it('without PKCE by S256, for no type that there is', async () => {
      for (const change of [
        { code_challenge_method: 'plain' },
        { code_challenge: 'short' },
        { response_type: 'token' },
      ] as Record<string, string>[])
        assert.deepEqual(await refusalOf(await push(change)), [
          'invalid_request',
          'CODE_CHALLENGE_INVALID',
          400,
        ]);
      assert.deepEqual(await refusalOf(await push({ scope: 'openid' })), [
        'invalid_scope',
        'SCOPE_UNKNOWN',
        400,
      ]);
    });

    it('a browser with another client’s request, or none of ours', async () => {
      const { request_uri: uri } = (await (await push()).json()) as { request_uri: string };
      for (const [id, request] of [
        ['https://elsewhere.example', uri],
        [pushed.client_id, 'urn:ietf:params:oauth:request_uri:r-0'],
        [pushed.client_id, 'https://elsewhere.example/request'],
      ] as const) {
        const query = new URLSearchParams({ client_id: id, request_uri: request }).toString();
        const answer = await fetch(`${instance.gateway}/oauth/authorize?${query}`, { redirect: 'manual' });
        assert.deepEqual(await refusalOf(answer), ['invalid_request', 'WALLET_AUTHORISATION_UNKNOWN', 404]);
      }
    });

    it('a code with another verifier, client or address', async () => {
      for (const [change, reason] of [
        [{ code_verifier: 'w'.repeat(43) }, 'CODE_VERIFIER_WRONG'],
        [{ code_verifier: '' }, 'CODE_VERIFIER_WRONG'],
        [{ client_id: 'https://elsewhere.example' }, 'CLIENT_MISMATCH'],
        [{ redirect_uri: 'https://elsewhere.example/back' }, 'REDIRECT_URI_MISMATCH'],
      ] as const)
        assert.deepEqual(await refusalOf(await exchanged(change)), ['invalid_grant', reason, 400]);
    });

    it('a code a second time: the token of the first is good no longer', async () => {
      const twice = await code();
      const first = await exchanged({ code: twice });
      const { access_token: access = '', refresh_token: given = '' } = (await first.json()) as Record<
        string,
        string
      >;
      assert.deepEqual(await refusalOf(await exchanged({ code: twice })), [
        'invalid_grant',
        'GRANT_USED',
        400,
      ]);
      const notification = { notification_id: 'x', event: 'credential_accepted' };
      assert.deepEqual(await refusalOf(await client.post('/openid4vci/notification', access, notification)), [
        'invalid_token',
        'TOKEN_INVALID',
        401,
      ]);
      const refresh = { grant_type: 'refresh_token', refresh_token: given };
      assert.deepEqual(await refusalOf(await client.token(refresh)), ['invalid_grant', 'GRANT_UNKNOWN', 400]);
    });
  });

  it('a refresh token of nobody’s, with another client’s key, after a week, and once its grant has ended', async () => {
    const offer = await opened();
    const { refresh_token: given } = (await (await exchange(offer)).json()) as { refresh_token: string };
    const refresh = { grant_type: 'refresh_token', refresh_token: given };
    const forged = { ...refresh, refresh_token: `${given.split('.')[0] ?? ''}.${'A'.repeat(43)}` };
    assert.deepEqual(await refusalOf(await client.token(forged)), ['invalid_grant', 'GRANT_UNKNOWN', 400]);
    const thief = new Client(instance.gateway);
    assert.deepEqual(await refusalOf(await thief.token(refresh)), [
      'invalid_grant',
      'GRANT_KEY_MISMATCH',
      400,
    ]);
    const again = await client.token(refresh);
    assert.equal(again.status, 200);
    const { refresh_token: same, access_token: token } = (await again.json()) as Record<string, string>;
    assert.equal(same, given);
    // No token is a refresh token.
    const other = await client.token({ ...refresh, refresh_token: token ?? '' });
    assert.deepEqual(await refusalOf(other), ['invalid_grant', 'GRANT_UNKNOWN', 400]);
    const { desk, proven } = await deskLater(7 * 86_400_000 + 1000);
    await assert.rejects(exchangedAt(desk, refresh, proven), { code: 'GRANT_EXPIRED' });
  });

  it('an offer and a code that are too old', async () => {
    const offer = await opened();
    const { desk: then, proven } = await deskLater(700_000);
    const request = { grant_type: PRE_AUTHORISED, 'pre-authorized_code': offer.code };
    await assert.rejects(exchangedAt(then, { ...request, tx_code: offer.transactionCode }, proven), {
      code: 'GRANT_EXPIRED',
    });
    await assert.rejects(offerOf(then, offer.code.split('.')[0] ?? ''), { code: 'OFFER_UNKNOWN' });
  });

  /** The issuer's desk in so many milliseconds, and a request to its token endpoint that proves our key. */
  async function deskLater(milliseconds: number) {
    const { organisations } = instance.running.composed.composition;
    const desk = organisations.find(({ id }) => id === 'gd')?.services.issuance;
    assert.ok(desk);
    const clock = (): Date => new Date(Date.now() + milliseconds);
    const dpop = { verify: desk.dpop.verify.bind(desk.dpop) } as typeof desk.dpop;
    const url = `${instance.gateway}/oauth/token`;
    const proven = { method: 'POST', url, proof: await client.proof('/oauth/token') };
    return { desk: { ...desk, certificates: { ...desk.certificates, clock }, dpop }, proven };
  }

  it('a notification and a transaction of nobody’s', async () => {
    const access = await token();
    const notification = { notification_id: 'x', event: 'credential_accepted' };
    assert.deepEqual(await refusalOf(await client.post('/openid4vci/notification', access, notification)), [
      'invalid_notification_id',
      'NOTIFICATION_UNKNOWN',
      400,
    ]);
    const transaction = { transaction_id: 'x' };
    assert.deepEqual(
      await refusalOf(await client.post('/openid4vci/deferred-credential', access, transaction)),
      ['invalid_transaction_id', 'TRANSACTION_UNKNOWN', 400],
    );
  });

  it('somebody else’s certificate is not offered; a suspended one not handed over', async () => {
    const stranger = await enrolHolder(instance, 'gd');
    await assert.rejects(wallet.offerCertificate(stranger, certificate), { code: 'CERTIFICATE_UNKNOWN' });
    const other = await issuedByGuangdong(instance, holder);
    const made = await wallet.offerCertificate(holder, other);
    await decide(await officialOf(instance, 'gd'), other, { decision: 'suspend', reason: 'inquiry' });
    await assert.rejects(taken(made, { ...strangersWallet(), keys: [freshKey('P-256')] }), {
      code: 'ISSUER_REFUSED',
      error: 'credential_request_denied',
      reason: 'CERTIFICATE_SUSPENDED',
    });
  });
});
