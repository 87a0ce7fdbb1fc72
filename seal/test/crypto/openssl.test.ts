import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pkcs8Of, signatureFromDer, signatureToDer, spkiOf } from '../../src/crypto/index.js';
import { nativeProvider } from '../../src/crypto/native.js';
import { generatePureSigner, pureProvider } from '../../src/crypto/pure.js';
import { generateSigner, signerOf, type Activation, type Signer } from '../../src/signer/index.js';
import { titled } from '../interop/tools.js';

const activation: Activation = { id: 'test', method: 'unattended', at: '2026-03-01T00:00:00.000Z' };
const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));
const both = [pureProvider, nativeProvider];

const version = spawnSync('openssl', ['version'], { encoding: 'utf8' });
const present = version.status === 0 && /^OpenSSL [3-9]\./.test(version.stdout);

describe(titled('the openssl command', present, 'OpenSSL 3'), () => {
  const here = mkdtempSync(join(tmpdir(), 'renxin-openssl-'));
  const file = (name: string): string => join(here, name);
  const keep = (name: string, content: Uint8Array): string => {
    writeFileSync(file(name), content);
    return file(name);
  };
  before(function () {
    if (!present) this.skip();
  });
  after(() => rmSync(here, { recursive: true }));

  const sm2Options = ['-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678'];

  it('verifies SM2 signatures made here, and refuses them for another message', async () => {
    for (const signer of [generateSigner('SM2').signer, generatePureSigner('SM2', random).signer]) {
      const message = random(100);
      const key = keep('key.spki', spkiOf(signer.key));
      const signature = keep('signature', signatureToDer(await sign(signer, message)));
      const verify = (path: string): number | null =>
        spawnSync('openssl', [
          ...['pkeyutl', '-verify', '-pubin', '-keyform', 'DER', '-inkey', key],
          ...['-sigfile', signature, '-in', path, ...sm2Options],
        ]).status;
      assert.equal(verify(keep('message', message)), 0);
      assert.notEqual(verify(keep('other', random(100))), 0);
    }
  });

  it('makes SM2 signatures with a key made here that are verified here', () => {
    const { signer, privateKey } = generateSigner('SM2');
    const message = random(100);
    const key = keep('key.pkcs8', privateKey);
    const signature = execFileSync('openssl', [
      ...['pkeyutl', '-sign', '-keyform', 'DER', '-inkey', key],
      ...['-in', keep('message', message), ...sm2Options],
    ]);
    const raw = signatureFromDer(new Uint8Array(signature));
    assert.ok(raw);
    for (const provider of both) assert.ok(provider.verify(signer.key, message, raw), provider.name);
  });

  it('makes SM2 keys that sign here', async () => {
    execFileSync(
      'openssl',
      [...['genpkey', '-algorithm', 'SM2', '-outform', 'DER', '-out', file('made.der')]],
      { stdio: 'pipe' },
    );
    execFileSync('openssl', [
      ...['pkcs8', '-topk8', '-nocrypt', '-inform', 'DER', '-outform', 'DER'],
      ...['-in', file('made.der'), '-out', file('made.pkcs8')],
    ]);
    const signer = signerOf(new Uint8Array(readFileSync(file('made.pkcs8'))));
    const message = random(10);
    assert.ok(pureProvider.verify(signer.key, message, await sign(signer, message)));
  });

  it('verifies P-256 signatures made here, and makes such that are verified here', async () => {
    const { signer, privateKey } = generatePureSigner('P-256', random);
    const message = random(100);
    const [publicFile, input] = [keep('key.spki', spkiOf(signer.key)), keep('message', message)];
    const signature = keep('signature', signatureToDer(await sign(signer, message)));
    const verification = ['-keyform', 'DER', '-verify', publicFile, '-signature', signature, input];
    assert.equal(spawnSync('openssl', ['dgst', '-sha256', ...verification]).status, 0);
    const key = keep('key.pkcs8', pkcs8Of(privateKey, signer.key));
    const made = execFileSync('openssl', ['dgst', '-sha256', '-keyform', 'DER', '-sign', key, input]);
    const raw = signatureFromDer(new Uint8Array(made));
    assert.ok(raw);
    for (const provider of both) assert.ok(provider.verify(signer.key, message, raw), provider.name);
  });
});

function sign(signer: Signer, message: Uint8Array): Promise<Uint8Array> {
  return signer.sign({ algorithm: signer.key.algorithm, message, activation });
}
