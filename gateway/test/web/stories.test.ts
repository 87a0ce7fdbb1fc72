import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Running } from '../../src/commands/serve.js';
import type { StoryId } from '../../src/play/format.js';
import { stories } from '../../src/story/index.js';
import { playThrough } from '../../src/story/play-through.js';
import { dropsEachArtefact } from './dropped-artefacts.js';
import { inBrowser, type Stand } from './stand.js';
import { asks, nextStep, playByClick, playByClicks } from './story-steps.js';
import { openPage } from './watched-page.js';

const START = { path: '/', shown: '[data-step]' };
/** The first story has a test of its own. */
const further = stories.slice(1);

for (const { id, steps, artefacts } of further)
  inBrowser(`the story “${id}” in a browser`, START, (stand) => {
    let { running, watched } = {} as Stand;
    let page: Page;

    before(() => {
      ({ running, watched } = stand());
      page = watched.page;
    });

    it('is chosen by its name, and says what has to be played first', async () => {
      await page.getByTestId(`story-${id}`).click();
      await page.locator(`[data-step="${steps[0]?.id}"]`).waitFor();
      const { after } = storyOf(id);
      assert.equal(await page.getByTestId('waits-for').count(), after === undefined ? 0 : 1);
      await watched.everyLook(`${id}-empty`);
      await playBefore(running, id);
      await page.reload();
      await page.locator('[data-step][data-state="ready"]').waitFor();
      assert.equal(await page.locator(`[data-testid="story-${id}"][aria-current]`).count(), 1);
    });

    it('is played to its end by clicks', async () => {
      await playByClicks(page);
      await page.getByTestId('finished').waitFor();
      assert.equal(await page.locator('[data-step][data-state="as-expected"]').count(), steps.length);
      await watched.everyLook(`${id}-full`);
    });

    it('leaves artefacts that verify in the browser', async () => {
      for (const { files, notVerified } of artefacts) {
        const [first = ''] = Object.keys(files);
        const named = first.endsWith('/') ? `a[download^="${first}"]` : `a[download="${first}"]`;
        assert.ok((await page.locator(named).count()) > 0, first);
        if (notVerified) continue;
        await page.getByTestId(`verify-${first}`).click();
        const report = page.getByTestId('report').filter({ hasText: first }).first();
        await report.waitFor();
        assert.equal(await report.getAttribute('data-verdict'), 'valid', first);
      }
      await watched.everyLook(`${id}-report`);
    });

    if (id === 'certificates' || id === 'evidence')
      it('draws what is dropped, and names what was done to its attacked twin', () =>
        dropsEachArtefact(stand(), id));

    if (steps.some((step) => step.asks !== undefined && step.asks.kind !== 'pages'))
      it('ends when the person refuses, and nobody asks again', async () => {
        await page.getByTestId('reset').click();
        await playUntilAsked(page);
        const step = (await nextStep(page)) ?? '';
        await page.getByTestId(`play-${step}`).click();
        const [refuse, agree] = [page.getByTestId('refuse'), page.getByTestId('agree')];
        await refuse.waitFor();
        await watched.everyDialog(`${id}-question`);
        const [one, other] = [await refuse.boundingBox(), await agree.boundingBox()];
        assert.deepEqual([one?.width, one?.height], [other?.width, other?.height], 'equal weight');
        await refuse.click();
        await page.locator(`[data-step="${step}"][data-state="declined"]`).waitFor();
        await page.getByTestId('finished').waitFor();
        assert.equal(await page.locator('[data-testid^="play-"]:not([data-testid="play-on"])').count(), 0);
        await watched.everyLook(`${id}-declined`);
      });

    it('asked nobody else and broke no policy', () => watched.assertClean());
  });

inBrowser('the citizen and the bank, each in a browser of its own', START, (stand) => {
  it('play the consent together: each sees what the other did', async () => {
    const { browser, running, watched } = stand();
    await playBefore(running, 'consent');
    const bank = await openPage(browser, running.url, { viewport: { width: 1440, height: 900 } });
    const citizen = watched;
    await citizen.page.setViewportSize({ width: 360, height: 760 });
    for (const { page } of [bank, citizen]) {
      await page.getByTestId('story-consent').click();
      await page.locator(`[data-step="${storyOf('consent').steps[0]?.id}"]`).waitFor();
    }
    for (const { id, role } of storyOf('consent').steps) {
      const { page } = role === 'bank' ? bank : citizen;
      await page.locator(`[data-step="${id}"][data-state="ready"]`).waitFor();
      await playByClick(page, id);
    }
    for (const each of [bank, citizen]) {
      await each.page.getByTestId('finished').waitFor();
      each.assertClean();
    }
  });
});

function storyOf(id: StoryId) {
  const story = stories.find((each) => each.id === id);
  assert.ok(story);
  return story;
}

/** Plays what the story uses, without a browser. */
async function playBefore(running: Running, id: StoryId): Promise<void> {
  const { after } = storyOf(id);
  if (after === undefined) return;
  await playBefore(running, after);
  for await (const { step, result } of playThrough(running.playhouse, after))
    assert.equal(result.came, step.expected, step.id);
}

/** Plays by clicks up to the step that asks for data. */
async function playUntilAsked(page: Page): Promise<void> {
  for (let step = await nextStep(page); step !== undefined; step = await nextStep(page)) {
    const asked = await asks(page, step);
    if (asked === 'consent' || asked === 'presentation') return;
    await playByClick(page, step);
  }
}
