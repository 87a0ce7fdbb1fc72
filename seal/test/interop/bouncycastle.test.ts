import type { KeyAlgorithm } from '../../src/x509/index.js';
import assert from 'node:assert/strict';
import {
  authorityOf,
  createWorld,
  days,
  DOCUMENT,
  listOf,
  requestFor,
  signWith,
  T0,
  type Holder,
  type World,
} from '../world.js';
import { openPdf, signaturesOf } from '../../src/pdf/index.js';
import { cmsIn } from '../../src/pdf/verify/cms-format.js';
import { readCertificate } from '../../src/verify/index.js';
import { signBy } from '../pdf/signing.js';
import { smallPdf } from '../pdf/small-pdf.js';
import { Desk, flipped, hasPeer, runPeer, titled } from './tools.js';

const present = hasPeer();

describe(titled('BouncyCastle verifies what we sign', present, 'BouncyCastle'), function () {
  this.timeout(120_000);
  let desk: Desk;
  before(async function () {
    if (!present) this.skip();
    desk = await Desk.open();
  });
  after(() => desk?.close());

  /** One line of BouncyCastle for each case, and its exit code. */
  const judge = async (cases: readonly Case[]): Promise<{ code: number; lines: string[] }> => {
    const args: string[] = [];
    for (const [i, { kind, signature, root, data = DOCUMENT }] of cases.entries()) {
      const files = [
        await desk.put(`${i}.signature`, signature),
        await desk.put(`${i}.data`, data),
        await desk.put(`${i}.root`, root.certificate),
      ];
      args.push(kind, ...files, T0.toISOString());
    }
    const { code, output } = await runPeer(args, desk.path);
    return { code, lines: output.trim().split('\n') };
  };

  const make = (kind: Kind, world: World<KeyAlgorithm>): Promise<Uint8Array> =>
    kind === 'cms' ? signWith(world) : authorityOf(world).respond(requestFor(world));

  it('document signatures and time-stamps with SM2, P-256 and RSA, with their chains and lists', async () => {
    const cases: Case[] = [];
    for (const algorithm of ['SM2', 'P-256', 'RSA'] as const) {
      const world = await createWorld(algorithm);
      for (const kind of ['cms', 'token'] as const)
        cases.push({ kind, signature: await make(kind, world), root: world.root });
    }
    assert.deepEqual(await judge(cases), {
      code: 0,
      lines: Array.from({ length: 6 }, () => 'verified'),
    });
  });

  it('SM2 signatures inside PDFs, in the form of RFC 5652 and of GM/T 0010, and no altered one', async () => {
    const world = await createWorld('SM2');
    const { root } = world;
    const embedded = async (form: 'pades' | 'gm-t-0010', kind: Kind): Promise<Case[]> => {
      const pdf = await signBy(world, smallPdf(), 'worker', { form });
      const { contents, byteRange } = signaturesOf(openPdf(pdf))[0] ?? assert.fail();
      const [a, b, c, d] = byteRange;
      const data = Buffer.concat([pdf.subarray(a, a + b), pdf.subarray(c, c + d)]);
      const signature = cmsIn(contents);
      return [
        { kind, signature, root, data },
        { kind, signature, root, data: flipped(data, 40) },
        { kind: kind === 'embedded' ? 'embedded-gm' : 'embedded', signature, root, data },
      ];
    };
    const { code, lines } = await judge([
      ...(await embedded('pades', 'embedded')),
      ...(await embedded('gm-t-0010', 'embedded-gm')),
    ]);
    assert.equal(code, 1);
    assert.deepEqual(
      lines.map((line) => line.split(':')[0]),
      ['verified', 'refused', 'refused', 'verified', 'refused', 'refused'],
      lines.join('\n'),
    );
  });

  for (const kind of ['cms', 'token'] as const) {
    it(`${kind} with SM2: refuses an altered one, other data, another root, a revoked signer`, async () => {
      const world = await createWorld('SM2');
      const signature = await make(kind, world);
      const { root } = world;
      const stranger = await createWorld('SM2', 'stranger');
      const { serial } = readCertificate((kind === 'cms' ? world.person : world.authority).certificate);
      const revoked = await listOf(world.province, [{ serial, at: days(-2), reason: 'superseded' }]);
      const { code, lines } = await judge([
        { kind, signature: flipped(signature, -1), root },
        { kind, signature, root, data: flipped(DOCUMENT, 0) },
        { kind, signature, root: stranger.root },
        { kind, signature: await make(kind, { ...world, crls: [revoked, ...world.crls.slice(1)] }), root },
      ]);
      assert.equal(code, 1);
      assert.equal(lines.length, 4);
      for (const line of lines) assert.match(line, /^refused: /);
    });
  }
});

type Kind = 'cms' | 'token' | 'embedded' | 'embedded-gm';

interface Case {
  readonly kind: Kind;
  readonly signature: Uint8Array;
  readonly root: Holder;
  readonly data?: Uint8Array;
}
