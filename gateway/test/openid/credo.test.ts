import { createDidResolver, methodsFrom } from '@renxin/credentials/did';
import { disclosed, readSdJwt, withDisclosures } from '@renxin/credentials/sd-jwt';
import { nativeProvider } from '@renxin/seal/native';
import { decidedAnswer, presentationAsked, presentationResult } from '@renxin/wallets/api';
import * as wallet from '@renxin/wallets/e-certificate';
import { answer, choices, openRequest, type AnswerOptions } from '@renxin/wallets/openid4vp';
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { enrolHolder, officialOf, recognise, type TestHolder } from '../certificates/stage.js';
import { openInstance, type Instance } from '../story/instance.js';
import {
  accreditGuangdong,
  assertReceived,
  freshKey,
  issuedByGuangdong,
  strangersWallet,
  taken,
} from './stage.js';

/** Of the sources: tests run from dist. */
const folder = fileURLToPath(new URL('../../../test/interop/credo/', import.meta.url));
const isThere = existsSync(`${folder}node_modules/@credo-ts/openid4vc`);
const CONFIGURATION = 'vocational-skill-level.dc+sd-jwt';

/** A wallet, issuer and verifier that we did not write, in both directions. */
describe('OpenID4VCI and OpenID4VP with Credo', function () {
  this.timeout(180_000);
  let instance: Instance;
  let holder: TestHolder;
  let certificate: string;
  let credo: Credo;

  before(async function () {
    if (!isThere) {
      console.log('skipped: OpenID4VCI and OpenID4VP with Credo — Credo not found (npm run interop:setup)');
      this.skip();
    }
    instance = await openInstance();
    await accreditGuangdong(instance);
    holder = await enrolHolder(instance, 'gd');
    await recognise(instance, 'sh', 'gd');
    certificate = await issuedByGuangdong(instance, holder);
    credo = await Credo.start(instance.gateway);
  });
  after(async () => {
    credo?.stop();
    await instance?.stop();
  });

  const options: AnswerOptions = {
    fetch: (url, request) => fetch(url, request),
    provider: nativeProvider,
    clock: () => new Date(),
    activation: () => ({ id: randomUUID(), method: 'confirmation', at: new Date().toISOString() }),
  };

  it('theirs receives from ours, in a batch, with a transaction code', async () => {
    const { link, transactionCode } = await wallet.offerCertificate(holder, certificate);
    const got = await credo.act<{ claims: Record<string, unknown> }>('receive', {
      link,
      transactionCode,
      configuration: CONFIGURATION,
    });
    assert.equal(got.claims['level'], '3');
    assert.equal(got.claims['vct'], 'urn:renxin:vct:vocational-skill-level:1');
  });

  it('theirs receives from ours through the holder’s browser', async () => {
    const reference = `${instance.gateway}/openid4vci/offers/vocational-skill-level`;
    const { url } = await credo.act<{ url: string }>('begin', {
      link: `openid-credential-offer://?credential_offer_uri=${encodeURIComponent(reference)}`,
      redirectUri: 'https://credo.example/back',
      clientId: 'https://credo.example',
      scope: ['vocational-skill-level'],
    });
    const page = await (await fetch(url, { redirect: 'manual' })).text();
    const request = /<code>(r-[0-9a-f]{32})<\/code>/.exec(page)?.[1] ?? '';
    const path = `/api/v1/wallet-authorisations/${request}`;
    const decision = { decision: 'approve', certificate };
    const { location } = await holder.client.post(path, 'certificate', decision, decidedAnswer);
    const code = new URL(location).searchParams.get('code') ?? '';
    const got = await credo.act<{ claims: Record<string, unknown> }>('finish', {
      code,
      configuration: CONFIGURATION,
    });
    assert.equal(got.claims['level'], '3');
  });

  it('theirs presents to ours: a signed request, one member disclosed', async () => {
    const verifier = await officialOf(instance, 'sh');
    const asking = {
      purpose: '申请职业技能补贴',
      credentials: [{ type: 'vocational-skill-level', claims: ['level'], format: 'dc+sd-jwt' }],
      mode: 'direct_post',
      identifiedBy: 'did:key',
    };
    const asked = await verifier.post(
      '/api/v1/presentation-requests',
      'certificate',
      asking,
      presentationAsked,
    );
    const shown = await credo.act<{ ok: boolean }>('present', { link: asked.link });
    assert.equal(shown.ok, true, JSON.stringify(shown));
    const path = `/api/v1/presentation-requests/${asked.request}/result`;
    const found = await verifier.post(path, 'certificate', {}, presentationResult);
    assert.deepEqual(found.outcome === 'shown' && found.credentials['c0']?.claims, { level: '3' });
  });

  it('ours receives from theirs, and presents to theirs', async () => {
    const offered = await credo.act<{ link: string; transactionCode: string }>('offer', {});
    const key = freshKey('P-256');
    const made = { ...offered, expires: '' };
    const received = await taken(made, { ...strangersWallet(), keys: [key] });
    assertReceived(received);
    assert.equal(received.format, 'dc+sd-jwt');
    const [text] = received.credentials;
    assert.ok(typeof text === 'string');
    const payload = disclosed(readSdJwt(text), nativeProvider);
    assert.equal(payload['level'], '3');

    const { link } = await credo.act<{ link: string }>('ask', { mode: 'direct_post' });
    const methodOf = methodsFrom(createDidResolver({}));
    const open = await openRequest(link, { ...options, now: new Date(), methodOf });
    assert.equal(open.verifier, credo.did);
    const [choice] = choices(open, [{ format: 'dc+sd-jwt', credential: payload }]);
    assert.equal(choice?.name, 'skill');
    await answer(open, [{ name: 'skill', credential: withDisclosures(text, ['level']), key }], options);
    const verified = await credo.act<{ claims: Record<string, unknown>; valid: boolean }>('verified', {});
    assert.equal(verified.valid, true);
    assert.equal(verified.claims['level'], '3');
    assert.equal(verified.claims['name'], undefined);
  });
});

/** Credo in a process of its own: one line asked, one line answered. */
class Credo {
  readonly did: string;
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(child: ChildProcess, lines: AsyncIterator<string>, did: string) {
    this.#process = child;
    this.#lines = lines;
    this.did = did;
  }

  static async start(gateway: string): Promise<Credo> {
    const child = spawn(process.execPath, [`${folder}main.mjs`], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    child.stdin.write(JSON.stringify({ gateway }) + '\n');
    const first = await lines.next();
    const { did } = JSON.parse(String(first.value)) as { did: string };
    return new Credo(child, lines, did);
  }

  async act<T>(act: string, input: object): Promise<T> {
    this.#process.stdin?.write(JSON.stringify({ act, ...input }) + '\n');
    const { value } = await this.#lines.next();
    const said = JSON.parse(String(value)) as { result?: T; error?: string; cause?: string };
    if (said.result === undefined) throw new Error(`${said.error ?? ''}\n${said.cause ?? ''}`);
    return said.result;
  }

  stop(): void {
    this.#process.stdin?.end();
    this.#process.kill();
  }
}
