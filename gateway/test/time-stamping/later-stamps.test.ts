import { nativeProvider as provider } from '@renxin/seal/native';
import { issueCertificate, issueRoot, POLICY_TEST } from '@renxin/seal/pki';
import { generateSigner } from '@renxin/seal/signer';
import { createTimeStampAuthority, POLICY_TEST_TIME_STAMP, type TimeStampAuthority } from '@renxin/seal/tsa';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLevelRecordStore, type RecordStore } from '../../src/store/index.js';
import { LaterStamps, type LaterStampsOptions } from '../../src/time-stamping/later-stamps.js';

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
const digest = provider.hash('SHA-256', new TextEncoder().encode('document'));
const stamp = (name: string) => ({ name, algorithm: 'SHA-256' as const, digest });

describe('time-stamps that are made up later', () => {
  let directory: string;
  let store: RecordStore;
  let authority: TimeStampAuthority;
  let out: boolean;
  let made: Map<string, Uint8Array>;

  before(async () => {
    authority = await authorityOfTest();
  });
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'renxin-later-'));
    store = await openLevelRecordStore(directory);
    out = false;
    made = new Map();
  });
  afterEach(async () => {
    await store.close();
    await rm(directory, { recursive: true, force: true });
  });

  const stamps = (changes: Partial<LaterStampsOptions> = {}): LaterStamps =>
    new LaterStamps({
      store,
      organisation: 'gd',
      ask: (request) => (out ? Promise.reject(new Error('no answer')) : authority.respond(request)),
      made: async (name, token) => void made.set(name, token),
      provider,
      clock: () => new Date(),
      random,
      ...changes,
    });

  it('gives the token at once when the authority answers, and keeps nothing', async () => {
    assert.ok(await stamps().stampOrLater(stamp('a')));
    assert.deepEqual(await stamps().waiting(), []);
  });

  it('makes it up when the authority is back, also after a restart', async () => {
    out = true;
    assert.equal(await stamps().stampOrLater(stamp('a')), undefined);
    assert.equal(await stamps().stampOrLater(stamp('b')), undefined);
    assert.equal(await stamps().stampOrLater(stamp('a')), undefined);
    assert.equal(await stamps().makeUp(), 0);
    await store.close();
    store = await openLevelRecordStore(directory);
    assert.deepEqual(await stamps().waiting(), ['a', 'b']);
    out = false;
    assert.equal(await stamps().makeUp(), 2);
    assert.deepEqual([...made.keys()], ['a', 'b']);
    assert.deepEqual(await stamps().waiting(), []);
  });

  it('hands the same token over again when its owner failed to take it', async () => {
    out = true;
    await stamps().stampOrLater(stamp('a'));
    out = false;
    const offered: Uint8Array[] = [];
    const full = new Error('disk');
    const failing = stamps({ made: async (_name, token) => (offered.push(token), Promise.reject(full)) });
    await assert.rejects(failing.makeUp(), full);
    out = true;
    assert.equal(await stamps().makeUp(), 1);
    assert.deepEqual(made.get('a'), offered[0]);
  });

  it('takes a refusal, and a token over something else, for an authority that is out', async () => {
    const refusing = stamps({ ask: () => authority.respond(new Uint8Array(3)) });
    assert.equal(await refusing.stampOrLater(stamp('a')), undefined);
    let other: Uint8Array | undefined;
    const lying = stamps({ ask: async (request) => (other ??= await authority.respond(request)) });
    assert.ok(await lying.stampOrLater(stamp('b')));
    assert.equal(await lying.stampOrLater(stamp('c')), undefined);
    assert.deepEqual(await stamps().waiting(), ['a', 'c']);
  });
});

async function authorityOfTest(): Promise<TimeStampAuthority> {
  const { signer } = generateSigner('P-256');
  const root = generateSigner('P-256').signer;
  const now = Date.now();
  const common = {
    notBefore: new Date(now - 60_000),
    notAfter: new Date(now + 86_400_000),
    policies: [POLICY_TEST],
    random,
    activation: { id: 'test', method: 'unattended' as const, at: new Date(now).toISOString() },
    provider,
  };
  const certificate = await issueRoot({ ...common, signer: root, subject: { commonName: '根' } });
  return createTimeStampAuthority({
    signer,
    certificate: await issueCertificate({
      ...common,
      issuer: { signer: root, certificate },
      key: signer.key,
      profile: 'time-stamp',
      subject: { commonName: '时间戳' },
    }),
    chain: [],
    policy: POLICY_TEST_TIME_STAMP,
    clock: () => new Date(),
    serials: async () => random(15).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 1n),
    accuracy: { seconds: 1 },
    provider,
  });
}
