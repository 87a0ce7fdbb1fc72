import { ocspRequest } from '@renxin/seal/ocsp';
import { nativeProvider } from '@renxin/seal/native';
import { timeStampRequest } from '@renxin/seal/tsa';
import { readCertificate, verifyChain, verifyOcspResponse, verifyTimeStampToken } from '@renxin/seal/verify';
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start, type Running } from '../../src/commands/serve.js';
import { loadConfig } from '../../src/config.js';
import { inventoryOf } from '../../src/keys/inventory.js';
import { KeyRing } from '../../src/keys/key-ring.js';
import { validationDataOf } from '../../src/pki/validation-data.js';
import type { Services } from '../../src/services.js';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

describe('certificates and their status over HTTP', function () {
  this.timeout(120_000);
  let data: string;
  let running: Running;
  before(async () => {
    data = await mkdtemp(join(tmpdir(), 'renxin-pki-'));
    running = await start(loadConfig({ RENXIN_DATA: data, RENXIN_PORT: '0', RENXIN_LOG_LEVEL: 'silent' }));
  });
  after(async () => {
    await running?.close();
    await rm(data, { recursive: true, force: true });
  });

  const fetched = async (path: string, init: RequestInit = {}): Promise<Uint8Array> => {
    const response = await fetch(running.url + path, init);
    assert.equal(response.status, 200, path);
    return new Uint8Array(await response.arrayBuffer());
  };
  const certificate = (name: string): Promise<Uint8Array> => fetched(`/pki/certificates/${name}`);
  const asking = (request: Uint8Array): RequestInit => ({
    method: 'POST',
    headers: { 'Content-Type': 'application/ocsp-request' },
    body: Buffer.from(request),
  });

  it('seal makers have a list and a responder as well; the maker’s certificate names both', async () => {
    const [root, maker] = [await certificate('seal-makers'), await certificate('seal-maker')];
    const { serial } = readCertificate(maker);
    const request = ocspRequest({
      issuer: readCertificate(root),
      serials: [serial],
      hash: 'SM3',
      provider: nativeProvider,
    });
    const response = await fetched('/pki/ocsp/seal-makers', asking(request));
    const crls = [await fetched('/pki/revocation-lists/seal-makers')];
    const now = new Date();
    const asked = { response, certificate: maker, issuer: root, at: now, now, provider: nativeProvider };
    assert.equal(verifyOcspResponse(asked).code, 'OK');
    const chain = { leaf: maker, intermediates: [], roots: [root], at: now, provider: nativeProvider };
    for (const known of [{ crls }, { crls: [], responses: [response] }])
      assert.equal(verifyChain({ ...chain, ...known, use: 'seal-maker' }).code, 'OK');
  });

  it('says when its certificates expire', async () => {
    const text = new TextDecoder().decode(await fetched('/metrics'));
    assert.match(text, /renxin_certificate_expires_timestamp_seconds\{key="seal-maker"\} \d{10}/);
  });

  for (const kind of ['', '-p256', '-rsa'] as const) {
    it(`root${kind}: its list and its responder say that the province’s authority is good`, async () => {
      const [root, province] = [await certificate(`root${kind}`), await certificate(`province${kind}`)];
      const { serial } = readCertificate(province);
      const hash = kind === '' ? 'SM3' : 'SHA-256';
      const nonce = Uint8Array.from({ length: 16 }, (_, i) => i);
      const request = ocspRequest({
        issuer: readCertificate(root),
        serials: [serial],
        hash,
        nonce,
        provider: nativeProvider,
      });
      const judge = (response: Uint8Array) =>
        verifyOcspResponse({
          response,
          certificate: province,
          issuer: root,
          at: new Date(),
          now: new Date(),
          nonce,
          provider: nativeProvider,
        });
      const byPost = await fetched(`/pki/ocsp/root${kind}`, asking(request));
      assert.equal(judge(byPost).code, 'OK');
      const text = encodeURIComponent(Buffer.from(request).toString('base64'));
      assert.equal(judge(await fetched(`/pki/ocsp/root${kind}/${text}`)).code, 'OK');
      const chain = verifyChain({
        leaf: province,
        intermediates: [],
        roots: [root],
        at: new Date(),
        crls: [await fetched(`/pki/revocation-lists/root${kind}`)],
        responses: [byPost],
        use: 'any',
        provider: nativeProvider,
      });
      assert.equal(chain.code, 'OK');
    });
  }

  it('answers under the organisation where the authority stands, and nowhere else', async () => {
    const path = '/pki/revocation-lists/province';
    assert.equal((await fetch(`${running.url}/orgs/gd${path}`)).status, 200);
    assert.equal((await fetch(`${running.url}/orgs/sh${path}`)).status, 404);
    assert.equal((await fetch(`${running.url}/pki/ocsp/nobody`, asking(new Uint8Array(3)))).status, 400);
  });

  it('a number that was never given is unknown; a revoked one is revoked, on the list as well', async () => {
    const services = servicesAt(running, 'gd');
    const authority = services.certificateAuthorities.ready['root-p256'];
    const [root, stamping] = [await certificate('root-p256'), await certificate('time-stamp-p256')];
    const ask = async (serial: string) =>
      verifyOcspResponse({
        response: await fetched(
          '/pki/ocsp/root-p256',
          asking(
            ocspRequest({
              issuer: readCertificate(root),
              serials: [serial],
              hash: 'SHA-1',
              provider: nativeProvider,
            }),
          ),
        ),
        certificate: stamping,
        issuer: root,
        at: new Date(),
        now: new Date(),
        provider: nativeProvider,
      }).code;
    assert.equal(await ask('0bad'), 'OCSP_OTHER_CERTIFICATE');
    const { serial } = readCertificate(stamping);
    assert.equal(await ask(serial), 'OK');
    await authority.revoke(serial, 'superseded');
    assert.equal(await ask(serial), 'CHAIN_REVOKED');
  });

  it('RSA time-stamps at an address of their own', async () => {
    const bytes = new TextEncoder().encode('document');
    const token = await fetched('/tsa/rsa', {
      method: 'POST',
      headers: { 'Content-Type': 'application/timestamp-query' },
      body: Buffer.from(
        timeStampRequest({
          digest: nativeProvider.hash('SHA-256', bytes),
          algorithm: 'SHA-256',
          certReq: true,
        }),
      ),
    });
    const report = verifyTimeStampToken({
      token,
      stamped: { data: bytes },
      roots: [await certificate('root-rsa')],
      now: new Date(),
      provider: nativeProvider,
    });
    assert.equal(report.code, 'OK');
    assert.equal(report.stamped?.algorithm, 'RSA');
  });

  it('lists its keys without their secrets', async () => {
    const ring = await readFile(join(data, 'gateway', 'keys.json'), 'utf8');
    const passphrase = (await readFile(join(data, 'gateway', 'passphrase'), 'utf8')).trim();
    const keys = await KeyRing.open(join(data, 'gateway', 'keys.json'), passphrase);
    const certificates = [await certificate('root'), await certificate('root-rsa')];
    const entries = inventoryOf(keys, certificates, new Date());
    const of = (name: string) => entries.find((each) => each.name === name);
    assert.equal(of('root')?.state, 'in-period');
    assert.equal(of('root-rsa')?.algorithm, 'RSA');
    assert.equal(of('gd')?.organisation, 'gd');
    assert.equal(of('token-gd')?.algorithm, 'HMAC');
    assert.ok(entries.every(({ testOnly, held }) => testOnly && held.kind === 'file'));
    assert.ok(entries.every(({ purpose }) => purpose.en !== 'other'));
    assert.equal(JSON.stringify(entries).includes('"privateKey"'), false);
    assert.ok(ring.includes('renxin-sealed-bytes'));
  });

  it('collects what a reader needs later', async () => {
    const { certificateAuthorities } = servicesAt(running, 'gd');
    const leaf = await certificate('province-p256');
    const kept = await validationDataOf([leaf], certificateAuthorities, nativeProvider);
    const roots = [await certificate('root-p256')];
    assert.deepEqual(kept.certificates, roots);
    const chain = verifyChain({
      leaf,
      intermediates: kept.certificates,
      roots,
      at: new Date(),
      crls: [],
      responses: kept.responses,
      use: 'any',
      provider: nativeProvider,
    });
    assert.equal(chain.code, 'OK');
    const byLists = verifyChain({
      leaf,
      intermediates: kept.certificates,
      roots,
      at: new Date(),
      crls: kept.crls,
      use: 'any',
      provider: nativeProvider,
    });
    assert.equal(byLists.code, 'OK');
  });

  it(
    hasOpenssl
      ? 'openssl asks and is answered'
      : 'skipped: OCSP by openssl — openssl not found (npm run interop:setup)',
    async function () {
      if (!hasOpenssl) return this.skip();
      for (const name of ['root-p256', 'province-p256'])
        await writeFile(join(data, `${name}.pem`), pem(await certificate(name)));
      const asked = await run(
        data,
        ...['ocsp', '-issuer', 'root-p256.pem', '-cert', 'province-p256.pem'],
        ...['-url', `${running.url}/pki/ocsp/root-p256`, '-CAfile', 'root-p256.pem'],
      );
      assert.match(asked, /Response verify OK/);
      assert.match(asked, /province-p256\.pem: good/);
      await writeFile(join(data, 'list.crl'), await fetched('/pki/revocation-lists/root-p256'));
      const list = await run(
        data,
        ...['crl', '-inform', 'DER', '-in', 'list.crl', '-noout', '-CAfile', 'root-p256.pem'],
      );
      assert.match(list, /verify OK/);
    },
  );
});

function servicesAt(running: Running, id: string): Services {
  const found = running.composed.composition.organisations.find((each) => each.id === id);
  assert.ok(found);
  return found.services;
}

function pem(der: Uint8Array): string {
  const text = Buffer.from(der).toString('base64').replaceAll(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;
}

function run(cwd: string, ...args: string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn('openssl', args, { cwd });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('close', () => resolve(output));
  });
}
