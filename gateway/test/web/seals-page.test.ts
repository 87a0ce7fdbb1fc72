import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { inBrowser, type Stand } from './stand.js';

inBrowser(
  'the page of e-seals in a browser',
  { path: '/seals', shown: '[data-testid="no-seals"]' },
  (stand) => {
    let { directory, watched } = {} as Stand;
    let page: Page;
    /** The seal that is applied for first. */
    let first = '';

    before(async () => {
      ({ directory, watched } = stand());
      page = watched.page;
      // The first application draws a seal, for which the fonts are read.
      page.setDefaultTimeout(60_000);
      await writeFile(join(directory, 'authorisation.txt'), '授权书（测试）');
    });

    it('says what to do while there is no seal, in both seats', async () => {
      await watched.everyLook('seals-empty');
      await sit('official');
      await page.getByTestId('no-seals').waitFor();
      await sit('owner');
    });

    it('applies with an agent and what authorises him, and names every fault first', async () => {
      await page.getByTestId('to-apply').click();
      await page.getByTestId('apply').click();
      await page.locator('[data-testid="faults"]:focus').waitFor();
      assert.equal(await page.getByTestId('faults').locator('li').count(), 3);
      await watched.everyLook('seals-apply-faults');
      first = await apply();
      await stateIs('APPLIED');
      assert.equal(await page.locator('[data-testid^="act-"]').count(), 0, 'the owner waits');
    });

    it('refuses who applied to approve, and lets somebody else', async () => {
      await sit('official');
      await page.getByTestId('staff-first').waitFor();
      assert.equal(await page.getByTestId('act-approve').isEnabled(), false);
      await page.getByTestId('official').fill('hr-09');
      await page.getByTestId('act-approve').click();
      await page.getByTestId('decide').click();
      await page.getByTestId('reason-missing').waitFor();
      await page.getByTestId('grounds').fill('营业执照、授权书与经办人身份一致');
      await page.getByTestId('decide').click();
      await refusedWith('SEAL_SELF_APPROVAL');
      await watched.picture('seals-self-approval-1440-zh', false);
      await page.getByTestId('leave-it').click();
      await page.getByTestId('official').fill('seal-desk-02');
      await page.getByTestId('act-approve').click();
      await page.getByTestId('grounds').fill('营业执照、授权书与经办人身份一致');
      await page.getByTestId('decide').click();
      await stateIs('APPROVED');
    });

    it('has it made by somebody else than who approved', async () => {
      await page.getByTestId('act-make').click();
      await page.getByTestId('decide').click();
      await refusedWith('SEAL_OFFICIAL');
      await page.getByTestId('leave-it').click();
      await page.getByTestId('official').fill('seal-desk-05');
      await act('make', undefined, 'MADE');
    });

    it('puts it into use, seals, suspends, and puts the refused use down', async () => {
      await sit('owner');
      await page.getByTestId('no-uses').waitFor();
      await act('activate', 'first-use', 'ACTIVE');
      await use('放假通知');
      await page.getByTestId('sealed').waitFor();
      await page.locator('[data-outcome="sealed"]').waitFor();
      await act('suspend', 'inspection', 'SUSPENDED');
      await use('停用期间的通知');
      await refusedWith('NO_SEAL_IN_USE');
      await page.locator('[data-outcome="refused"]').filter({ hasText: 'seal-not-active' }).waitFor();
      const soon = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 19);
      await page.getByTestId('state-at-time').fill(soon);
      await page.getByTestId('state-at').click();
      await page.locator('[data-testid="state-then"][data-state="SUSPENDED"]').waitFor();
      await page.getByTestId('state-at-time').fill('2020-01-01T08:00:00');
      await page.getByTestId('state-at').click();
      await page.locator('[data-testid="state-then"][data-state=""]').waitFor();
      await watched.everyLook('seals-detail');
      await act('resume', 'inspection-over', 'ACTIVE');
    });

    it('is made anew, and the new one takes its place', async () => {
      await page.getByTestId('act-remake').click();
      const second = await apply();
      await sit('official', 'seal-desk-02');
      await page.getByTestId('act-approve').click();
      await page.getByTestId('grounds').fill('换章');
      await page.getByTestId('decide').click();
      await stateIs('APPROVED');
      await page.getByTestId('official').fill('seal-desk-05');
      await act('make', undefined, 'MADE');
      await sit('owner');
      await act('activate', 'renewed-certificate', 'ACTIVE');
      await page.getByTestId('to-list').click();
      await page.locator(`[data-seal="${first}"] [data-state="REPLACED"]`).waitFor();
      await watched.picture('seals-list-1440-zh');
      await page.goto(page.url().replace(/#.*$/, `#/seals/${second}`));
    });

    it('shows what a revocation does before it is done, by the keyboard alone', async () => {
      await page.getByTestId('act-revoke').focus();
      await page.keyboard.press('Enter');
      await page.getByTestId('effect').waitFor();
      await watched.everyDialog('seals-revoke');
      await page.keyboard.press('Escape');
      await page.getByTestId('effect').waitFor({ state: 'detached' });
      await stateIs('ACTIVE');
      await sit('official', 'seal-desk-02');
      await act('revoke', 'organisation-changed', 'REVOKED');
      await page.getByTestId('no-acts').waitFor();
    });

    it('says so when the platform does not answer, and fits large print and the dark', async () => {
      await page.context().setOffline(true);
      await page.getByTestId('to-list').click();
      await page.getByTestId('refresh').click();
      await refusedWith('GATEWAY_UNREACHABLE');
      await watched.everyLook('seals-problem');
      await page.context().setOffline(false);
      await page.getByTestId('refresh').click();
      await page.getByTestId('seal-list').waitFor();
      await page.emulateMedia({ colorScheme: 'dark' });
      await watched.assertAccessible('seals dark');
      await page.emulateMedia({ colorScheme: 'light' });
      await page.locator('label', { has: page.getByTestId('large') }).click();
      await page.setViewportSize({ width: 360, height: 760 });
      await watched.assertFits('seals large at 360');
      await watched.picture('seals-360-zh-large');
    });

    it('asked nobody else and broke no policy', () => watched.assertClean());

    async function sit(seat: 'owner' | 'official', staff?: string): Promise<void> {
      await page.getByTestId(`seat-${seat}`).click();
      if (staff !== undefined) await page.getByTestId('official').fill(staff);
    }

    /** Fills the form in and hands it in. */
    async function apply(): Promise<string> {
      await page.getByTestId('apply-name').fill('孙演示');
      await page.getByTestId('apply-staff').fill('hr-09');
      await page.getByTestId('apply-proof').setInputFiles(join(directory, 'authorisation.txt'));
      await page.getByTestId('apply').click();
      const detail = page.locator('.seal-detail');
      await detail.waitFor();
      return (await detail.getAttribute('data-seal')) ?? '';
    }

    async function act(name: string, reason: string | undefined, state: string): Promise<void> {
      await page.getByTestId(`act-${name}`).click();
      await page.getByTestId('effect').waitFor();
      if (reason !== undefined) await page.getByTestId(`reason-${reason}`).click();
      await page.getByTestId('decide').click();
      await stateIs(state);
      await page.getByTestId('decide').waitFor({ state: 'detached' });
    }

    async function use(title: string): Promise<void> {
      await page.getByTestId('use-title').fill(title);
      await page.getByTestId('use-text').fill('正文');
      await page.getByTestId('use').click();
    }

    async function stateIs(state: string): Promise<void> {
      await page.locator(`.seal-detail > header [data-state="${state}"]`).waitFor();
    }

    async function refusedWith(code: string): Promise<void> {
      await page.locator(`[data-testid="problem"][data-code="${code}"]`).first().waitFor();
    }
  },
);
