import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

/** The step that is played next, or undefined at the end. */
export async function nextStep(page: Page): Promise<string | undefined> {
  const step = page.locator('[data-step][data-state="ready"]');
  await page.locator('[data-step][data-state="ready"], [data-testid="finished"]').first().waitFor();
  return (await step.count()) === 0 ? undefined : ((await step.getAttribute('data-step')) ?? undefined);
}

/** Waits until the step has come to its end. */
export async function cameAsExpected(page: Page, step: string): Promise<void> {
  const card = page.locator(`[data-step="${step}"]`);
  await page
    .locator(`[data-step="${step}"]:is([data-state="as-expected"], [data-state="unexpected"])`)
    .waitFor();
  assert.equal(await card.getAttribute('data-state'), 'as-expected', step);
}

/** What the step asks first: `pages`, `consent`, `presentation`, or null. */
export function asks(page: Page, step: string): Promise<string | null> {
  return page.locator(`[data-step="${step}"]`).getAttribute('data-asks');
}

/** Brings every page of the dialog on the screen, one after the other, and signs. */
export async function readAndSign(page: Page): Promise<void> {
  const sign = page.getByTestId('sign');
  await sign.waitFor();
  const ends = page.locator('[data-page]');
  await ends.first().waitFor();
  if ((await ends.count()) > 1) assert.equal(await sign.isEnabled(), false, 'enabled before all was seen');
  for (const end of await ends.all()) await end.scrollIntoViewIfNeeded();
  await sign.click();
  await sign.waitFor({ state: 'detached' });
}

/** Says yes to what the step asks, if it asks anything. */
export async function agree(page: Page, asked: string | null): Promise<void> {
  if (asked === null) return;
  if (asked === 'pages') return readAndSign(page);
  await page.getByTestId('agree').click();
  await page.getByTestId('agree').waitFor({ state: 'detached' });
}

/** Plays the step that is next on this page, by its button. */
export async function playByClick(page: Page, step: string): Promise<void> {
  const asked = await asks(page, step);
  await page.getByTestId(`play-${step}`).click();
  await agree(page, asked);
  await cameAsExpected(page, step);
}

/** Plays the rest of the story, one click a step. */
export async function playByClicks(page: Page): Promise<number> {
  let played = 0;
  for (let step = await nextStep(page); step !== undefined; step = await nextStep(page)) {
    await playByClick(page, step);
    played += 1;
  }
  return played;
}
