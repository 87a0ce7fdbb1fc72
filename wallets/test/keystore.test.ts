import { nativeProvider } from '@renxin/seal/native';
import { generateSigner, openBytes, SealedBytesError, signerOf } from '@renxin/seal/signer';
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Keystore, writeDurably } from '../src/keystore/index.js';
import { formsOf } from './private-bytes.js';

const PASSPHRASE = 'a passphrase of this test';
const ENTRY = { identifier: 'p-somebody', relation: 'employment', towards: 'an-employer' } as const;
const ACTIVATION = { id: 'a-1', method: 'confirmation', at: '2026-01-01T00:00:00.000Z' } as const;

describe('a holder’s keystore', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'renxin-keystore-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const path = () => join(directory, 'keys', 'p-somebody.json');
  const message = new TextEncoder().encode('a message');
  const signWith = async (keystore: Keystore): Promise<Uint8Array> =>
    (await keystore.signer('p-somebody')).sign({ algorithm: 'SM2', message, activation: ACTIVATION });
  const refused = (code: string, run: () => Promise<unknown>) =>
    assert.rejects(run, (error: { code?: unknown }) => error.code === code);

  it('keeps a key over a restart, and signs with it', async () => {
    const { key } = await (await Keystore.open(directory, PASSPHRASE)).generate(ENTRY, 'SM2');
    const again = await Keystore.open(directory, PASSPHRASE);
    assert.deepEqual(await again.list(), [{ ...ENTRY, key }]);
    assert.ok(nativeProvider.verify(key, message, await signWith(again)));
  });

  it('refuses a wrong passphrase, a short one, an unknown key and a second key of one name', async () => {
    const keystore = await Keystore.open(directory, PASSPHRASE);
    await keystore.generate(ENTRY, 'SM2');
    const wrong = await Keystore.open(directory, 'another passphrase');
    await assert.rejects(
      () => signWith(wrong),
      (error) => error instanceof SealedBytesError && error.code === 'PASSPHRASE_WRONG',
    );
    await refused('PASSPHRASE_SHORT', () => Keystore.open(directory, 'short'));
    await refused('KEY_UNKNOWN', () => keystore.signer('p-nobody'));
    await refused('KEY_EXISTS', () => keystore.generate(ENTRY, 'SM2'));
  });

  it('never writes the private key in the clear, nor the passphrase', async () => {
    const keystore = await Keystore.open(directory, PASSPHRASE);
    await keystore.generate(ENTRY, 'SM2');
    await signWith(keystore);
    const file = JSON.parse(await readFile(path(), 'utf8')) as { sealed: unknown };
    const pkcs8 = await openBytes(PASSPHRASE, file.sealed);
    for (const name of await readdir(directory, { recursive: true })) {
      const bytes = await readFile(join(directory, name)).catch(() => Buffer.alloc(0));
      for (const form of formsOf(pkcs8)) assert.ok(!bytes.includes(form), name);
      assert.ok(!bytes.includes(PASSPHRASE), name);
    }
  });

  it('readable by its owner alone', async () => {
    await (await Keystore.open(directory, PASSPHRASE)).generate(ENTRY, 'SM2');
    assert.equal((await stat(path())).mode & 0o077, 0);
  });

  it('signs with nothing after any one byte of the key file changed, unless it is the true key', async () => {
    const { key } = await (await Keystore.open(directory, PASSPHRASE)).generate(ENTRY, 'SM2');
    const bytes = await readFile(path());
    for (let at = 0; at < bytes.length; at += 23) {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await writeFile(path(), changed);
      const came = await Keystore.open(directory, PASSPHRASE)
        .then(signWith)
        .then(
          (signature) => (nativeProvider.verify(key, message, signature) ? 'true' : 'another'),
          (error: { code?: string }) => error.code ?? 'fault',
        );
      assert.notEqual(came, 'another', `byte ${at}`);
      assert.notEqual(came, 'fault', `byte ${at}`);
    }
  });

  it('notices a public key that was put in the true one’s place: KEY_FILE_ALTERED', async () => {
    await (await Keystore.open(directory, PASSPHRASE)).generate(ENTRY, 'SM2');
    const file = JSON.parse(await readFile(path(), 'utf8')) as object;
    await writeFile(path(), JSON.stringify({ ...file, key: generateSigner('SM2').signer.key }));
    await refused('KEY_FILE_ALTERED', async () => signWith(await Keystore.open(directory, PASSPHRASE)));
    await writeFile(path(), JSON.stringify({ ...file, identifier: 'p-another' }));
    await refused('KEY_FILE_ALTERED', async () => signWith(await Keystore.open(directory, PASSPHRASE)));
    await writeFile(path(), '{"schema":1');
    await refused('KEY_FILE_ALTERED', async () => signWith(await Keystore.open(directory, PASSPHRASE)));
  });

  it('writes down an activation before it signs; without the log there is no signature', async () => {
    const keystore = await Keystore.open(directory, PASSPHRASE);
    await keystore.generate(ENTRY, 'SM2');
    await signWith(keystore);
    const log = join(directory, 'activations.ndjson');
    const [line] = (await readFile(log, 'utf8')).split('\n');
    assert.deepEqual(JSON.parse(line ?? ''), { key: 'p-somebody', ...ACTIVATION });
    await rm(log);
    // A directory in its place: writing fails for everybody, the superuser too.
    await mkdir(log);
    await assert.rejects(() => signWith(keystore));
  });

  it('forgets its keys when it is locked', async () => {
    const keystore = await Keystore.open(directory, PASSPHRASE);
    await keystore.generate(ENTRY, 'SM2');
    await signWith(keystore);
    keystore.lock();
    await rm(path());
    await refused('KEY_UNKNOWN', () => signWith(keystore));
  });

  it('writes a file whole or not at all, also when many write at once', async () => {
    const target = join(directory, 'file');
    const texts = Array.from({ length: 20 }, (_, i) => String(i).repeat(10_000));
    await Promise.all(texts.map((text) => writeDurably(target, text)));
    assert.ok(texts.includes(await readFile(target, 'utf8')));
    assert.deepEqual(await readdir(directory), ['file'], 'nothing half-written is left');
    await assert.rejects(() => writeDurably(join(directory, 'none', 'file'), 'x'));
  });

  it('holds a key that signs as its PKCS#8 says', async () => {
    await (await Keystore.open(directory, PASSPHRASE)).generate(ENTRY, 'P-256');
    const file = JSON.parse(await readFile(path(), 'utf8')) as { sealed: unknown; key: unknown };
    assert.deepEqual(signerOf(await openBytes(PASSPHRASE, file.sealed)).key, file.key);
  });
});
