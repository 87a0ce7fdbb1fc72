import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { start, type Running } from '../../src/commands/serve.js';
import { loadConfig } from '../../src/config.js';
import { chromiumPath, launch } from './browser.js';
import { openPage, type WatchedPage } from './watched-page.js';

/** A platform of its own, and a browser with one of its pages open. */
export interface Stand {
  /** For files that the tests leave; removed at the end. */
  readonly directory: string;
  readonly running: Running;
  readonly browser: Browser;
  readonly watched: WatchedPage;
}

/** Tests of one page, in order: each goes on where the one before it ended. Skipped where no Chromium is. */
export function inBrowser(
  title: string,
  opened: { readonly path: string; readonly shown: string },
  tests: (stand: () => Stand) => void,
): void {
  describe(title, function () {
    this.timeout(180_000);
    this.bail(true);
    let stand: Stand;

    before(async function () {
      const executable = chromiumPath();
      if (executable === undefined) {
        console.log(`skipped: ${title} — chromium not found (npm run interop:setup)`);
        return this.skip();
      }
      const directory = await mkdtemp(join(tmpdir(), 'renxin-page-'));
      const running = await start(
        loadConfig({ RENXIN_PORT: '0', RENXIN_DATA: directory, RENXIN_LOG_LEVEL: 'error' }),
      );
      const browser = await launch(executable);
      const watched = await openPage(browser, running.url, {}, opened);
      watched.page.setDefaultTimeout(15_000);
      stand = { directory, running, browser, watched };
    });

    after(async () => {
      await stand?.browser.close();
      await stand?.running.close();
      if (stand !== undefined) await rm(stand.directory, { recursive: true, force: true });
    });

    tests(() => stand);
  });
}
