import type { JsonObject } from '@renxin/chaincode/canonical';
import { createDidResolver, methodsFrom } from '@renxin/credentials/did';
import { clientIdOf, type PresentationRequest } from '@renxin/credentials/openid4vp';
import { bindKey, disclosed, readSdJwt, withDisclosures } from '@renxin/credentials/sd-jwt';
import { nativeProvider } from '@renxin/seal/native';
import { presentationAsked, presentationResult } from '@renxin/wallets/api';
import * as wallet from '@renxin/wallets/e-certificate';
import { answer, choices, decline, openRequest, type AnswerOptions } from '@renxin/wallets/openid4vp';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { didsOn } from '../../src/did/sources.js';
import { decide, enrolHolder, officialOf, recognise, type TestHolder } from '../certificates/stage.js';
import { openInstance, type AlteringClient, type Instance } from '../story/instance.js';
import {
  accreditGuangdong,
  assertReceived,
  freshKey,
  issuedByGuangdong,
  refusalOf,
  registeredKey,
  strangersWallet,
  taken,
} from './stage.js';

/** OpenID4VP over HTTP: 上海 asks, holders of 广东's certificates answer with wallets of their own. */
describe('presenting by OpenID4VP', function () {
  this.timeout(120_000);
  let instance: Instance;
  let holder: TestHolder;
  let verifier: AlteringClient;
  let certificate: string;
  let copy: JsonObject;
  const key = freshKey('Ed25519');
  const options: AnswerOptions = {
    fetch: (url, request) => fetch(url, request),
    provider: nativeProvider,
    clock: () => new Date(),
    activation: () => ({ id: randomUUID(), method: 'confirmation', at: new Date().toISOString() }),
  };

  before(async () => {
    instance = await openInstance();
    await accreditGuangdong(instance);
    holder = await enrolHolder(instance, 'gd');
    await recognise(instance, 'sh', 'gd');
    verifier = await officialOf(instance, 'sh');
    certificate = await issuedByGuangdong(instance, holder);
    copy = await copyFor(certificate);
  });
  after(() => instance.stop());

  async function copyFor(name: string): Promise<JsonObject> {
    const made = await wallet.offerCertificate(holder, name);
    const received = await taken(made, { ...strangersWallet(), keys: [key] });
    assertReceived(received);
    return received.credentials[0] as JsonObject;
  }
  async function asked(change: object = {}) {
    const asking = {
      purpose: '申请职业技能补贴',
      credentials: [{ type: 'vocational-skill-level', claims: ['level'] }],
      mode: 'direct_post',
      ...change,
    };
    return verifier.post('/api/v1/presentation-requests', 'certificate', asking, presentationAsked);
  }
  function opened(link: string): Promise<PresentationRequest> {
    const { ledger } = instance.running.composed;
    const methodOf = methodsFrom(createDidResolver({ lookup: didsOn(ledger) }));
    return openRequest(link, { fetch: options.fetch, provider: nativeProvider, now: new Date(), methodOf });
  }
  const result = (request: string, body: object = {}) =>
    verifier.post(`/api/v1/presentation-requests/${request}/result`, 'certificate', body, presentationResult);
  const shown = (request: PresentationRequest, credential = copy, by = key) =>
    answer(request, [{ name: 'c0', credential, key: by }], options);
  const refusedBy = (reason: string) => ({ code: 'VERIFIER_REFUSED', reason });

  for (const mode of ['direct_post', 'direct_post.jwt'])
    it(`the holder agrees, ${mode}; whoever asked reads it once`, async () => {
      const { request, link } = await asked({ mode });
      const open = await opened(link);
      assert.equal(open.verifier, 'did:renxin:renxin-demo:sh');
      assert.equal(open.purpose, '申请职业技能补贴');
      assert.deepEqual(await result(request), { outcome: 'waiting' });
      const [choice] = choices(open, [{ format: 'ldp_vc', credential: copy }]);
      assert.equal(choice?.candidates.length, 1);
      assert.equal(await shown(open), undefined);
      const found = await result(request);
      assert.equal(found.outcome, 'shown');
      assert.deepEqual(
        found.outcome === 'shown' && [found.credentials['c0']?.type, found.credentials['c0']?.issuer],
        ['vocational-skill-level', 'gd'],
      );
      await assert.rejects(result(request), { code: 'PRESENTATION_RESULT_READ' });
    });

  it('the certificate itself, shown with the key that the ledger has (SM2)', async () => {
    const [view] = (await wallet.fetchCertificates(holder)).filter(
      (each) => each.certificate === certificate,
    );
    const { request, link } = await asked();
    await shown(await opened(link), view!.credential, await registeredKey(holder));
    assert.equal((await result(request)).outcome, 'shown');
  });

  it('on the same device the browser comes back with a code that alone opens the result', async () => {
    const { request, link } = await asked({ returnTo: 'https://verifier.example/back' });
    const back = new URL((await shown(await opened(link))) ?? '');
    assert.equal(back.origin + back.pathname, 'https://verifier.example/back');
    await assert.rejects(result(request), { code: 'RESPONSE_CODE_WRONG' });
    const responseCode = back.searchParams.get('response_code');
    assert.equal((await result(request, { responseCode })).outcome, 'shown');
    for (const returnTo of [
      'http://elsewhere.example/',
      'javascript:alert(1)',
      'https://a:b@c.example/',
      'x',
    ])
      await assert.rejects(asked({ returnTo }), { code: 'REDIRECT_URI_INVALID' });
  });

  it('the holder does not agree', async () => {
    const { request, link } = await asked();
    await decline(await opened(link), options);
    assert.deepEqual(await result(request), { outcome: 'declined' });
  });

  it('another answer to the same request, and another verifier’s eyes', async () => {
    const { request, link } = await asked();
    const open = await opened(link);
    await shown(open);
    await assert.rejects(shown(open), refusedBy('PRESENTATION_REQUEST_ANSWERED'));
    await assert.rejects(opened(link), refusedBy('PRESENTATION_REQUEST_ANSWERED'));
    const other = await officialOf(instance, 'gd');
    const path = `/api/v1/presentation-requests/${request}/result`;
    await assert.rejects(other.post(path, 'certificate', {}, presentationResult), {
      code: 'PRESENTATION_REQUEST_UNKNOWN',
    });
  });

  const wrong: readonly [string, (open: PresentationRequest) => Promise<unknown>, string][] = [
    [
      'for another request’s nonce',
      (open) => shown({ ...open, nonce: 'A'.repeat(43) }),
      'PRESENTATION_PROOF_INVALID',
    ],
    [
      'for another verifier',
      (open) => shown({ ...open, verifier: 'did:renxin:renxin-demo:gd' }),
      'PRESENTATION_PROOF_INVALID',
    ],
    ['by another key', (open) => shown(open, copy, freshKey('Ed25519')), 'HOLDER_MISMATCH'],
    [
      'altered',
      (open) => {
        const subject = { ...(copy['credentialSubject'] as JsonObject), level: '1' };
        return shown(open, { ...copy, credentialSubject: subject });
      },
      'CREDENTIAL_PROOF_INVALID',
    ],
    [
      'under another name than the query’s',
      (open) => answer(open, [{ name: 'other', credential: copy, key }], options),
      'QUERY_NOT_ANSWERED',
    ],
    ['nothing', (open) => answer(open, [], options), 'QUERY_NOT_ANSWERED'],
  ];
  for (const [name, act, code] of wrong)
    it(`refused, and kept as refused: ${name}`, async () => {
      const { request, link } = await asked();
      await assert.rejects(act(await opened(link)), refusedBy(code));
      assert.deepEqual(await result(request), { outcome: 'refused', code });
    });

  it('of another type than was asked for', async () => {
    const { link } = await asked({ credentials: [{ type: 'tech-school-diploma', claims: [] }] });
    const open = await opened(link);
    assert.throws(() => choices(open, [{ format: 'ldp_vc', credential: copy }]), {
      code: 'QUERY_NOT_ANSWERED',
    });
    await assert.rejects(shown(open), refusedBy('QUERY_NOT_ANSWERED'));
    await assert.rejects(asked({ credentials: [{ type: 'nothing', claims: [] }] }), {
      code: 'QUERY_MALFORMED',
    });
    const unknown = [{ type: 'vocational-skill-level', claims: ['nothing'] }];
    await assert.rejects(asked({ credentials: unknown }), { code: 'QUERY_MALFORMED' });
  });

  describe('SD-JWT VC', () => {
    let text: string;
    const bound = freshKey('P-256');
    const format = 'dc+sd-jwt';
    const query = { credentials: [{ type: 'vocational-skill-level', claims: ['level'], format }] };

    before(async () => {
      const made = await wallet.offerCertificate(holder, certificate);
      const configuration = 'vocational-skill-level.dc+sd-jwt';
      const received = await taken(made, { ...strangersWallet(), keys: [bound], configuration });
      assertReceived(received);
      text = received.credentials[0] as string;
    });
    const showing = (open: PresentationRequest, credential: string, by = bound) =>
      answer(open, [{ name: 'c0', credential, key: by }], options);

    for (const mode of ['direct_post', 'direct_post.jwt'])
      it(`shows the level and nothing else, ${mode}`, async () => {
        const { request, link } = await asked({ ...query, mode });
        const open = await opened(link);
        const payload = disclosed(readSdJwt(text), nativeProvider);
        assert.equal(choices(open, [{ format, credential: payload }])[0]?.candidates.length, 1);
        await showing(open, withDisclosures(text, ['level']));
        const found = await result(request);
        assert.deepEqual(found.outcome === 'shown' && found.credentials['c0']?.claims, { level: '3' });
      });

    const cases: readonly [string, (open: PresentationRequest) => Promise<unknown>, string][] = [
      [
        'without what was asked for',
        (open) => showing(open, withDisclosures(text, [])),
        'QUERY_NOT_ANSWERED',
      ],
      [
        'with a disclosure that was changed',
        (open) => {
          const [head = ''] = text.split('~');
          const other = Buffer.from(JSON.stringify(['salt', 'level', '1'])).toString('base64url');
          return showing(open, `${head}~${other}~`);
        },
        'SD_JWT_DISCLOSURE',
      ],
      [
        'with a disclosure twice',
        (open) => {
          const shownLevel = withDisclosures(text, ['level']);
          return showing(open, `${shownLevel}${shownLevel.split('~')[1] ?? ''}~`);
        },
        'SD_JWT_DISCLOSURE',
      ],
      [
        'bound to another nonce',
        (open) => showing({ ...open, nonce: 'A'.repeat(43) }, withDisclosures(text, ['level'])),
        'SD_JWT_KEY_BINDING',
      ],
      [
        'bound to another verifier',
        (open) =>
          showing({ ...open, verifier: 'did:renxin:renxin-demo:gd' }, withDisclosures(text, ['level'])),
        'SD_JWT_KEY_BINDING',
      ],
      [
        'bound by another key',
        (open) => showing(open, withDisclosures(text, ['level']), freshKey('P-256')),
        'SD_JWT_KEY_BINDING',
      ],
      [
        'with more disclosed than was bound',
        async (open) => {
          const shownLevel = withDisclosures(text, ['level']);
          const all = withDisclosures(text, ['level', 'name']);
          const made = await boundTo(open, shownLevel);
          return posted(open, all + (made.split('~').at(-1) ?? ''));
        },
        'SD_JWT_KEY_BINDING',
      ],
      ['not bound at all', (open) => posted(open, withDisclosures(text, ['level'])), 'SD_JWT_KEY_BINDING'],
      [
        'signed by another',
        (open) => {
          const [head = '', ...rest] = withDisclosures(text, ['level']).split('~');
          return showing(open, [`${head.slice(0, -4)}AAAA`, ...rest].join('~'));
        },
        'SD_JWT_SIGNATURE',
      ],
    ];
    for (const [name, act, code] of cases)
      it(`refused: ${name}`, async () => {
        const { request, link } = await asked(query);
        await assert.rejects(act(await opened(link)), refusedBy(code));
        assert.deepEqual(await result(request), { outcome: 'refused', code });
      });

    const boundTo = (open: PresentationRequest, presented: string): Promise<string> =>
      bindKey(
        presented,
        { audience: clientIdOf(open.verifier), nonce: open.nonce },
        {
          signer: bound.signer,
          activation: options.activation(),
          provider: nativeProvider,
          now: new Date(),
        },
      );
    async function posted(open: PresentationRequest, presentation: string): Promise<void> {
      const members = { vp_token: JSON.stringify({ c0: [presentation] }), state: open.state };
      const response = await fetch(open.responseUri, { method: 'POST', body: new URLSearchParams(members) });
      const { code } = (await response.json()) as { code: string };
      throw Object.assign(new Error(code), { code: 'VERIFIER_REFUSED', reason: code });
    }
  });

  it('with a wrong state, or in another mode: the request stays open', async () => {
    const { link } = await asked({ mode: 'direct_post.jwt' });
    const open = await opened(link);
    await assert.rejects(shown({ ...open, state: 'another' }), refusedBy('PRESENTATION_STATE_MISMATCH'));
    await assert.rejects(shown({ ...open, mode: 'direct_post' }), refusedBy('PRESENTATION_MODE_MISMATCH'));
    const post = (response: string): Promise<Response> =>
      fetch(open.responseUri, { method: 'POST', body: new URLSearchParams({ response }) });
    assert.deepEqual(await refusalOf(await post('a.b.c.d.e')), [
      'invalid_request',
      'PRESENTATION_ENCRYPTION_INVALID',
      400,
    ]);
    assert.deepEqual(await refusalOf(await post('a'.repeat(300_000))), [
      'invalid_request',
      'BODY_TOO_LARGE',
      413,
    ]);
    await shown(open);
  });

  it('a certificate that was suspended, then revoked: its copies as well', async () => {
    const other = await issuedByGuangdong(instance, holder);
    const theirs = await copyFor(other);
    const official = await officialOf(instance, 'gd');
    await decide(official, other, { decision: 'suspend', reason: 'inquiry' });
    const { link } = await asked();
    await assert.rejects(shown(await opened(link), theirs), refusedBy('CERTIFICATE_SUSPENDED'));
    await decide(official, other, { decision: 'revoke', ground: 'annulled', reason: 'fraud' });
    const again = await asked();
    await assert.rejects(shown(await opened(again.link), theirs), refusedBy('CERTIFICATE_REVOKED'));
    const [entry] = theirs['credentialStatus'] as { statusListCredential: string; statusListIndex: string }[];
    const list = (await (await fetch(entry!.statusListCredential)).json()) as {
      credentialSubject: { encodedList: string };
    };
    assert.ok(isSet(list.credentialSubject.encodedList, Number(entry!.statusListIndex)));
  });
});

function isSet(encodedList: string, index: number): boolean {
  const bits = gunzipSync(Buffer.from(encodedList.slice(1), 'base64url'));
  return (((bits[index >> 3] ?? 0) >> (7 - (index & 7))) & 1) === 1;
}
