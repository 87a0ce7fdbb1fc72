import assert from 'node:assert/strict';
import { writeSeal } from '@renxin/seal/eseal';
import { embedValue, openOfd, prepareSignature, sealOfd, signOfd, writeOfd } from '@renxin/seal/ofd';
import { stampedCms } from '@renxin/seal/pdf';
import { shownDigest, signingPaths } from '../src/bundle/index.js';
import { verify } from '../src/verify/index.js';
import { makeBundle, tellStory, trustFor, type SigningOnLedger, type Story } from './fixture.js';
import { activation, createAuthorities, newSigner, provider, seeded, sm3, type Authorities } from './pki.js';
import type { SigningParty } from './signing.js';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const SIGNED = new Date('2026-03-01T08:30:00.000Z');
const DAY = 86_400_000;

describe('a contract as OFD in an evidence bundle', function () {
  this.timeout(120_000);
  let story: Story;
  let makers: Authorities;
  let trust: Uint8Array;
  let maker: SigningParty;

  before(async () => {
    story = await tellStory({ seed: 'sealed-form' });
    const now = story.test.clock.now;
    makers = await createAuthorities('makers', now);
    const signer = newSigner(seeded('maker'));
    maker = { party: 'maker', signer, certificate: await makers.certify('seal-maker', signer, '演示制章') };
    const authority = (
      name: string,
      root: Uint8Array,
      uses: ('person' | 'organisation' | 'time-stamp' | 'seal-maker')[],
    ) => ({
      name,
      certificate: Buffer.from(root).toString('base64'),
      uses,
      standing: 'test' as const,
      operator: 'ministry',
    });
    const { root, p256Root } = story.authorities;
    trust = await trustFor(story, {
      certificateAuthorities: [
        authority('演示根 SM2', root.certificate, ['person', 'organisation', 'time-stamp']),
        authority('演示根 P-256', p256Root.certificate, ['time-stamp']),
        authority('演示制章根', makers.root.certificate, ['seal-maker']),
      ],
    });
  });
  after(() => story.test.close());

  const stamp = async (value: Uint8Array): Promise<Uint8Array> =>
    (await story.authorities.stamp(value, SIGNED)).sm2;

  /** What a page shows, with the layouts beside it. */
  const drawn = (words: readonly string[], layout: Uint8Array): Uint8Array =>
    writeOfd({
      id: '5e07a151ff9847bea6b5e12b9d7c6e9a',
      title: '劳动合同（演示）',
      created: SIGNED,
      fonts: [{ name: 'Test', family: 'Test', bold: false, bytes: Uint8Array.of(0, 1, 0, 0) }],
      pages: words.map((text) => ({
        width: 210_000,
        height: 297_000,
        objects: [
          {
            kind: 'text',
            text,
            x: 30_000,
            y: 40_000,
            size: 4_000,
            font: 0,
            advances: Array.from(text)
              .slice(1)
              .map(() => 4_000),
            colour: [0, 0, 0],
          },
        ],
      })),
      attachments: [{ name: 'layout.json', format: 'JSON', bytes: layout }],
    });

  const signedBy = async ({ signer, certificate }: SigningParty, shown: Uint8Array, ofd: Uint8Array) => {
    const { authorities } = story;
    const prepared = prepareSignature(openOfd(ofd), { at: SIGNED, close: false }, provider);
    const { crls } = authorities;
    const by = {
      signer,
      certificate,
      chain: [],
      crls,
      claims: { shown, activation: 'a' },
      activation,
      provider,
    };
    return embedValue(prepared, await stampedCms(await signOfd(prepared, by), stamp));
  };

  const sealedBy = async ({ signer, certificate }: SigningParty, ofd: Uint8Array): Promise<Uint8Array> => {
    const seal = await writeSeal(
      {
        vendor: 'RENXIN',
        esId: '44000000000001',
        type: 1,
        name: '演示科技有限公司',
        signers: { kind: 'certificates', certificates: [certificate] },
        createdAt: new Date(SIGNED.getTime() - DAY),
        validFrom: new Date(SIGNED.getTime() - DAY),
        validUntil: new Date(SIGNED.getTime() + 100 * DAY),
        picture: { type: 'PNG', data: Uint8Array.of(1), width: 40, height: 40 },
      },
      { signer: maker.signer, certificate: maker.certificate, crls: makers.crls, activation },
    );
    const plan = {
      seal,
      stamps: [{ kind: 'normal', page: 1, x: 100, y: 100 }] as const,
      at: SIGNED,
      close: true,
    };
    const { crls } = story.authorities;
    return sealOfd(ofd, plan, { signer, certificate, crls, activation, provider, timeStamp: stamp });
  };

  const shownIn = ({ document, pages }: SigningOnLedger): Uint8Array =>
    shownDigest(provider, sm3(document), pages);

  /** The outcome of the step, and the verdict, for a bundle whose exporter put this OFD into it. */
  const judged = async (make: (signing: SigningOnLedger) => Promise<Uint8Array>): Promise<string> => {
    const [signing] = story.signings;
    assert.ok(signing);
    const sealed = await make(signing);
    const bytes = await makeBundle(story, {
      changeFiles: (files) => files.set(signingPaths(0).sealed, sealed),
    });
    const [report] = await verify([{ name: 'contract.evidence.zip', bytes }], { provider, now: NOW, trust });
    const step = report?.steps.find((each) => each.step === 'sealed-form');
    return `${step?.code ?? 'none'} ${report?.verdict ?? ''}`;
  };

  const WORDS = ['劳动合同', '签署'];

  it('holds with the pages of both, the worker’s signature and the employer’s seal', async () => {
    const { worker, employer } = story.parties;
    assert.equal(
      await judged(async (signing) =>
        sealedBy(employer, await signedBy(worker, shownIn(signing), drawn(WORDS, signing.layout))),
      ),
      'SEALED_FORM_OK valid',
    );
  });

  it('other words, other layouts, other signers, no signature, another document', async () => {
    const { worker, employer } = story.parties;
    const stranger = { ...worker, signer: newSigner(seeded('stranger')) };
    const other = {
      ...stranger,
      certificate: await story.authorities.certify('person', stranger.signer, '他人'),
    };
    const form =
      (words: readonly string[], by = worker, shown?: Uint8Array, seal = employer) =>
      async (signing: SigningOnLedger) =>
        sealedBy(seal, await signedBy(by, shown ?? shownIn(signing), drawn(words, signing.layout)));
    assert.equal(await judged(form(['劳动合同', '签收'])), 'SEALED_FORM_DIFFERS invalid');
    assert.equal(await judged(form(['劳动合同'])), 'SEALED_FORM_DIFFERS invalid');
    assert.equal(
      await judged(async (signing) => {
        const layout = new TextEncoder().encode('{"pages":[{"lines":[{"runs":[{"text":"劳动合同"}]}]}]}');
        return sealedBy(employer, await signedBy(worker, shownIn(signing), drawn(WORDS.slice(0, 1), layout)));
      }),
      'SEALED_FORM_DIFFERS invalid',
    );
    assert.equal(await judged(form(WORDS, other)), 'SEALED_FORM_SIGNERS invalid');
    assert.equal(await judged(form(WORDS, worker, new Uint8Array(32))), 'SEALED_FORM_SIGNERS invalid');
    assert.equal(await judged(form(WORDS, worker, undefined, worker)), 'SEALED_FORM_SIGNERS invalid');
    assert.equal(
      await judged((signing) => sealedBy(employer, drawn(WORDS, signing.layout))),
      'SEALED_FORM_SIGNERS invalid',
    );
    assert.equal(await judged(() => Promise.resolve(new Uint8Array(9))), 'CONTAINER_MALFORMED invalid');
  });
});
