import axe from 'axe-core';
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** Git-ignored: the pictures are for people. */
const PICTURES = fileURLToPath(new URL('../../../../.cache/screenshots/', import.meta.url));

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** A page under observation: what it asks of whom, what it breaks, what it writes to the console. */
export class WatchedPage {
  readonly page: Page;
  readonly #faults: string[];

  constructor(page: Page, faults: string[]) {
    this.page = page;
    this.#faults = faults;
  }

  /** Nothing came from elsewhere, nothing broke the content security policy, no script failed. */
  assertClean(): void {
    assert.deepEqual(this.#faults, []);
  }

  /** No serious or critical finding of axe, and nothing wider than the screen. */
  async assertAccessible(state: string): Promise<void> {
    const found = await this.page.evaluate<Violation[]>(
      `${axe.source}; axe.run(document, {resultTypes: ['violations']}).then((r) => r.violations)`,
    );
    const grave = found.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    const lines = grave.map(
      ({ id, nodes }) => `${id}: ${nodes.map((n) => n.failureSummary ?? n.html).join(' | ')}`,
    );
    assert.deepEqual(lines, [], state);
    await this.assertFits(state);
  }

  async assertFits(state: string): Promise<void> {
    const over = await this.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    assert.ok(over <= 0, `${state}: ${over} px wider than the screen`);
  }

  /**
   * In both languages and at both widths: nothing too wide, a picture, and axe in these languages. Ends in Chinese at
   * 1440 px.
   */
  async everyLook(state: string, judged: readonly ('en' | 'zh')[] = ['en', 'zh']): Promise<void> {
    for (const language of ['en', 'zh'] as const) {
      const name = language === 'zh' ? '中文' : 'English';
      await this.page.getByTestId('language').getByText(name).click();
      for (const width of [360, 1440]) {
        await this.page.setViewportSize({ width, height: 900 });
        const look = `${state}-${width}-${language}`;
        await this.assertFits(look);
        await this.picture(look);
        if (width === 1440 && judged.includes(language)) await this.assertAccessible(look);
      }
    }
  }

  /** An open dialog at both widths: axe, nothing too wide, a picture. Ends at 1440 px. */
  async everyDialog(state: string): Promise<void> {
    for (const width of [360, 1440]) {
      await this.page.setViewportSize({ width, height: 800 });
      await this.assertAccessible(`${state}-${width}`);
      await this.picture(`${state}-${width}`, false);
    }
  }

  async picture(name: string, fullPage = true): Promise<void> {
    await mkdir(PICTURES, { recursive: true });
    await this.page.screenshot({ path: `${PICTURES}${name}.png`, fullPage, animations: 'disabled' });
  }
}

/** Opens the start page of `url`, or the page at a path of it, in a context of its own, and waits for `shown`. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  { path, shown } = { path: '/', shown: '[data-step]' },
): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  });
  const faults: string[] = [];
  const page = await context.newPage();
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== 'data:' && protocol !== 'blob:' && origin !== url) faults.push(`asked ${request.url()}`);
  });
  page.on('pageerror', (error) => faults.push(`threw ${error.message}`));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/i.test(message.text())) faults.push(message.text());
  });
  await page.addInitScript(
    `addEventListener('securitypolicyviolation', (e) => console.error('Content Security Policy: ' + e.violatedDirective + ' ' + e.blockedURI))`,
  );
  const response = await page.goto(url + path);
  assert.equal(response?.status(), 200, 'the pages are not built: npm run build');
  await page.locator(shown).first().waitFor();
  return new WatchedPage(page, faults);
}
