import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { guangdong } from '../../src/demonstration/organisations.js';
import type { SyntheticPerson } from '../../src/demonstration/people.js';
import { pictureOf } from '../certificates/picture-of.js';
import { DeskPage } from './desk-page.js';
import { filmOf } from './fake-camera.js';
import type { Stand } from './stand.js';

/** The verification desk: a code before the camera, and several files at once. */
export function verifiesAtTheCounter(stand: () => Stand, person: () => SyntheticPerson): void {
  describe('the verification desk', () => {
    let desk: DeskPage;
    let code: string;
    before(async () => {
      desk = new DeskPage(stand());
      const at = guangdong.id;
      const { identifier: holder } = await desk.act<{ identifier: string }>('become-holder', { towards: at });
      const { name, citizenNumber } = person();
      const issuedOn = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
      const issuing = { holder, at, name, citizenNumber, level: '3', issuedOn };
      const { troupe } = stand().running;
      const { certificate } = await troupe.must<{ certificate: string }>('assessor', 'issue', issuing);
      ({ code } = await desk.act<{ code: string }>('code', { certificate, at, claims: ['level'] }));
      await writeFile(join(stand().directory, 'camera.y4m'), filmOf(code));
      await desk.signIn('gd');
      await desk.go('verify');
    });

    it('reads a code before the camera, in the browser, and judges it', async () => {
      await desk.look('officer-verify-empty');
      await desk.page.getByTestId('scan').click();
      await desk.page.locator('[data-testid="report"][data-verdict="valid"]').waitFor({ timeout: 60_000 });
      await desk.page.getByTestId('scan').waitFor();
      await desk.look('officer-verify-camera');
    });

    it('judges several files in one go, each with its own report', async () => {
      const [head = '', body = '', tail = ''] = code.split('.');
      const said = Buffer.from(body, 'base64url').toString().replace('"level":"3"', '"level":"1"');
      const forged = [head, Buffer.from(said).toString('base64url'), tail].join('.');
      await desk.page.getByTestId('verify-input').setInputFiles([
        { name: 'shown.png', mimeType: 'image/png', buffer: Buffer.from(pictureOf(code)) },
        { name: 'forged.png', mimeType: 'image/png', buffer: Buffer.from(pictureOf(forged)) },
        { name: 'list.txt', mimeType: 'text/plain', buffer: Buffer.from('名单') },
      ]);
      await desk.page.getByTestId('report').nth(2).waitFor({ timeout: 60_000 });
      const verdicts = await desk.page
        .getByTestId('report')
        .evaluateAll((all) =>
          all.map((each) => (each as unknown as { dataset: { verdict: string } }).dataset.verdict),
        );
      assert.deepEqual(verdicts, ['valid', 'invalid', 'undetermined']);
      await desk.look('officer-verify-many');
    });
  });
}
