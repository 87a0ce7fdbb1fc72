import assert from 'node:assert/strict';
import { assessor, guangdong, shanghai } from '../../src/demonstration/organisations.js';
import type { SyntheticPerson } from '../../src/demonstration/people.js';
import { DeskPage } from './desk-page.js';
import type { Stand } from './stand.js';

const held = 'yanshi-assessment-skill-level';

/** Accreditations, recognition and keys at the desk: what a decision changes is seen before it is taken, and works at once. */
export function decidesAboutTrust(stand: () => Stand, person: () => SyntheticPerson): void {
  describe('accreditations and recognition', () => {
    let desk: DeskPage;
    let holder: string;
    before(async () => {
      desk = new DeskPage(stand());
      ({ identifier: holder } = await desk.act<{ identifier: string }>('become-holder', {
        towards: guangdong.id,
      }));
      // With its first certificate the assessor comes in, and is accredited.
      assert.equal(await issued(), 'done');
      await desk.signIn('gd');
    });

    it('show who may issue what, now and at a time before there was anything', async () => {
      await desk.go('accreditations');
      await desk.page.locator(`[data-accreditation="${held}"]`).waitFor();
      await desk.look('officer-accreditations');
      await desk.page.getByTestId('as-of').fill('2020-01-01T00:00');
      await desk.page.getByTestId('no-accreditations').waitFor();
      await desk.page.getByTestId('past').waitFor();
      await desk.look('officer-accreditations-past');
      await desk.page.getByTestId('as-of').fill('');
      await desk.page.locator(`[data-accreditation="${held}"]`).waitFor();
    });

    it('accredit an issuer for another type, and end it', async () => {
      assert.equal(await issued('professional-title'), 'ISSUER_NOT_ACCREDITED');
      await desk.page.getByTestId(`issuer-${assessor.id}`).click();
      await desk.page.getByTestId('under-professional-title').click();
      await desk.page.getByTestId('try-out').click();
      await desk.decide(undefined, 'officer-accredit');
      const row = desk.page.locator('[data-accreditation^="acc-"]');
      await row.waitFor();
      await row.getByTestId('withdraw-accreditation').click();
      await desk.decide('own-request');
      await row.locator('[data-holds="false"]').waitFor();
      assert.equal(await issued('professional-title'), 'ISSUER_NOT_ACCREDITED');
    });

    it('recognise another province: its certificate counts from then on, until the rule is ended', async () => {
      const { certificate } = await stand().running.troupe.must<{ certificate: string }>(
        'assessor',
        'issue',
        issuing(holder, person()),
      );
      const [at, verifier] = [guangdong.id, shanghai.id];
      const asked = { certificate, at, verifier, claims: ['level'] };
      const { derivation } = await desk.act<{ derivation: string }>('ask-claim', asked);
      await stand().running.troupe.must('assessor', 'derive', { at });
      const showing = { derivation, at, verifier, purpose: '申请职业技能补贴' };
      assert.equal(await desk.came('worker', 'show', showing), 'NOT_RECOGNISED');
      await desk.signIn('sh');
      await desk.go('recognitions');
      await desk.page.getByTestId('no-rules').waitFor();
      await desk.look('officer-recognitions-empty');
      await desk.page.getByTestId('of-gd').click();
      await desk.page.getByTestId('try-out').click();
      assert.match(await desk.effect(), new RegExp(guangdong.name));
      await desk.decide(undefined, 'officer-recognise');
      await desk.page.locator('[data-rule] [data-holds="true"]').waitFor();
      await desk.look('officer-recognitions');
      assert.equal(await desk.came('worker', 'show', showing), 'done');
      await desk.page.getByTestId('end-rule').click();
      await desk.decide('agreement-ended', 'officer-end-recognition');
      await desk.page.locator('[data-rule] [data-holds="false"]').waitFor();
      assert.equal(await desk.came('worker', 'show', showing), 'NOT_RECOGNISED');
    });

    it('list the keys with which all of it was signed, and each use', async () => {
      await desk.signIn('gd');
      await desk.go('keys');
      const use = desk.page.locator('[data-testid^="uses-"]').first();
      await use.waitFor();
      await use.click();
      await desk.page.locator('[data-testid="key-uses"] li').first().waitFor();
      await desk.look('officer-keys');
    });

    const issued = (type?: string) => desk.came('assessor', 'issue', issuing(holder, person(), type));
  });
}

/** After all that needs the issuer: a day on which it was suspended counts as suspended whole. */
export function suspendsAnIssuer(stand: () => Stand, person: () => SyntheticPerson): void {
  describe('an issuer that is suspended', () => {
    let desk: DeskPage;
    let holder: string;
    before(async () => {
      desk = new DeskPage(stand());
      ({ identifier: holder } = await desk.act<{ identifier: string }>('become-holder', {
        towards: guangdong.id,
      }));
      assert.equal(await issued(), 'done');
      await desk.signIn('gd');
      await desk.go('accreditations');
    });

    it('issues nothing from then on, which is shown first', async () => {
      await row().getByTestId('suspend-accreditation').click();
      assert.match(await desk.effect(), new RegExp(assessor.name));
      await desk.decide('inquiry', 'officer-suspend-accreditation');
      await row().locator('[data-holds="false"]').waitFor();
      await desk.look('officer-accreditation-suspended');
      assert.equal(await issued(), 'ISSUER_NOT_ACCREDITED');
    });

    it('is given back, and counts again from the next day', async () => {
      await row().getByTestId('reinstate-accreditation').click();
      await desk.decide('inquiry-closed');
      await row().getByTestId('from-tomorrow').waitFor();
      await desk.look('officer-accreditation-given-back');
      assert.equal(await issued(), 'ISSUER_NOT_ACCREDITED');
    });

    const row = () => desk.page.locator(`[data-accreditation="${held}"]`);
    const issued = () => desk.came('assessor', 'issue', issuing(holder, person()));
  });
}

function issuing(holder: string, { name, citizenNumber }: SyntheticPerson, type = 'vocational-skill-level') {
  const issuedOn = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  return { holder, at: guangdong.id, type, name, citizenNumber, level: '3', issuedOn };
}
