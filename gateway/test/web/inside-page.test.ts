import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { playThrough } from '../../src/story/play-through.js';
import { inBrowser, type Stand } from './stand.js';

inBrowser('a look inside the ledger, in a browser', { path: '/inside', shown: '[data-block]' }, (stand) => {
  let { directory, running, watched } = {} as Stand;
  let page: Page;

  before(() => {
    ({ directory, running, watched } = stand());
    page = watched.page;
  });

  it('shows who runs the ledger, how high it is and what founded it', async () => {
    assert.equal(await page.getByTestId('kind').getAttribute('data-kind'), 'embedded');
    assertHeight(Number(await page.getByTestId('height').innerText()), 0, await height());
    assert.match(await page.locator('.organisations').innerText(), /人力资源和社会保障部[\s\S]*账本运营者/);
    assert.match(await page.locator('[data-block="0"]').innerText(), /创始记录[\s\S]*ledger-founded/);
    await watched.everyLook('inside-empty');
  });

  it('follows the story when it is refreshed', async () => {
    await playUntil('draft');
    const played = await height();
    await page.getByTestId('refresh').click();
    await page.locator('[data-block]', { hasText: '登记草稿' }).first().waitFor();
    const shown = Number(await page.getByTestId('height').innerText());
    assertHeight(shown, played, await height());
    const first = await page.locator('[data-block]').first().getAttribute('data-block');
    assert.equal(first, String(shown), 'latest first');
  });

  it('proves a command with the one verifier', async () => {
    await page.locator('[data-testid^="prove-"]').first().click();
    const report = page.locator('[data-testid="report"][data-verdict="valid"]');
    await report.waitFor();
    assert.match(await report.innerText(), /账本操作证明/);
    assert.equal(await page.evaluate('document.activeElement?.id'), 'proof-title');
    const download = page.waitForEvent('download');
    await page.locator('#proof a[download]').click();
    const path = join(directory, 'proof.json');
    await (await download).saveAs(path);
    assert.match(await readFile(path, 'utf8'), /^\{"command":.*"kind":"renxin-embedded-command-proof"/);
    await watched.everyLook('inside-proof');
  });

  it('goes back to the first block', async () => {
    await playUntil('agree');
    const played = await height();
    await page.getByTestId('refresh').click();
    await page.getByTestId('earlier').waitFor();
    const latest = Number(await page.locator('[data-block]').first().getAttribute('data-block'));
    assertHeight(latest, played, await height());
    assert.equal(await page.locator('[data-block]').count(), 10);
    assert.equal(await page.locator('[data-block="0"]').count(), 0);
    while ((await page.getByTestId('earlier').count()) > 0) {
      const count = await page.locator('[data-block]').count();
      await page.getByTestId('earlier').click();
      await page.locator('[data-block]').nth(count).waitFor();
    }
    const shown = await page.evaluate(
      `Array.from(document.querySelectorAll('[data-block]'), (each) => Number(each.dataset.block))`,
    );
    const all = Array.from({ length: latest + 1 }, (_, i) => i).reverse();
    assert.deepEqual(shown, all, 'every block once, latest first');
    await watched.picture('inside-all-1440-zh');
  });

  it('is readable in the dark and in large print', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await watched.assertAccessible('inside dark');
    await watched.picture('inside-1440-zh-dark', false);
    await page.emulateMedia({ colorScheme: 'light' });
    const large = page.locator('label', { has: page.getByTestId('large') });
    await large.click();
    await watched.assertAccessible('inside large');
    await page.setViewportSize({ width: 360, height: 760 });
    await watched.assertFits('inside large at 360');
    await watched.picture('inside-360-zh-large', false);
    await page.setViewportSize({ width: 1440, height: 900 });
    await large.click();
  });

  it('can be used with the keyboard alone', async () => {
    await page.reload();
    await page.locator('[data-block]').first().waitFor();
    await page.keyboard.press('Tab');
    assert.equal(await focused('getAttribute("href")'), '#blocks', 'the first stop leads to the blocks');
    await page.keyboard.press('Enter');
    for (let i = 0; i < 8 && !(await focused('dataset.testid')).startsWith('prove-'); i++)
      await page.keyboard.press('Tab');
    assert.match(await focused('dataset.testid'), /^prove-/);
    assert.notEqual(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle'), 'none');
    await page.keyboard.press('Enter');
    await page.locator('[data-testid="report"][data-verdict="valid"]').waitFor();
    assert.equal(await focused('id'), 'proof-title');
  });

  it('says so when the platform does not answer, and goes on', async () => {
    await page.context().setOffline(true);
    await page.getByTestId('refresh').click();
    await page.locator('[data-testid="problem"][data-code="GATEWAY_UNREACHABLE"]').waitFor();
    await watched.everyLook('inside-problem');
    await page.context().setOffline(false);
    await page.getByTestId('refresh').click();
    await page.getByTestId('problem').waitFor({ state: 'detached' });
  });

  it('is one click from the start page', async () => {
    await page.goto(running.url);
    await page.getByTestId('to-inside').click();
    await page.locator('[data-block]').first().waitFor();
  });

  it('asked nobody else and broke no policy', () => watched.assertClean());

  async function height(): Promise<number> {
    return (await running.composed.ledger.height()) ?? -1;
  }

  /** The logs anchor themselves between two looks, so a height that was shown lies between two that were asked. */
  function assertHeight(shown: number, before: number, after: number): void {
    assert.ok(shown >= before && shown <= after, `${before} <= ${shown} <= ${after}`);
  }

  async function playUntil(id: string): Promise<void> {
    for await (const { step, result } of playThrough(running.playhouse, 'labor-contract')) {
      assert.equal(result.came, step.expected, step.id);
      if (step.id === id) return;
    }
  }

  async function focused(expression: string): Promise<string> {
    return (await page.evaluate<string | null | undefined>(`document.activeElement?.${expression}`)) ?? '';
  }
});
