import assert from 'node:assert/strict';
import { writeSeal } from '@renxin/seal/eseal';
import { openOfd, sealOfd, writeOfd } from '@renxin/seal/ofd';
import type { Signer } from '@renxin/seal/signer';
import { writeZip } from '@renxin/seal/zip';
import { exitCodeOf, verify, type Report, type VerifyOptions } from '../src/verify/index.js';
import { activation, createAuthorities, newSigner, provider, seeded, text, type Authorities } from './pki.js';
import { makeTrust, noLedger } from './signing.js';

const NOW = new Date('2026-03-01T09:00:00.000Z');
const SEALED = new Date('2026-03-01T08:00:00.000Z');
const DAY = 86_400_000;

describe('a sealed OFD through the one verifier', function () {
  this.timeout(120_000);
  let document: Uint8Array;
  let trust: Uint8Array;
  let people: Authorities;

  before(async () => {
    const random = seeded('sealed-ofd');
    people = await createAuthorities('people', NOW);
    const makers = await createAuthorities('makers', NOW);
    const issuer = newSigner(random);
    const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
    trust = await makeTrust(
      people,
      issuer,
      {
        ledger: 'renxin-test',
        issuedAt: '2026-01-01T00:00:00.000Z',
        validUntil: '2027-01-01T00:00:00.000Z',
        genesis: noLedger,
        operators: [],
        organisations: [],
      },
      {
        certificateAuthorities: [
          {
            name: '演示根',
            certificate: base64(people.root.certificate),
            uses: ['person', 'organisation', 'time-stamp'],
            standing: 'test',
            operator: 'ministry',
          },
          {
            name: '演示制章根',
            certificate: base64(makers.root.certificate),
            uses: ['seal-maker'],
            standing: 'test',
            operator: 'ministry',
          },
        ],
      },
    );
    const maker = newSigner(random);
    const makerCertificate = await makers.certify('seal-maker', maker, '演示制章');
    document = writeOfd({
      id: '5e07a151ff9847bea6b5e12b9d7c6e9a',
      title: '劳动合同（演示）',
      created: SEALED,
      fonts: [{ name: 'Test', family: 'Test', bold: false, bytes: Uint8Array.of(0, 1, 0, 0) }],
      pages: [1, 2].map((page) => ({
        width: 210_000,
        height: 297_000,
        objects: [
          {
            kind: 'text',
            text: `第${page}页`,
            x: 30_000,
            y: 40_000,
            size: 4_000,
            font: 0,
            advances: [4_000, 4_000],
            colour: [0, 0, 0],
          },
        ],
      })),
    });
    for (const [name, profile, close] of [
      ['示例丙', 'person', false],
      ['演示科技有限公司', 'organisation', true],
    ] as const) {
      const signer = newSigner(random);
      const certificate = await people.certify(profile, signer, name);
      const seal = await sealOf(name, profile, certificate, maker, makerCertificate, makers);
      document = await sealOfd(
        document,
        { seal, stamps: [{ kind: 'normal', page: 1, x: 100, y: close ? 100 : 150 }], at: SEALED, close },
        { signer, certificate, crls: people.crls, activation, provider, timeStamp },
      );
    }
  });

  function sealOf(
    name: string,
    profile: 'person' | 'organisation',
    certificate: Uint8Array,
    signer: Signer,
    makerCertificate: Uint8Array,
    { crls }: Authorities,
  ): Promise<Uint8Array> {
    return writeSeal(
      {
        vendor: 'RENXIN',
        esId: `4400000000000${profile === 'person' ? 1 : 2}`,
        type: profile === 'person' ? 2 : 1,
        name,
        signers: { kind: 'certificates', certificates: [certificate] },
        createdAt: new Date(NOW.getTime() - 10 * DAY),
        validFrom: new Date(NOW.getTime() - 10 * DAY),
        validUntil: new Date(NOW.getTime() + 100 * DAY),
        picture: { type: 'PNG', data: Uint8Array.of(1), width: 40, height: 40 },
      },
      { signer, certificate: makerCertificate, crls, activation },
    );
  }

  const timeStamp = async (value: Uint8Array): Promise<Uint8Array> => (await people.stamp(value, SEALED)).sm2;

  async function judge(
    bytes: Uint8Array,
    more: Partial<VerifyOptions> = {},
    name = 'contract.ofd',
  ): Promise<Report> {
    const [report] = await verify([{ name, bytes }], { provider, now: NOW, trust, ...more });
    assert.ok(report);
    return report;
  }

  it('is valid, and tells who sealed what, where and when', async () => {
    const report = await judge(document);
    assert.deepEqual(
      report.steps.filter(({ outcome }) => outcome !== 'pass').map(({ step, code }) => `${step} ${code}`),
      [],
    );
    assert.equal(report.kind, 'sealed-ofd');
    assert.equal(report.verdict, 'valid');
    assert.equal(exitCodeOf([report]), 0);
    assert.ok(report.proven.some(({ code }) => code === 'OFD_UNCHANGED'));
    assert.equal(report.signedBetween.notAfter?.slice(0, 16), '2026-03-01T08:00');
    assert.deepEqual(
      report.steps.filter(({ step }) => step === 'stamps').map(({ evidence }) => evidence['signature']),
      [1, 2],
    );
  });

  it('is undetermined without trust, whatever its name', async () => {
    const [report] = await verify([{ name: 'x', bytes: document }], { provider, now: NOW });
    assert.equal(report?.kind, 'sealed-ofd');
    assert.equal(report?.verdict, 'undetermined');
  });

  it('names what is wrong: an edited page, an extra file, no signature', async () => {
    const codes = async (bytes: Uint8Array): Promise<string[]> =>
      (await judge(bytes)).steps.filter(({ outcome }) => outcome === 'fail').map(({ code }) => code);
    const after = (change: (files: Map<string, Uint8Array>) => void): Uint8Array => {
      const files = new Map(openOfd(document).files);
      change(files);
      return writeZip(files);
    };
    const page = 'Doc_0/Pages/Page_0/Content.xml';
    assert.deepEqual(
      await codes(after((files) => files.set(page, files.get('Doc_0/Pages/Page_1/Content.xml') ?? text('')))),
      ['REFERENCE_HASH', 'REFERENCE_HASH'],
    );
    assert.deepEqual(await codes(after((files) => files.set('Doc_0/extra.xml', text('<a/>')))), [
      'UNCOVERED_FILE',
      'UNCOVERED_FILE',
    ]);
    assert.deepEqual(
      await codes(
        writeOfd({
          id: '0'.repeat(32),
          title: 'x',
          created: NOW,
          fonts: [],
          pages: [{ width: 1, height: 1, objects: [] }],
        }),
      ),
      ['UNSIGNED'],
    );
  });

  it('never passes with one changed byte', async () => {
    const random = seeded('bytes');
    for (let i = 0; i < 500; i++) {
      const [a = 0, b = 0, c = 0, mask = 0] = random(4);
      const changed = Uint8Array.from(document);
      const at = ((a << 16) | (b << 8) | c) % changed.length;
      changed[at] = (changed[at] ?? 0) ^ (mask || 1);
      assert.notEqual(exitCodeOf([await judge(changed)]), 0, `byte ${at}`);
    }
  });
});
