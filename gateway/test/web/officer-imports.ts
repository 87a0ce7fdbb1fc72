import { samples } from '@renxin/credentials/schema';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { guangdong } from '../../src/demonstration/organisations.js';
import type { SyntheticPerson } from '../../src/demonstration/people.js';
import { DeskPage } from './desk-page.js';
import type { Stand } from './stand.js';

const TYPE = 'vocational-skill-level';
const sample = samples.subjects[TYPE] as Record<string, string>;
/** The number of the certificate that is revoked in the end. */
const number = `S${'3'.repeat(21)}`;

/** Imports at the desk: the template filled in, the report, the explicit act, and what becomes of the rows. */
export function importsInBulk(stand: () => Stand, person: () => SyntheticPerson): void {
  describe('an import', () => {
    let desk: DeskPage;
    let template: string;
    before(async () => {
      desk = new DeskPage(stand());
      await desk.signIn('gd');
      await desk.go('imports');
    });

    it('begins with a template that says what to fill in', async () => {
      await desk.page.getByTestId('no-imports').waitFor();
      await desk.look('officer-imports-empty');
      const download = desk.page.waitForEvent('download');
      await desk.page.getByTestId('template').click();
      const path = join(stand().directory, 'template.csv');
      await (await download).saveAs(path);
      template = (await readFile(path, 'utf8')).trimEnd();
      assert.match(template, /姓名/);
    });

    it('is validated: each bad row by its number, its field and what to do', async () => {
      const changes: Record<string, string>[] = [
        { certificateNo: number },
        { certificateNo: `S${'4'.repeat(21)}`, citizenNumber: `${person().citizenNumber.slice(0, 17)}Y` },
        { certificateNo: number },
        { certificateNo: `S${'5'.repeat(21)}`, occupation: '=1+1' },
      ];
      await handIn(changes);
      await state('validated');
      for (const code of ['CITIZEN_NUMBER_INVALID', 'NUMBER_DOUBLED', 'ROW_FORMULA'])
        await desk.page.locator('[data-testid="rows"] code', { hasText: code }).first().waitFor();
      await desk.look('officer-import-validated');
    });

    it('is given up: nothing is issued, and the file is erased', async () => {
      await desk.page.getByTestId('cancel-import').click();
      await desk.decide(undefined, 'officer-cancel-import');
      await state('cancelled');
      await desk.look('officer-import-cancelled');
    });

    it('of another table is refused with what to do', async () => {
      await desk.go('imports');
      await upload('other.csv', 'a,b\r\n1,2\r\n');
      await state('failed');
      assert.match(await desk.page.getByTestId('import-code').innerText(), /IMPORT_COLUMNS/);
      await desk.look('officer-import-failed');
    });

    it('is issued on the explicit act, and each row leads to its certificate', async () => {
      await handIn([{ certificateNo: number }]);
      await state('validated');
      await desk.page.getByTestId('issue-rows').click();
      await desk.decide(undefined, 'officer-issue-import');
      await state('done');
      await desk.page.locator('[data-row][data-outcome="issued"]').waitFor();
      await desk.look('officer-import-done');
      const download = desk.page.waitForEvent('download');
      await desk.page.getByTestId('report').click();
      const path = join(stand().directory, 'report.csv');
      await (await download).saveAs(path);
      assert.ok(!(await readFile(path, 'utf8')).includes(person().citizenNumber), 'no values in the report');
      await desk.go('imports');
      await desk.page.locator('[data-testid="imports"] [data-state="done"]').waitFor();
      await desk.look('officer-imports');
    });

    it('made a certificate like any other: revoked, it is refused with that reason', async () => {
      await desk.page
        .locator('[data-testid="imports"] tr', { hasText: /Done|已完成/ })
        .getByRole('link')
        .click();
      await desk.page.locator('[data-row][data-outcome="issued"] a').click();
      await desk.page.getByTestId('purpose-service').click();
      await desk.state('VALID');
      const certificate = desk.page.url().split('/').at(-1) ?? '';
      const at = guangdong.id;
      const asked = { certificate, at, verifier: at, claims: ['level'] };
      const { derivation } = await desk.act<{ derivation: string }>('ask-claim', asked);
      const showing = { derivation, at, verifier: at, purpose: '窗口办事' };
      assert.equal(await desk.came('worker', 'show', showing), 'done');
      const forged = { ...showing, forged: { level: '1' } };
      assert.equal(await desk.came('worker', 'show', forged), 'CREDENTIAL_PROOF_INVALID');
      await desk.page.getByTestId('decide-annul').click();
      await desk.decide('fraud', 'officer-annul');
      await desk.state('REVOKED');
      assert.equal(await desk.came('worker', 'show', showing), 'CERTIFICATE_REVOKED');
    });

    async function state(expected: string): Promise<void> {
      await desk.page
        .locator(`[data-testid="import-state"][data-state="${expected}"]`)
        .waitFor({ timeout: 60_000 });
    }

    /** The template's invented row, once for each change, as the worker's of today. */
    async function handIn(changes: readonly Record<string, string>[]): Promise<void> {
      const [heading = '', row = ''] = template.split('\r\n');
      const { name, citizenNumber } = person();
      const issuedOn = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
      const rows = changes.map((change) =>
        Object.entries({ name, citizenNumber, issuedOn, ...change }).reduce(
          (line, [field, value]) => line.replace(sample[field] ?? '', value),
          row,
        ),
      );
      await desk.go('imports');
      await upload('people.csv', [heading, ...rows].join('\r\n'));
    }

    async function upload(name: string, text: string): Promise<void> {
      const file = { name, mimeType: 'text/csv', buffer: Buffer.from(text) };
      await desk.page.getByTestId('import-input').setInputFiles(file);
    }
  });
}
