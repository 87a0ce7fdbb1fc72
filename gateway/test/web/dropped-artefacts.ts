import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { StoryId } from '../../src/play/format.js';
import { attackedTwins } from './attacked-twins.js';
import type { Stand } from './stand.js';

/** What has no pages of its own. */
const PAGELESS = ['certificate.vc.json'];

/**
 * Drops each artefact of a story, or of the first one as well when `story` is “evidence”, which comes after it; and then its
 * attacked twins: valid and drawn, invalid by the code that names the attack. Ends with files that are none.
 */
export async function dropsEachArtefact({ running, watched }: Stand, story: StoryId): Promise<void> {
  const { page } = watched;
  const { playhouse } = running;
  const files = new Set(attackedTwins.map((twin) => twin.file));
  for (const file of files) {
    if (file.startsWith('certificate.') !== (story === 'certificates')) continue;
    const twins = attackedTwins.filter((twin) => twin.file === file);
    const beside = (twins[0]?.beside ?? []).map((name) => [name, playhouse.artefact(name)] as const);
    await drop(page, [file, playhouse.artefact(file)], ...beside);
    await reportOf(page, file, 'valid');
    if (PAGELESS.includes(file)) assert.equal(await page.getByTestId('pages').count(), 0, file);
    else await isDrawn(page);
    if (file === 'contract.ofd') {
      await watched.picture('document-ofd-1440-zh');
      await followsStamp(page);
    }
    for (const { attack, code, change } of twins) {
      await drop(page, [file, change(playhouse.artefact(file))], ...beside);
      await reportOf(page, file, 'invalid');
      // No two twins in a row have the same code, so that an earlier report is not taken for this one.
      const named = page.getByTestId('reasons').locator(`[data-code="${code}"]`);
      await named
        .first()
        .waitFor()
        .catch((cause: unknown) => {
          throw new Error(`${file}, ${attack}: not refused with ${code}`, { cause });
        });
    }
  }
  if (story === 'certificates') return;
  await namesWhatIsNotDrawn(page);
  await drop(page, ['contract.pdf', attackedTwins[1]!.change(playhouse.artefact('contract.pdf'))]);
  await page
    .locator('[data-sheet="1"][data-drawn="true"], [data-testid="pages"][data-code]')
    .first()
    .waitFor();
  await watched.everyLook('document-failing');
}

/** A page is drawn once it comes into sight. */
async function isDrawn(page: Page): Promise<void> {
  await page.locator('[data-sheet="1"]').first().scrollIntoViewIfNeeded();
  await page.locator('[data-sheet="1"][data-drawn="true"]').first().waitFor();
}

/** A stamp on a page leads to the steps of its signature. */
async function followsStamp(page: Page): Promise<void> {
  const mark = page.getByTestId('mark').first();
  await mark.waitFor();
  assert.notEqual(await mark.getAttribute('aria-label'), null);
  await mark.focus();
  await page.keyboard.press('Enter');
  await page.locator('.steps .followed:focus').waitFor();
}

/** Files that only begin like a document: a code in the place of the pages, and the page goes on. */
async function namesWhatIsNotDrawn(page: Page): Promise<void> {
  for (const [name, text] of [
    ['broken.pdf', `%PDF-1.7\n${'1 0 obj\n<<'.repeat(1000)}`],
    ['broken.ofd', 'PK\u0003\u0004 not a package'],
    ['broken.esl', 'not a seal'],
  ] as const) {
    await drop(page, [name, new TextEncoder().encode(text)]);
    await reportOf(page, name, 'invalid');
    await page.locator('[data-testid="pages"][data-code]').waitFor();
  }
}

async function drop(page: Page, ...files: readonly (readonly [string, Uint8Array])[]): Promise<void> {
  await page.getByTestId('verify-input').setInputFiles(
    files.map(([name, bytes]) => ({
      name: name.split('/').at(-1) ?? name,
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(bytes),
    })),
  );
}

async function reportOf(page: Page, file: string, verdict: string): Promise<void> {
  const report = page.locator('[data-testid="report"][data-verdict]').filter({ hasText: file }).first();
  await page
    .locator(`[data-testid="report"][data-verdict="${verdict}"]`)
    .filter({ hasText: file })
    .first()
    .waitFor()
    .catch(async (error: unknown) => {
      const found = (await report.count()) > 0 ? await report.getAttribute('data-verdict') : 'no report';
      throw new Error(`${file}: ${found} instead of ${verdict}`, { cause: error });
    });
}
