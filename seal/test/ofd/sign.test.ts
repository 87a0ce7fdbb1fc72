import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { addTimeStamp, readSealSignature, writeSealSignature } from '../../src/eseal/index.js';
import {
  embedValue,
  openOfd,
  OfdError,
  prepareSeal,
  replaceSealSignature,
  sealOfd,
  verifyOfd,
} from '../../src/ofd/index.js';
import { pureProvider } from '../../src/crypto/pure.js';
import { timeStampRequest } from '../../src/tsa/index.js';
import { authorityOf, NONCE, provider } from '../world.js';
import {
  check,
  codes,
  createSealWorld,
  days,
  document,
  plan,
  sealerOf,
  T0,
  type SealWorld,
} from './world.js';

describe('sealing an OFD', function () {
  this.timeout(60_000);
  let world: SealWorld;
  before(async () => {
    world = await createSealWorld();
  });

  const worker = (bytes: Uint8Array, overrides = {}): Promise<Uint8Array> =>
    sealOfd(bytes, plan({ seal: world.seals.worker, ...overrides }), sealerOf(world, world.people.person));
  const employer = (bytes: Uint8Array, overrides = {}): Promise<Uint8Array> =>
    sealOfd(bytes, plan({ seal: world.seals.employer, ...overrides }), sealerOf(world, world.employer));

  it('holds for one signer and for several in order, and tells who, when and where', async () => {
    const one = await worker(document());
    assert.deepEqual(codes(check(world, one)), ['OK', 'OK']);
    const two = await employer(one, { close: true, stamps: [{ kind: 'riding', y: 100 }] });
    const report = check(world, two);
    assert.deepEqual(codes(report), ['OK', 'OK', 'OK']);
    assert.equal(report.verdict, 'valid');
    assert.deepEqual(
      report.signatures.map(({ closes, stamps, sealed }) => [closes, stamps.length, sealed?.seal.name]),
      [
        [false, 1, '测试工人'],
        [true, 2, '演示科技有限公司'],
      ],
    );
    assert.equal(report.signatures[1]?.sealed?.trustedAt, T0.toISOString());
  });

  it('leaves every file of the document as it was, but for the place of the list', async () => {
    const before = openOfd(document()).files;
    const after = openOfd(await worker(document())).files;
    for (const [path, bytes] of before)
      if (path !== 'OFD.xml') assert.deepEqual(after.get(path), bytes, path);
  });

  it('takes no further seal when it is closed', async () => {
    const closed = await worker(document(), { close: true });
    await assert.rejects(employer(closed), { code: 'OFD_CLOSED' });
  });

  it('places seals: on pages, over the edges, on words', async () => {
    const place = async (pages: number, stamps: readonly object[]): Promise<unknown[]> =>
      check(world, await worker(document(pages), { stamps })).signatures[0]?.stamps.map(
        ({ page, boundary, clip }) => [page, boundary.join(' '), clip?.join(' ')],
      ) ?? [];
    assert.deepEqual(await place(3, [{ kind: 'pages', pages: 'all', x: 10, y: 20 }]), [
      [1, '10 20 40 40', undefined],
      [2, '10 20 40 40', undefined],
      [3, '10 20 40 40', undefined],
    ]);
    assert.deepEqual(await place(5, [{ kind: 'riding', y: 40 }]), [
      [1, '202 40 40 40', '0 0 8 40'],
      [2, '194 40 40 40', '8 0 8 40'],
      [3, '186 40 40 40', '16 0 8 40'],
      [4, '178 40 40 40', '24 0 8 40'],
      [5, '170 40 40 40', '32 0 8 40'],
    ]);
    const many = await place(20, [{ kind: 'riding', y: 40 }]);
    assert.equal(many.length, 20);
    assert.deepEqual(many[9], [10, '170 40 40 40', '36 0 4 40']);
    assert.deepEqual(many[10], [11, '206 40 40 40', '0 0 4 40']);
    assert.deepEqual(await place(2, [{ kind: 'keyword', words: '甲方 （盖章）' }]), [
      [2, '22 218.48 40 40', undefined],
    ]);
    assert.deepEqual(await place(2, [{ kind: 'keyword', words: '甲方（盖章）', occurrence: 1 }]), [
      [1, '22 218.48 40 40', undefined],
    ]);
    for (const stamp of [
      { kind: 'normal', page: 3, x: 0, y: 0 },
      { kind: 'normal', page: 1, x: 180, y: 0 },
      { kind: 'normal', page: 1, x: -1, y: 0 },
      { kind: 'keyword', words: '乙方' },
      { kind: 'keyword', words: '甲方', occurrence: 3 },
    ])
      await assert.rejects(worker(document(2), { stamps: [stamp] }), { code: 'STAMP_PLACE' });
    await assert.rejects(worker(document(1), { stamps: [{ kind: 'riding', y: 0 }] }), {
      code: 'STAMP_PLACE',
    });
  });

  it('has two steps: both sides prepare the same, and a signature made elsewhere is put in', async () => {
    const wanted = plan({ seal: world.seals.worker });
    const here = prepareSeal(document(), wanted, provider);
    const there = prepareSeal(document(), wanted, pureProvider);
    assert.deepEqual(here, there);
    const { dataHash, propertyInfo } = there;
    const value = await writeSealSignature({
      ...sealerOf(world, world.people.person),
      seal: wanted.seal,
      signedAt: wanted.at,
      dataHash,
      propertyInfo,
    });
    assert.deepEqual(codes(check(world, embedValue(here, value))), ['OK', 'OK']);
  });

  it('is undetermined without trust or without trusted time; a later seal’s time holds for an earlier one', async () => {
    const timeless = (holder: typeof world.employer): ReturnType<typeof sealerOf> => ({
      ...sealerOf(world, holder),
      timeStamp: () => Promise.resolve(undefined),
    });
    const first = await sealOfd(
      document(),
      plan({ seal: world.seals.worker }),
      timeless(world.people.person),
    );
    assert.equal(check(world, first).verdict, 'undetermined');
    assert.equal(check(world, first).code, 'NO_TRUSTED_TIME');
    const second = await employer(first);
    assert.deepEqual(codes(check(world, second)), ['OK', 'OK', 'OK']);
    assert.equal(
      verifyOfd({ document: second, trust: undefined, now: days(1), provider }).verdict,
      'undetermined',
    );
    const token = authorityOf(world.people);
    const made = await embedLater(first, token);
    assert.deepEqual(codes(check(world, made)), ['OK', 'OK']);
  });

  async function embedLater(
    bytes: Uint8Array,
    authority: ReturnType<typeof authorityOf>,
  ): Promise<Uint8Array> {
    const value = readSealSignature(
      openOfd(bytes).files.get('Doc_0/Signs/Sign_0/SignedValue.dat') ?? new Uint8Array(),
    ).signature;
    const token = await authority.respond(
      timeStampRequest({
        digest: provider.hash('SM3', value),
        algorithm: 'SM3',
        nonce: NONCE,
        certReq: true,
      }),
    );
    return replaceSealSignature(bytes, (old) => addTimeStamp(old, token));
  }

  it('reads and seals what others made', async () => {
    const plain = foreign('ofdrw-plain.ofd');
    assert.equal(openOfd(plain).pages.length, 1);
    assert.deepEqual(codes(check(world, plain)), ['UNSIGNED']);
    assert.deepEqual(
      codes(check(world, await worker(plain, { stamps: [{ kind: 'keyword', words: '你好' }] }))),
      ['OK', 'OK'],
    );
    const sealed = foreign('ofdrw-riding.ofd');
    const report = check(world, sealed);
    assert.equal(report.pages, 5);
    assert.deepEqual(
      report.signatures[0]?.checks
        .filter(({ outcome }) => outcome === 'pass')
        .map(({ step }) => step)
        .filter((step) =>
          ['signature', 'document', 'seal-signature', 'references', 'coverage'].includes(step),
        ),
      ['signature', 'document', 'seal-signature', 'references', 'coverage'],
    );
    assert.equal(report.code, 'SIGNER_CHAIN');
    await assert.rejects(worker(sealed), (error) => error instanceof OfdError && error.code === 'OFD_CLOSED');
  });
});

function foreign(name: string): Uint8Array {
  const url = new URL(`../../../test/vectors/ofd/foreign/${name}`, import.meta.url);
  return new Uint8Array(readFileSync(url));
}
