import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { guangdong, shanghai } from '../../src/demonstration/organisations.js';
import type { SyntheticPerson } from '../../src/demonstration/people.js';
import { DeskPage } from './desk-page.js';
import { cameraFlags } from './fake-camera.js';
import { importsInBulk } from './officer-imports.js';
import { decidesAboutTrust, suspendsAnIssuer } from './officer-trust.js';
import { verifiesAtTheCounter } from './officer-verification.js';
import { inBrowser, type Stand } from './stand.js';

const OPENED = {
  path: '/officer',
  shown: '[data-testid="sign-in-gd"]',
  flags: (directory: string) => cameraFlags(join(directory, 'camera.y4m')),
};

inBrowser('the desk of a province’s officials, in a browser', OPENED, (stand) => {
  let { directory, watched } = {} as Stand;
  let desk: DeskPage;
  let page: Page;
  let person: SyntheticPerson;

  before(async () => {
    ({ directory, watched } = stand());
    desk = new DeskPage(stand());
    page = desk.page;
    person = await desk.act<SyntheticPerson>('introduce');
    await desk.act('become-holder', { towards: guangdong.id });
    await desk.act('become-holder', { towards: shanghai.id });
  });

  describe('one certificate', () => {
    let certificate: string;
    const number = `S${'1'.repeat(21)}`;
    const move = () => ({ certificate, from: guangdong.id, to: shanghai.id });

    it('is entered with a key of the page that nobody can read out', async () => {
      await watched.everyLook('officer-sign-in');
      await desk.signIn('gd');
      await watched.everyLook('officer-tasks');
      assert.deepEqual(await page.evaluate('Object.keys(localStorage).sort()'), [
        'renxin-language',
        'renxin-large',
      ]);
      assert.deepEqual(await page.evaluate('Object.keys(sessionStorage)'), ['vue-router:scroll']);
    });

    it('shows every fault of a form, and issues what was checked', async () => {
      await desk.go('issue');
      await page.getByTestId('choose-vocational-skill-level').click();
      await page.getByTestId('check').click();
      await page.getByTestId('error-summary').waitFor();
      await watched.everyLook('officer-issue-faults');
      const answers = {
        name: person.name,
        citizenNumber: person.citizenNumber,
        occupation: '电工',
        'assessor-name': guangdong.name,
        'assessor-uscc': guangdong.uscc,
        certificateNo: number,
      };
      for (const [field, answer] of Object.entries(answers)) await page.locator(`#f-${field}`).fill(answer);
      await page.getByText('三级（高级工）').click();
      await page.getByTestId('check').click();
      await page.getByTestId('answers').waitFor();
      await desk.look('officer-issue-check');
      await page.getByTestId('issue').click();
      certificate = await page.getByTestId('issued').innerText();
      await desk.look('officer-issued');
      assert.ok((await held()).includes(certificate), 'the wallet has it');
    });

    it('finds it by its number, for a stated purpose alone', async () => {
      await desk.go('certificates');
      await page.getByTestId('typed').fill(number);
      await page.getByTestId('find').click();
      await page.getByTestId('error-summary').waitFor();
      await page.getByTestId('purpose-service').click();
      await page.getByTestId('typed').fill(`S${'2'.repeat(21)}`);
      await page.getByTestId('find').click();
      await page.getByTestId('none').waitFor();
      await desk.look('officer-search-empty');
      await page.getByTestId('typed').fill(number);
      await page.getByTestId('find').click();
      await page.locator(`[data-found="${certificate}"]`).waitFor();
      await watched.everyLook('officer-search-full');
      assert.ok(!page.url().includes(number), 'nothing about people stands in addresses');
      await page.locator(`[data-found="${certificate}"]`).click();
      await desk.state('VALID');
    });

    it('verifies it in the browser, and hands the credential out', async () => {
      await page.getByTestId('verify').click();
      await page.locator('[data-testid="report"][data-verdict="valid"]').waitFor();
      await watched.everyLook('officer-certificate');
      const download = page.waitForEvent('download');
      await page.getByTestId('download').click();
      const path = join(directory, 'certificate.json');
      await (await download).saveAs(path);
      assert.match(await readFile(path, 'utf8'), /VocationalSkillLevel/);
    });

    it('suspends it: verifications are refused with that reason, until it is given back', async () => {
      await page.getByTestId('decide-suspend').click();
      await desk.decide('inquiry', 'officer-suspend');
      await desk.state('SUSPENDED');
      assert.equal(await shown(), 'CERTIFICATE_SUSPENDED');
      await page.getByTestId('verify').click();
      await page.locator('[data-testid="state"]', { hasText: 'SUSPENDED' }).waitFor();
      await page.getByTestId('decide-reinstate').click();
      await desk.decide('inquiry-closed');
      await desk.state('VALID');
      assert.equal(await shown(), 'done');
    });

    it('sees it leave; the other province may refuse it, and it is taken back', async () => {
      await desk.act('transfer-out', move());
      const { transfer } = await desk.act<{ transfer: string }>('ask-transfer-in', move());
      assert.equal(await shown(), 'TRANSFERRED_OUT');
      await desk.signIn('sh');
      await desk.go('transfers');
      await page.locator(`[data-transfer="${transfer}"]`).waitFor();
      await desk.look('officer-transfers');
      await page.locator(`[data-transfer="${transfer}"]`).click();
      await page.getByTestId('purpose-service').click();
      await page.getByTestId('claims').waitFor();
      await desk.look('officer-transfer');
      await page.getByTestId('refuse-transfer').click();
      await desk.decide('incomplete', 'officer-refuse-transfer');
      await page.locator('[data-testid="transfer-decided"][data-state="refused"]').waitFor();
      const asked = { transfer, from: guangdong.id, to: shanghai.id };
      const { state, reason } = await desk.act<{ state: string; reason: string }>('transfer-in', asked);
      assert.deepEqual([state, reason], ['refused', 'incomplete']);
      await desk.go('transfers');
      await page.getByTestId('no-transfers').waitFor();
      await desk.look('officer-transfers-empty');
      await desk.signIn('gd');
      await desk.open(number, certificate);
      await desk.state('TRANSFERRING');
      await page.getByTestId('decide-withdraw-transfer').click();
      await desk.decide('stays');
      await desk.state('VALID');
    });

    it('sees it taken over by the other province, which shows what will happen first', async () => {
      await desk.act('transfer-out', move());
      const { transfer } = await desk.act<{ transfer: string }>('ask-transfer-in', move());
      await desk.signIn('sh');
      await desk.go('transfers');
      await page.locator(`[data-transfer="${transfer}"]`).click();
      await page.getByTestId('purpose-service').click();
      await page.getByTestId('accept-transfer').click();
      await desk.decide(undefined, 'officer-accept-transfer');
      await page.locator('[data-testid="transfer-decided"][data-state="accepted"]').waitFor();
      await desk.look('officer-transfer-accepted');
      const taken = (await page.getByTestId('successor').getAttribute('data-certificate')) ?? '';
      await page.getByTestId('successor').click();
      await desk.state('VALID');
      await desk.signIn('gd');
      await desk.open(number, certificate);
      await desk.state('TRANSFERRED');
      assert.equal(await page.getByTestId('successor').innerText(), taken);
      assert.equal(await page.locator('[data-testid^="decide-"]').count(), 0, 'nothing more can be decided');
      await desk.look('officer-transferred');
      assert.equal(await shown(), 'TRANSFERRED_OUT');
    });

    async function held(): Promise<string[]> {
      const towards = guangdong.id;
      const all = await desk.act<{ certificate: string }[]>('receive-certificates', { towards });
      return all.map((each) => each.certificate);
    }

    /** What comes when the holder shows the level at a counter of the issuing province. */
    async function shown(): Promise<string> {
      const at = guangdong.id;
      const asked = { certificate, at, verifier: at, claims: ['level'] };
      const { derivation } = await desk.act<{ derivation: string }>('ask-claim', asked);
      return desk.came('worker', 'show', { derivation, at, verifier: at, purpose: '窗口办事' });
    }
  });

  importsInBulk(stand, () => person);
  decidesAboutTrust(stand, () => person);
  verifiesAtTheCounter(stand, () => person);
  suspendsAnIssuer(stand, () => person);

  // A suite of its own, so that it comes last.
  describe('all of it', () => {
    it('asked nobody else and broke no policy', () => watched.assertClean());
  });
});
