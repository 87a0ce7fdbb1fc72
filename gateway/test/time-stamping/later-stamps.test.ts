import { nativeProvider as provider } from '@renxin/seal/native';
import { issueCertificate, issueRoot, POLICY_TEST } from '@renxin/seal/pki';
import { generateSigner } from '@renxin/seal/signer';
import { createTimeStampAuthority, POLICY_TEST_TIME_STAMP, type TimeStampAuthority } from '@renxin/seal/tsa';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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

  it('is out when its HTTP route is cut, before or while it answers, and back when the route is', async () => {
    let route: 'open' | 'cut' | 'cut while it answers' = 'open';
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        void authority.respond(new Uint8Array(Buffer.concat(parts))).then((answer) => {
          response.writeHead(200, { 'Content-Length': answer.length, Connection: 'close' });
          if (route === 'open') response.end(answer);
          else response.write(answer.subarray(0, 100), () => response.destroy());
        });
      });
    }).on('connection', (socket) => {
      if (route === 'cut') socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const overHttp = stamps({
      ask: async (request) => {
        const answer = await fetch(`http://127.0.0.1:${port}/tsa`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/timestamp-query' },
          body: new Uint8Array(request),
        });
        return new Uint8Array(await answer.arrayBuffer());
      },
    });
    try {
      assert.ok(await overHttp.stampOrLater(stamp('a')));
      route = 'cut while it answers';
      assert.equal(await overHttp.stampOrLater(stamp('b')), undefined);
      route = 'cut';
      assert.equal(await overHttp.stampOrLater(stamp('c')), undefined);
      assert.equal(await overHttp.makeUp(), 0);
      route = 'open';
      assert.equal(await overHttp.makeUp(), 2);
      assert.deepEqual([...made.keys()], ['b', 'c']);
    } finally {
      server.closeAllConnections();
      server.close();
    }
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
