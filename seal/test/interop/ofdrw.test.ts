import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPureSigner } from '../../src/crypto/pure.js';
import { addTimeStamp, readSealSignature } from '../../src/eseal/index.js';
import { openOfd, replaceSealSignature, sealOfd, verifyOfd } from '../../src/ofd/index.js';
import { writeZip } from '../../src/zip/index.js';
import {
  check,
  createSealWorld,
  days,
  document,
  makeSeal,
  plan,
  sealerOf,
  type SealWorld,
} from '../ofd/world.js';
import { signed } from '../ofd/signing.js';
import { issueUnder, provider, type Holder } from '../world.js';
import { Desk, run, titled, type Ran } from './tools.js';

const cache = fileURLToPath(new URL('../../../../.cache/interop/ofdrw', import.meta.url));
const present =
  existsSync(join(cache, 'classes/renxin/OfdPeer.class')) && spawnSync('java', ['-version']).status === 0;

describe(titled('ofdrw and we read each other’s sealed OFDs', present, 'ofdrw'), function () {
  this.timeout(300_000);
  let desk: Desk;
  let world: SealWorld;
  /** Seals with ofdrw, which needs the key itself. */
  const secret = Uint8Array.from({ length: 32 }, (_, i) => i + 1);
  let clerk: Holder;
  before(async function () {
    if (!present) return this.skip();
    desk = await Desk.open();
    world = await createSealWorld();
    const signer = createPureSigner('SM2', secret, world.people.random);
    const { certificate } = await issueUnder(
      { ...world.people, issuer: world.people.province },
      'organisation',
      {
        key: signer.key,
      },
    );
    clerk = { signer, certificate, key: signer.key };
  });
  after(() => desk?.close());

  const peer = async (...args: readonly string[]): Promise<Ran> => {
    const classes = [join(cache, 'classes'), join(cache, 'lib/*')].join(delimiter);
    const ran = await run(
      'java',
      ['-Djava.awt.headless=true', '-cp', classes, 'renxin.OfdPeer', ...args],
      desk.path,
    );
    return { ...ran, output: ran.output.replace(/^SLF4J.*\n/gm, '').trim() };
  };
  const validate = async (...documents: readonly Uint8Array[]): Promise<string[]> => {
    const names = await Promise.all(documents.map((each, i) => desk.put(`${String(i)}.ofd`, each)));
    return (await peer('validate', ...names)).output.split('\n');
  };
  const sealedByOfdrw = async (
    source: Uint8Array,
    seal: Uint8Array,
    mode: 'whole' | 'continue',
    stamp: 'normal' | 'riding',
  ): Promise<Uint8Array> => {
    const files = [
      await desk.put('in.ofd', source),
      'out.ofd',
      await desk.put('seal.esl', seal),
      Buffer.from(secret).toString('hex'),
      await desk.put('signer.cer', clerk.certificate),
    ];
    const { code, output } = await peer('seal', ...files, mode, stamp);
    assert.equal(code, 0, output);
    return new Uint8Array(await readFile(join(desk.path, 'out.ofd')));
  };
  /** Codes of the steps that failed; ofdrw carries no issuers, so they are handed in. */
  const failed = (
    { trust }: SealWorld,
    bytes: Uint8Array,
    crls: readonly Uint8Array[] = [],
    ...certificates: readonly Uint8Array[]
  ): string[] =>
    verifyOfd({ document: bytes, trust, now: days(1), crls, certificates, provider }).signatures.flatMap(
      ({ checks }) => checks.filter(({ outcome }) => outcome === 'fail').map(({ code }) => code),
    );

  /** With a token over its last signature: only trusted time shows that a seal had expired. */
  const timeStamped = async (bytes: Uint8Array): Promise<Uint8Array> => {
    const value = openOfd(bytes).files.get('Doc_0/Signs/Sign_0/SignedValue.dat') ?? new Uint8Array();
    const token = await sealerOf(world, clerk).timeStamp?.(readSealSignature(value).signature);
    assert.ok(token);
    return replaceSealSignature(bytes, (old) => addTimeStamp(old, token));
  };

  it('it validates ours: one seal, several in order, over the edges, on a closed document', async () => {
    const one = await sealOfd(
      document(3),
      plan({ seal: world.seals.worker }),
      sealerOf(world, world.people.person),
    );
    const two = await sealOfd(
      one,
      plan({
        seal: world.seals.employer,
        close: true,
        stamps: [
          { kind: 'riding', y: 100 },
          { kind: 'keyword', words: '甲方（盖章）' },
        ],
      }),
      sealerOf(world, world.employer),
    );
    const pages = await sealOfd(
      document(2),
      plan({ seal: world.seals.worker, stamps: [{ kind: 'pages', pages: 'all', x: 10, y: 10 }] }),
      sealerOf(world, world.people.person),
    );
    assert.deepEqual(await validate(one, two, pages), ['accepted 3 1', 'accepted 3 5', 'accepted 2 2']);
  });

  it('it renders ours: the seal stands where it was put', async () => {
    const sealed = await sealOfd(
      document(1),
      plan({ seal: world.seals.worker, stamps: [{ kind: 'normal', page: 1, x: 120, y: 200 }] }),
      sealerOf(world, world.people.person),
    );
    const { code, output } = await peer(
      'pixel',
      await desk.put('r.ofd', sealed),
      '1',
      '140',
      '220',
      '100',
      '220',
    );
    assert.deepEqual([code, output], [0, 'c80000 ffffff']);
  });

  it('it refuses our document when it was altered, as we do', async () => {
    const sealed = await sealOfd(
      document(),
      plan({ seal: world.seals.worker }),
      sealerOf(world, world.people.person),
    );
    const files = new Map(openOfd(sealed).files);
    files.set(
      'Doc_0/Pages/Page_0/Content.xml',
      files.get('Doc_0/Pages/Page_1/Content.xml') ?? new Uint8Array(),
    );
    const altered = writeZip(files);
    assert.match((await validate(altered))[0] ?? '', /^refused/);
    assert.equal(check(world, altered).code, 'REFERENCE_HASH');
  });

  it('it validates our signature without a seal, by itself and under a seal, and refuses it when it was altered', async () => {
    const own = await signed(world, world.people.person, document(2));
    const both = await sealOfd(
      own,
      plan({ seal: world.seals.employer, close: true }),
      sealerOf(world, world.employer),
    );
    const altered = new Map(openOfd(own).files);
    const value = 'Doc_0/Signs/Sign_0/SignedValue.dat';
    const other = openOfd(await signed(world, world.people.person, document(3))).files.get(value);
    altered.set(value, other ?? new Uint8Array());
    const answers = await validate(own, both, writeZip(altered));
    assert.deepEqual(answers.slice(0, 2), ['accepted 2 0', 'accepted 2 1']);
    assert.match(answers[2] ?? '', /^refused/);
    assert.equal(check(world, writeZip(altered)).code, 'DATA_HASH');
  });

  it('we verify what it signs without a seal', async () => {
    const args = [await desk.put('in.ofd', document(2)), 'signed.ofd', Buffer.from(secret).toString('hex')];
    const { code, output } = await peer('sign', ...args, await desk.put('signer.cer', clerk.certificate));
    assert.equal(code, 0, output);
    const bytes = new Uint8Array(await readFile(join(desk.path, 'signed.ofd')));
    const { people } = world;
    assert.deepEqual(failed(world, bytes, people.crls, people.province.certificate), []);
    assert.equal(check(world, bytes).signatures[0]?.type, 'Sign');
  });

  it('we verify what it seals, ours and its own documents', async () => {
    const { maker, makers, people } = world;
    const seal = await makeSeal({ maker, makers }, clerk, {});
    for (const [source, mode, stamp] of [
      [document(3), 'whole', 'riding'],
      [document(2), 'continue', 'normal'],
    ] as const) {
      const sealed = await sealedByOfdrw(source, seal, mode, stamp);
      assert.deepEqual((await validate(sealed))[0]?.startsWith('accepted'), true);
      assert.deepEqual(failed(world, sealed), ['SIGNER_CHAIN']);
      assert.deepEqual(failed(world, sealed, people.crls, people.province.certificate), []);
      const report = check(world, sealed);
      assert.equal(report.signatures[0]?.closes, mode === 'whole');
    }
  });

  it('we refuse what its validator lets through', async () => {
    const { makers, maker, people } = world;
    const rogue = await issueUnder({ ...people, issuer: people.province }, 'seal-maker');
    const named = await makeSeal({ makers, maker }, clerk, {});
    const altered = Uint8Array.from(named);
    altered.set(new TextEncoder().encode('演王'), Buffer.from(named).indexOf('演示'));
    const cases = {
      SIGNER_NOT_IN_SEAL: world.seals.employer,
      MAKER_CHAIN: await makeSeal({ makers: people, maker: rogue }, clerk, {}),
      SEAL_NOT_VALID_AT_SIGNING: await makeSeal({ makers, maker }, clerk, {
        validFrom: days(-9),
        validUntil: days(-1),
      }),
      SEAL_SIG: altered,
    };
    const documents: Uint8Array[] = [];
    for (const seal of Object.values(cases))
      documents.push(await timeStamped(await sealedByOfdrw(document(), seal, 'whole', 'normal')));
    assert.deepEqual(
      await validate(...documents),
      documents.map(() => 'accepted 2 1'),
    );
    for (const [i, code] of Object.keys(cases).entries()) {
      const codes = failed(world, documents[i] ?? new Uint8Array(), people.crls, people.province.certificate);
      assert.ok(codes.includes(code), `${code}: ${codes.join(' ')}`);
    }
  });
});
