import { openNetwork, type Network } from '@renxin/network/fabric';
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { start, type Running } from '../../src/commands/serve.js';
import { loadConfig } from '../../src/config.js';
import { startPrivateNetwork, type PrivateNetwork } from '../../src/fabric/private-network.js';
import { chromiumPath, launch } from '../web/browser.js';
import { openPage, type WatchedPage } from '../web/watched-page.js';

const TITLE = 'a look inside a Fabric network, in a browser';
const hasFabric = (process.env['FABRIC_BIN'] ?? '') !== '';

describe(TITLE, function () {
  this.timeout(300_000);
  this.bail(true);
  let directory: string;
  let fabric: PrivateNetwork;
  let network: Network;
  let running: Running;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;

  before(async function () {
    const executable = chromiumPath();
    const missing = hasFabric
      ? executable === undefined && 'chromium not found (npm run interop:setup)'
      : "Fabric's programs not found (FABRIC_BIN)";
    if (missing !== false || executable === undefined) {
      assert.ok(
        hasFabric || process.env['REQUIRE_FABRIC'] !== '1',
        'FABRIC_BIN does not say where Fabric is',
      );
      console.log(`skipped: ${TITLE} — ${missing}`);
      return this.skip();
    }
    directory = await mkdtemp(join(tmpdir(), 'renxin-fabric-page-'));
    fabric = await startPrivateNetwork(join(directory, 'network'), () => undefined);
    const [made = ''] = (await readdir(directory)).filter((name) => name.startsWith('network'));
    network = await openNetwork(join(directory, made));
    running = await start(
      loadConfig({
        ...fabric.settings,
        RENXIN_PORT: '0',
        RENXIN_DATA: join(directory, 'data'),
        RENXIN_LOG_LEVEL: 'error',
      }),
    );
    browser = await launch(executable);
    watched = await openPage(browser, running.url, {}, { path: '/inside', shown: '[data-block]' });
    page = watched.page;
    page.setDefaultTimeout(30_000);
  });

  after(async () => {
    await browser?.close();
    await running?.close();
    // It knows the peer that was started again; the other one does not.
    await network?.stop();
    await fabric?.stop();
    if (directory !== undefined) await rm(directory, { recursive: true, force: true });
  });

  it('shows the organisations with their peers and orderers, and that three of five decide', async () => {
    assert.equal(await page.getByTestId('kind').getAttribute('data-kind'), 'fabric');
    assert.match(await page.locator('.figures').innerText(), /3 \/ 5/);
    const organisations = page.locator('.organisations > li');
    assert.equal(await organisations.count(), 5);
    const guangdong = await organisations.filter({ hasText: 'peer.gd.' }).innerText();
    assert.match(guangdong, /对等节点 有应答[\s\S]*排序节点/);
    assert.equal(await page.locator('.nodes .silent').count(), 0);
    await watched.everyLook('inside-fabric');
  });

  it('decodes blocks: who signed them, who endorsed, the commands and the configuration', async () => {
    const latest = await page.locator('[data-block]').first().innerText();
    const signers = network.topology.organisations.filter(({ id }) => latest.includes(id));
    assert.ok(signers.length >= 3);
    const founding = page.locator('.transaction', { hasText: 'registry.' }).first();
    await founding.waitFor();
    assert.ok((await founding.locator('.party').count()) >= 4, 'who handed it in and three who endorsed');
    while ((await page.locator('[data-block="0"]').count()) === 0) {
      const count = await page.locator('[data-block]').count();
      await page.getByTestId('earlier').click();
      await page.locator('[data-block]').nth(count).waitFor();
    }
    assert.match(await page.locator('[data-block="0"]').innerText(), /网络配置/);
  });

  it('proves a command in the browser, with what its majority and its orderers signed', async () => {
    await page.locator('[data-testid^="prove-"]').first().click();
    const report = page.locator('[data-testid="report"][data-verdict="valid"]');
    await report.waitFor();
    const download = page.waitForEvent('download');
    await page.locator('#proof a[download]').click();
    const path = join(directory, 'proof.json');
    await (await download).saveAs(path);
    assert.match(await readFile(path, 'utf8'), /"kind":"renxin-fabric-command-proof"/);
    await watched.assertAccessible('inside-fabric-proof');
  });

  it('says which peer is silent', async () => {
    await network.kill('peer-sh');
    const silent = page.locator('.organisations > li', { hasText: 'peer.sh.' }).locator('.nodes .silent');
    for (let i = 0; i < 10 && (await silent.count()) === 0; i++) {
      await page.getByTestId('refresh').click();
      await page.waitForTimeout(1000);
    }
    assert.equal(await silent.count(), 1);
    assert.equal(await page.locator('.nodes .silent').count(), 1);
    await network.restart('peer-sh');
  });

  it('asked nobody else and broke no policy', () => watched.assertClean());
});
