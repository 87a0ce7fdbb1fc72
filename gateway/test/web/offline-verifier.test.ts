import { formatTlogProof, parseTlogProof } from '@renxin/archive/tlog';
import { openTrust, signTrust } from '@renxin/archive/verify';
import { nativeProvider } from '@renxin/seal/native';
import { timeStampRequest } from '@renxin/seal/tsa';
import * as labor from '@renxin/wallets/labor-contract';
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { unattended } from '../../src/keys/key-ring.js';
import { offlineVerifier } from '../../src/offline-verifier.js';
import {
  bring,
  employerOf,
  enrolWorker,
  logProofOf,
  openInstance,
  ringOf,
  type Instance,
} from '../story/instance.js';
import { deskOf } from '../certificates/stage.js';
import { pictureOf } from '../certificates/picture-of.js';
import { LEDGER } from '../../src/compose.js';
import { chromiumPath, launch } from './browser.js';

const PICTURES = fileURLToPath(new URL('../../../../.cache/screenshots/', import.meta.url));

describe('the offline verifier: one file, no network', function () {
  this.timeout(120_000);
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let folder: string;
  let instance: Instance;
  let trust: Uint8Array;
  const asked: string[] = [];
  const faults: string[] = [];

  before(async function () {
    const path = chromiumPath();
    const html = await offlineVerifier();
    if (path === undefined || html === undefined) {
      console.log('skipped: the offline verifier in a browser — chromium not found (npm run interop:setup)');
      this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), 'renxin-offline-'));
    instance = await openInstance();
    const [employer, worker] = [await employerOf(instance), await enrolWorker(instance)];
    const contract = await bring(instance, employer, worker, 'delivered');
    const bundle = await labor.exportBundle(worker, contract, 'arbitration');
    const documents = await labor.downloadAll(worker, contract, 0);
    const archive = await worker.client.postForBytes(
      `/api/v1/labor-contracts/${contract}/archive-packages`,
      'retention',
      {},
    );
    const proof = await logProofOf(instance, contract);
    const code = await certificateCode();
    trust = await instance.running.composed.trust();
    const changed = bundle.slice();
    changed[changed.length >> 1] = changed[changed.length >> 1]! ^ 1;
    const files = {
      'verify.html': html,
      'contract.evidence.zip': bundle,
      'changed.evidence.zip': changed,
      'archive.zip': archive,
      'trust.json': trust,
      'revoked.trust.json': await revokedOperator(),
      ...Object.fromEntries(documents),
      // The same documents under another name, with the time-stamp of another file among them.
      ...Object.fromEntries(
        [...documents].map(([name, bytes]) => [name.replace('contract', 'swapped'), bytes]),
      ),
      'swapped.signed.sm2.tsr': await tokenOver('another file'),
      'contract.tlog-proof': proof,
      'rewritten.tlog-proof': rewritten(proof),
      'rewritten.signed.json': documents.get('contract.signed.json') ?? new Uint8Array(),
      'code.png': pictureOf(code),
      'changed.png': pictureOf(withOtherLevel(code)),
    };
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
    browser = await launch(path);
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'zh-CN' });
    await context.setOffline(true);
    page = await context.newPage();
    page.on('request', (request) => void asked.push(request.url()));
    page.on('pageerror', (error) => void faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await page.goto(pathToFileURL(join(folder, 'verify.html')).href);
  });

  after(async () => {
    await (browser as Browser | undefined)?.close();
    await (instance as Instance | undefined)?.stop();
    if ((folder as string | undefined) !== undefined) await rm(folder, { recursive: true, force: true });
  });

  /** A trust file of the same issuer that says: the operator's key was in force until before this contract. */
  async function revokedOperator(): Promise<Uint8Array> {
    const { trust: true_ } = openTrust(trust, nativeProvider);
    assert.ok('operators' in true_);
    const operators = true_.operators.map((operator) => ({ ...operator, until: '2026-01-01T00:00:00.000Z' }));
    const changed = {
      ...true_,
      operators: operators.map((each) => ({ ...each, from: '2025-01-01T00:00:00.000Z' })),
    };
    const ring = await ringOf(instance);
    return signTrust(changed, ring.signer(true_.issuer.id), unattended('test', new Date()));
  }

  /** What 广东 says of a certificate in its register, for ten minutes. */
  async function certificateCode(): Promise<string> {
    const seconds = Math.floor(Date.now() / 1000);
    return deskOf(instance, 'gd').signCode({
      iss: `did:renxin:${LEDGER}:gd`,
      iat: seconds,
      exp: seconds + 600,
      id: `urn:renxin:${LEDGER}:certificate:v-1`,
      type: 'vocational-skill-level',
      provenance: 'register',
      issuer: 'gd',
      region: '44',
      issuedOn: '2026-03-02',
      claims: { level: '3' },
    });
  }

  function withOtherLevel(code: string): string {
    const [head, body = '', tail] = code.split('.');
    const said = Buffer.from(body, 'base64url').toString().replace('"level":"3"', '"level":"1"');
    return [head, Buffer.from(said).toString('base64url'), tail].join('.');
  }

  /** A real token of the platform's time-stamp authority, over other bytes. */
  async function tokenOver(text: string): Promise<Uint8Array> {
    const digest = nativeProvider.hash('SM3', new TextEncoder().encode(text));
    const request = timeStampRequest({
      digest,
      algorithm: 'SM3',
      nonce: crypto.getRandomValues(new Uint8Array(8)),
      certReq: true,
    });
    const response = await fetch(`${instance.running.url}/tsa`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/timestamp-query' },
      body: new Uint8Array(request),
    });
    return new Uint8Array(await response.arrayBuffer());
  }

  /** The proof with another tree behind it: what a log that was written anew would have to show. */
  function rewritten(proof: Uint8Array): Uint8Array {
    const parsed = parseTlogProof(proof);
    const [first = new Uint8Array(32), ...rest] = parsed.path;
    const other = first.map((byte, i) => (i === 0 ? byte ^ 1 : byte));
    return formatTlogProof({ ...parsed, path: [other, ...rest] });
  }

  async function give(testId: string, ...names: string[]): Promise<void> {
    await page.getByTestId(testId).setInputFiles(names.map((name) => join(folder, name)));
  }

  async function verdict(name: string): Promise<string | null> {
    const report = page.locator('[data-testid="report"]', { hasText: name }).first();
    await report.waitFor({ timeout: 60_000 });
    return report.getAttribute('data-verdict');
  }

  async function codes(): Promise<(string | null)[]> {
    const found = await page.locator('[data-testid="reasons"] li').all();
    return Promise.all(found.map((each) => each.getAttribute('data-code')));
  }

  async function picture(name: string): Promise<void> {
    await mkdir(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
  }

  it('opens from the disk and asks nobody', async () => {
    assert.match(await page.locator('h1').innerText(), /人信离线核验/);
    assert.deepEqual(
      asked.filter((url) => !url.startsWith('file:') && !url.startsWith('data:')),
      [],
    );
    const html = await readFile(join(folder, 'verify.html'), 'utf8');
    assert.match(html, /Content-Security-Policy" content="default-src 'none'; script-src 'sha256-/);
    await assert.rejects(() => page.evaluate('fetch("https://example.com/")'));
    faults.length = 0;
  });

  it('without a trust file nothing is believed: undetermined', async () => {
    await give('verify-input', 'contract.evidence.zip');
    assert.equal(await verdict('contract.evidence.zip'), 'undetermined');
    assert.ok((await codes()).includes('TRUST_NOT_GIVEN'));
    await picture('offline-undetermined');
  });

  it('with the trust file beside it the bundle is valid, with its fingerprint to be compared', async () => {
    await give('trust-input', 'trust.json');
    const { fingerprint } = openTrust(trust, nativeProvider);
    assert.ok((await page.getByTestId('trust-fingerprint').innerText()).includes(fingerprint));
    await page.locator('[data-testid="report"][data-verdict="valid"]').waitFor({ timeout: 60_000 });
    await page.getByTestId('rules').locator('summary').click();
    assert.equal(await page.locator('[data-article="16"]').getAttribute('class'), 'pass');
    assert.equal(await page.locator('[data-article="18"]').getAttribute('class'), 'not-checked');
    await picture('offline-valid');
  });

  it('verifies an archive package as well', async () => {
    await give('verify-input', 'archive.zip');
    assert.equal(await verdict('archive.zip'), 'valid');
  });

  it('finds the time-stamp of another file', async () => {
    const names = [
      '.pdf',
      '.pdf.worker.p7s',
      '.pdf.employer.p7s',
      '.signed.json',
      '.signed.sm2.tsr',
      '.signed.ecdsa.tsr',
    ];
    await give('verify-input', ...names.map((name) => `swapped${name}`));
    assert.equal(await verdict('swapped.pdf'), 'invalid');
    assert.ok((await codes()).includes('TS_IMPRINT'));
  });

  it('finds a log that was rewritten, and takes the proof of the one that was not', async () => {
    await give('verify-input', 'contract.tlog-proof', 'contract.signed.json');
    assert.equal(await verdict('contract.tlog-proof'), 'valid');
    await give('verify-input', 'rewritten.tlog-proof', 'rewritten.signed.json');
    assert.equal(await verdict('rewritten.tlog-proof'), 'invalid');
    assert.ok((await codes()).includes('LOG_NOT_INCLUDED'));
  });

  it('finds one changed byte', async () => {
    await give('verify-input', 'changed.evidence.zip');
    assert.equal(await verdict('changed.evidence.zip'), 'invalid');
    assert.ok((await codes()).length > 0);
    await picture('offline-invalid');
  });

  it('finds a ledger signed by a key that was not in force', async () => {
    await give('trust-input', 'revoked.trust.json');
    await give('verify-input', 'contract.evidence.zip');
    assert.equal(await verdict('contract.evidence.zip'), 'invalid');
    assert.ok((await codes()).includes('OPERATOR_PERIOD'));
  });

  it('takes a pasted trust file, and does not believe an altered one', async () => {
    const text = await readFile(join(folder, 'trust.json'), 'utf8');
    await page.locator('.paste summary').click();
    await page.getByTestId('trust-text').fill(text.replace('renxin-demo', 'renxin-evil'));
    await page.getByTestId('trust-use').click();
    await page.getByTestId('trust-broken').waitFor();
    await page.locator('[data-testid="report"][data-verdict="undetermined"]').waitFor({ timeout: 60_000 });
    await page.getByTestId('trust-text').fill(text);
    await page.getByTestId('trust-use').click();
    await page.locator('[data-testid="report"][data-verdict="valid"]').waitFor({ timeout: 60_000 });
  });

  it('speaks English as well, fits a phone, and nothing failed on the way', async () => {
    await page.getByTestId('language').getByText('English').click();
    assert.match(await page.locator('h1').innerText(), /offline verifier/);
    await page.setViewportSize({ width: 360, height: 800 });
    const over = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    assert.ok(over <= 0, `${String(over)} px too wide`);
    await picture('offline-phone');
    assert.deepEqual(faults, []);
    assert.deepEqual(
      asked.filter((url) => !/^(file|data|blob):/.test(url) && url !== 'https://example.com/'),
      [],
    );
  });

  it('reads the QR code of a certificate from its picture, and names one that was changed', async () => {
    await give('trust-input', 'trust.json');
    await give('verify-input', 'code.png');
    assert.equal(await verdict('code.png'), 'valid');
    await give('verify-input', 'changed.png');
    assert.equal(await verdict('changed.png'), 'invalid');
    assert.ok((await codes()).includes('SD_JWT_SIGNATURE'));
    assert.deepEqual(faults, []);
  });
});
