import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { guangdong, shanghai } from '../../src/demonstration/organisations.js';
import type { SyntheticPerson } from '../../src/demonstration/people.js';
import { inBrowser, type Stand } from './stand.js';

const OPENED = { path: '/officer', shown: '[data-testid="sign-in-gd"]' };

inBrowser('the desk of a province’s officials, in a browser', OPENED, (stand) => {
  let { directory, running, watched } = {} as Stand;
  let page: Page;
  let person: SyntheticPerson;
  let certificate: string;
  const number = `S${'1'.repeat(21)}`;

  before(async () => {
    ({ directory, running, watched } = stand());
    page = watched.page;
    person = await act<SyntheticPerson>('introduce');
    await act('become-holder', { towards: guangdong.id });
    await act('become-holder', { towards: shanghai.id });
  });

  it('is entered with a key of the page that nobody can read out', async () => {
    await watched.everyLook('officer-sign-in');
    await page.getByTestId('sign-in-gd').click();
    await page.getByTestId('desk').waitFor();
    await watched.everyLook('officer-tasks');
    assert.deepEqual(await page.evaluate('Object.keys(localStorage).sort()'), [
      'renxin-language',
      'renxin-large',
    ]);
    assert.deepEqual(await page.evaluate('Object.keys(sessionStorage)'), ['vue-router:scroll']);
  });

  it('shows every fault of a form, and issues what was checked', async () => {
    await page.getByTestId('to-issue').click();
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
    await watched.everyLook('officer-issue-check');
    await page.getByTestId('issue').click();
    certificate = await page.getByTestId('issued').innerText();
    await watched.everyLook('officer-issued');
    assert.ok((await held()).includes(certificate), 'the wallet has it');
  });

  it('finds it by its number, for a stated purpose alone', async () => {
    await page.getByTestId('to-certificates').click();
    await page.getByTestId('typed').fill(number);
    await page.getByTestId('find').click();
    await page.getByTestId('error-summary').waitFor();
    await page.getByText('为持证人办事').click();
    await page.getByTestId('typed').fill(`S${'2'.repeat(21)}`);
    await page.getByTestId('find').click();
    await page.getByTestId('none').waitFor();
    await watched.everyLook('officer-search-empty');
    await page.getByTestId('typed').fill(number);
    await page.getByTestId('find').click();
    await page.locator(`[data-found="${certificate}"]`).waitFor();
    await watched.everyLook('officer-search-full');
    assert.ok(!page.url().includes(number), 'nothing about people stands in addresses');
    await page.locator(`[data-found="${certificate}"]`).click();
    await state('VALID');
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
    await decide('suspend', 'inquiry', 'officer-suspend');
    await state('SUSPENDED');
    assert.equal(await shown(), 'CERTIFICATE_SUSPENDED');
    await page.getByTestId('verify').click();
    await page.locator('[data-testid="state"]', { hasText: 'SUSPENDED' }).waitFor();
    await decide('reinstate', 'inquiry-closed');
    await state('VALID');
    assert.equal(await shown(), 'done');
  });

  it('sees it leave for another province, where it is found as transferred in', async () => {
    const move = { certificate, from: guangdong.id, to: shanghai.id };
    await act('transfer-out', move);
    await again();
    await state('TRANSFERRING');
    const { certificate: taken } = await act<{ certificate: string }>('transfer-in', move);
    await again();
    await state('TRANSFERRED');
    assert.equal(await page.getByTestId('successor').innerText(), taken);
    assert.equal(await page.locator('[data-testid^="decide-"]').count(), 0, 'nothing more can be decided');
    await watched.everyLook('officer-transferred');
    assert.equal(await shown(), 'TRANSFERRED_OUT');
    await page.getByTestId('sign-out').click();
    await page.getByTestId('sign-in-sh').click();
    await page.getByTestId('to-certificates').click();
    await page.getByTestId('typed').fill(number);
    await page.getByTestId('find').click();
    await page.locator(`[data-found="${taken}"]`).click();
    await state('VALID');
  });

  it('asked nobody else and broke no policy', () => watched.assertClean());

  function act<T>(name: string, input: object = {}): Promise<T> {
    return running.troupe.must<T>('worker', name, input);
  }

  async function held(): Promise<string[]> {
    const all = await act<{ certificate: string }[]>('receive-certificates', { towards: guangdong.id });
    return all.map((each) => each.certificate);
  }

  /** What comes when the holder shows the level at a counter of the issuing province. */
  async function shown(): Promise<string> {
    const at = guangdong.id;
    const asked = { certificate, at, verifier: at, claims: ['level'] };
    const { derivation } = await act<{ derivation: string }>('ask-claim', asked);
    const showing = { derivation, at, verifier: at, purpose: '窗口办事' };
    const { ok, code = '' } = await running.troupe.act('worker', 'show', showing);
    return ok ? 'done' : code;
  }

  async function state(expected: string): Promise<void> {
    await page.locator(`[data-testid="certificate-state"][data-state="${expected}"]`).waitFor();
  }

  /** Another look, by another visit of the same page. */
  async function again(): Promise<void> {
    await page.getByTestId('to-certificates').click();
    await page.locator(`[data-found="${certificate}"]`).click();
  }

  async function decide(name: string, reason: string, look?: string): Promise<void> {
    await page.getByTestId(`decide-${name}`).click();
    await page.getByTestId('effect').waitFor();
    await page.getByTestId('decide').click();
    await page.locator('.decision-dialog .fault').waitFor();
    if (look !== undefined) await watched.everyDialog(look);
    await page.getByTestId(`reason-${reason}`).click();
    await page.getByTestId('decide').click();
    await page.getByTestId('effect').waitFor({ state: 'detached' });
  }
});
