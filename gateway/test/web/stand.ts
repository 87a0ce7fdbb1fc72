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

interface Opened {
  readonly path: string;
  /** What shows that it is there. */
  readonly shown: string;
  /** More flags of the browser, which may name files in the directory that are written later. */
  readonly flags?: (directory: string) => readonly string[];
}

/**
 * Tests of one page, in order: each goes on where the one before it ended, and after one that failed the rest of its
 * `describe` is left out. Others run, in this suite and elsewhere. Skipped where no Chromium is.
 */
export function inBrowser(title: string, opened: Opened, tests: (stand: () => Stand) => void): void {
  describe(title, function () {
    this.timeout(600_000);
    /** What was opened, to be closed the last first, also when what came after it failed. */
    const opening: (() => Promise<unknown>)[] = [];
    const broken = new Set<Mocha.Suite | undefined>();
    let stand: Stand;

    before(async function () {
      const executable = chromiumPath();
      if (executable === undefined) {
        console.log(`skipped: ${title} — chromium not found (npm run interop:setup)`);
        return this.skip();
      }
      const directory = await mkdtemp(join(tmpdir(), 'renxin-page-'));
      opening.push(() => rm(directory, { recursive: true, force: true }));
      const env = { RENXIN_PORT: '0', RENXIN_DATA: directory, RENXIN_LOG_LEVEL: 'error' };
      const running = await start(loadConfig(env));
      opening.push(() => running.close());
      const browser = await launch(executable, opened.flags?.(directory));
      opening.push(() => browser.close());
      const watched = await openPage(browser, running.url, {}, opened);
      watched.page.setDefaultTimeout(60_000);
      stand = { directory, running, browser, watched };
    });

    // mocha's own `bail` counts the failures of every suite that ran before.
    beforeEach(function () {
      if (broken.has(this.currentTest?.parent)) this.skip();
    });
    afterEach(function () {
      if (this.currentTest?.state === 'failed') broken.add(this.currentTest.parent);
    });

    after(async () => {
      const faults: unknown[] = [];
      for (const close of opening.toReversed()) await close().catch((fault: unknown) => faults.push(fault));
      if (faults.length > 0) throw new AggregateError(faults, 'not everything was closed');
    });

    tests(() => stand);
  });
}
