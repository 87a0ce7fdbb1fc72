import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { inBrowser, type Stand } from './stand.js';
import { asks, cameAsExpected, nextStep, playByClick, playByClicks, readAndSign } from './story-steps.js';
import { openPage } from './watched-page.js';

inBrowser('start page in a browser', { path: '/', shown: '[data-step]' }, (stand) => {
  let { directory, running, browser, watched } = {} as Stand;
  let page: Page;

  before(() => {
    ({ directory, running, browser, watched } = stand());
    page = watched.page;
  });

  it('says what to do while nothing was played', async () => {
    await watched.everyLook('empty');
    assert.equal(await page.locator('[data-testid^="attack-"]').count(), 0);
    assert.equal(await page.getByTestId('change-one-byte').count(), 0);
  });

  it('keeps the sign button shut until every page was on the screen', async () => {
    while ((await nextStep(page)) !== 'worker-signs') {
      const step = (await nextStep(page)) ?? '';
      await page.getByTestId(`play-${step}`).click();
      await cameAsExpected(page, step);
    }
    await page.getByTestId('play-worker-signs').click();
    const sign = page.getByTestId('sign');
    await page.locator('[data-page="0"]').waitFor();
    assert.equal(await sign.isEnabled(), false);
    await watched.picture('dialog-1440-zh', false);
    await watched.assertAccessible('dialog');
    await page.locator('[data-page="0"]').scrollIntoViewIfNeeded();
    assert.equal(await sign.isEnabled(), false, 'one page is not all pages');

    await page.getByTestId('not-now').click();
    await sign.waitFor({ state: 'detached' });
    assert.equal(await nextStep(page), 'worker-signs', 'nothing was signed');

    await page.setViewportSize({ width: 360, height: 760 });
    await page.getByTestId('play-worker-signs').click();
    await page.locator('[data-page="0"]').waitFor();
    assert.equal(await sign.isEnabled(), false, 'what was seen before does not count');
    await watched.picture('dialog-360-zh', false);
    await watched.assertFits('dialog at 360');
    await page.setViewportSize({ width: 1440, height: 900 });
    await readAndSign(page);
    await cameAsExpected(page, 'worker-signs');
  });

  it('plays the whole story by clicks', async () => {
    const played = await playByClicks(page);
    assert.ok(played >= 10);
    await page.getByTestId('finished').waitFor();
    const expected = await page.locator('[data-step][data-state="as-expected"]').count();
    assert.equal(expected, await page.locator('[data-step]').count());
    assert.match(await page.locator('[data-step="probation-too-long"]').innerText(), /TERMS_REFUSED/);
  });

  for (const name of ['contract.pdf', 'contract.evidence.zip', 'contract.state-proof.json']) {
    it(`verifies ${name} in the browser`, async () => {
      await page.getByTestId(`verify-${name}`).click();
      await reportOf(name, 'valid');
      assert.equal(await page.getByTestId('report').count(), 1);
      assert.ok((await page.locator('.not-proven li').count()) > 0, 'what is not proven is said');
    });
  }

  it('shows the report in both languages, at both widths', async () => {
    await page.getByTestId('verify-contract.evidence.zip').click();
    await reportOf('contract.evidence.zip', 'valid');
    assert.match(await page.getByTestId('state').innerText(), /DISSOLVED/);
    assert.match((await page.locator('.time-line time').first().getAttribute('title')) ?? '', /\+08:00/);
    await watched.everyLook('full');
  });

  it('refuses a bundle with one changed byte, by the name of a step', async () => {
    await page.getByTestId('change-one-byte').click();
    await reportOf('contract.evidence.zip', 'invalid');
    const code = await page.getByTestId('reasons').locator('[data-code]').first().getAttribute('data-code');
    assert.match(code ?? '', /^[A-Z_]{4,}$/);
    assert.match(await page.getByTestId('changed').innerText(), /@ \d+/);
    await watched.everyLook('failing');
    await page.getByTestId('verify-original').click();
    await reportOf('contract.evidence.zip', 'valid');
    await page.getByTestId('attack-byte').click();
    await reportOf('contract.evidence.zip', 'invalid');
  });

  for (const [attack, codes] of [
    ['rewrite-ledger', ['LEDGER_FORKED', 'LEDGER_FORKED', 'COMMAND_FORMAT']],
    ['rewrite-log', ['CHECKPOINT_INCONSISTENT', 'LOG_FORKED', 'LOG_COSIGNATURES_TOO_FEW']],
    [
      'stolen-token',
      [
        'DPOP_MISSING',
        'DPOP_REPLAYED',
        'DPOP_OTHER_REQUEST',
        'TOKEN_KEY_MISMATCH',
        'TOKEN_OTHER_ORGANISATION',
      ],
    ],
  ] as const)
    it(`${attack} ends in its named refusals`, async () => {
      await page.getByTestId(`attack-${attack}`).click();
      const met = page.locator(`[data-testid="attack-report"][data-attack="${attack}"] li`);
      await met.first().waitFor();
      assert.deepEqual(await met.locator('code').allInnerTexts(), codes);
      assert.ok(
        (await met.evaluateAll((all) => all.map((each) => each.className))).every((c) => c === 'refused'),
      );
      await watched.everyLook(`attack-${attack}`);
    });

  it('verifies a file that is dropped or chosen, and downloads artefacts', async () => {
    const download = page.waitForEvent('download');
    await page.locator('a[download="contract.evidence.zip"]').click();
    const path = join(directory, 'contract.evidence.zip');
    await (await download).saveAs(path);
    await page.getByTestId('verify-input').setInputFiles(path);
    await reportOf('contract.evidence.zip', 'valid');

    const dataTransfer = await page.evaluateHandle(
      `(() => { const t = new DataTransfer(); t.items.add(new File(['not ours'], 'note.txt')); return t; })()`,
    );
    await page.getByTestId('drop').dispatchEvent('drop', { dataTransfer });
    await reportOf('note.txt', 'undetermined');
    assert.equal(await page.locator('[data-code="FORMAT_UNKNOWN"]').count(), 1);
  });

  it('is readable in the dark, in large print and on paper', async () => {
    await page.getByTestId('verify-contract.pdf').click();
    await reportOf('contract.pdf', 'valid');
    await page.emulateMedia({ colorScheme: 'dark' });
    await watched.assertAccessible('dark');
    await watched.picture('full-1440-zh-dark');
    await page.emulateMedia({ colorScheme: 'light' });

    await page.locator('label', { has: page.getByTestId('large') }).click();
    await watched.assertAccessible('large');
    await page.setViewportSize({ width: 360, height: 760 });
    await watched.assertFits('large at 360');
    await watched.picture('full-360-zh-large');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.locator('label', { has: page.getByTestId('large') }).click();

    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('#story').isVisible(), false);
    assert.equal(await page.getByTestId('report').isVisible(), true);
    assert.equal(await page.locator('.steps').first().isVisible(), true, 'nothing stays folded on paper');
    await watched.picture('report-print-zh');
    await page.emulateMedia({ media: 'screen' });
  });

  it('can be used with the keyboard alone', async () => {
    await page.getByTestId('reset').focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-step="identity"][data-state="ready"]').waitFor();
    await page.reload();
    await page.locator('[data-step]').first().waitFor();
    await page.keyboard.press('Tab');
    assert.equal(await focused('getAttribute("href")'), '#story', 'the first stop leads to the story');
    await page.keyboard.press('Enter');
    for (let i = 0; i < 8 && !/^play-identity$/.test(await focused('dataset.testid')); i++) {
      await page.keyboard.press('Tab');
    }
    let step = await nextStep(page);
    while (step !== undefined) {
      await focusIsOn(`play-${step}`);
      assert.notEqual(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle'), 'none');
      await page.keyboard.press('Enter');
      if ((await asks(page, step)) !== null) await signByKeys();
      await cameAsExpected(page, step);
      step = await nextStep(page);
    }
    await focusIsOn('finished');
  });

  it('ends where the worker declines with a reason, and asks nobody again', async () => {
    await page.getByTestId('reset').click();
    await page.locator('[data-step="identity"][data-state="ready"]').waitFor();
    for (let step = await nextStep(page); step !== 'worker-signs'; step = await nextStep(page))
      await playByClick(page, step ?? '');
    await page.getByTestId('play-worker-signs').click();
    await page.locator('[data-page="0"]').waitFor();
    await page.getByTestId('decline').click();
    await page.locator('[data-testid="reason"]:focus').waitFor();
    const confirm = page.getByTestId('confirm-decline');
    assert.equal(await confirm.isEnabled(), false, 'a reason is asked for');
    await page.getByTestId('reason').fill('工资与约定不符');
    await watched.everyDialog('decline');
    await confirm.click();
    await page.locator('[data-step="worker-signs"][data-state="declined"]').waitFor();
    await page.locator('[data-testid="finished"]:focus').waitFor();
    assert.equal(await page.locator('[data-state="ready"]').count(), 0);
    await watched.everyLook('declined');
  });

  it('says what happened, what to do, the code and the request id', async () => {
    await page.getByTestId('reset').click();
    await page.locator('[data-step="identity"][data-state="ready"]').waitFor();
    // The page would see by itself what happens elsewhere: here it does not.
    await page.route('**/play', (route) => route.abort());
    const other = await openPage(browser, running.url);
    await other.page.getByTestId('play-identity').click();
    await cameAsExpected(other.page, 'identity');
    other.assertClean();
    await other.page.context().close();

    await page.getByTestId('play-identity').click();
    const problem = page.getByTestId('problem');
    await problem.waitFor();
    assert.equal(await problem.getAttribute('data-code'), 'NOT_FOUND');
    assert.match(await problem.innerText(), /读取最新进度[\s\S]*r-[\w-]+/);
    await watched.everyLook('problem');
    await page.unroute('**/play');
    await page.getByTestId('refresh').click();
    await page.locator('[data-step="apply-for-seal"][data-state="ready"]').waitFor();
    assert.equal(await problem.count(), 0);
  });

  it('says so when the platform does not answer', async () => {
    await page.context().setOffline(true);
    await page.getByTestId('play-apply-for-seal').click();
    await page.locator('[data-testid="problem"][data-code="GATEWAY_UNREACHABLE"]').waitFor();
    await page.context().setOffline(false);
    await page.getByTestId('refresh').click();
    await page.getByTestId('problem').waitFor({ state: 'detached' });
  });

  it('asked nobody else and broke no policy', () => watched.assertClean());

  async function reportOf(file: string, verdict: string): Promise<void> {
    const report = page.locator(`[data-testid="report"][data-verdict="${verdict}"]`);
    await report.filter({ hasText: file }).first().waitFor();
  }

  async function focused(expression: string): Promise<string> {
    return (await page.evaluate<string | null | undefined>(`document.activeElement?.${expression}`)) ?? '';
  }

  async function focusIsOn(testId: string): Promise<void> {
    await page.locator(`[data-testid="${testId}"]:focus`).waitFor();
  }

  async function signByKeys(): Promise<void> {
    await page.locator('.pages:focus').waitFor();
    const sign = page.getByTestId('sign');
    for (let i = 0; i < 60 && !(await sign.isEnabled()); i++) await page.keyboard.press('PageDown');
    for (let i = 0; i < 20 && (await focused('dataset.testid')) !== 'sign'; i++)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await sign.waitFor({ state: 'detached' });
  }
});
