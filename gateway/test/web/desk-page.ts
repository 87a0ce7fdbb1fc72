import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Stand } from './stand.js';

/** The desk of a province's officials as the tests drive it. */
export class DeskPage {
  readonly #stand: Stand;

  constructor(stand: Stand) {
    this.#stand = stand;
  }

  get page(): Page {
    return this.#stand.watched.page;
  }

  /** Both languages, both widths; what axe finds does not depend on the language. */
  look(name: string): Promise<void> {
    return this.#stand.watched.everyLook(name, ['zh']);
  }

  /** The worker does it, or the test fails. */
  act<T>(name: string, input: object = {}): Promise<T> {
    return this.#stand.running.troupe.must<T>('worker', name, input);
  }

  /** The code with which somebody is refused; `done` when it is not. */
  async came(who: 'worker' | 'assessor', name: string, input: object): Promise<string> {
    const { ok, code = '' } = await this.#stand.running.troupe.act(who, name, input);
    return ok ? 'done' : code;
  }

  async signIn(desk: string): Promise<void> {
    if ((await this.page.getByTestId('sign-out').count()) > 0)
      await this.page.getByTestId('sign-out').click();
    await this.page.getByTestId(`sign-in-${desk}`).click();
    await this.page.getByTestId('desk').waitFor();
  }

  async go(task: string): Promise<void> {
    await this.page.getByTestId(`to-${task}`).click();
  }

  /** Opens a certificate by its number, for a stated purpose. */
  async open(number: string, certificate: string): Promise<void> {
    await this.go('certificates');
    await this.page.getByTestId('purpose-service').click();
    await this.page.getByTestId('typed').fill(number);
    await this.page.getByTestId('find').click();
    await this.page.locator(`[data-found="${certificate}"]`).click();
  }

  async state(expected: string): Promise<void> {
    await this.page.locator(`[data-testid="certificate-state"][data-state="${expected}"]`).waitFor();
  }

  /** Decides in the dialog that is open: without a reason first, where it needs one. @param look name of its pictures */
  async decide(reason?: string, look?: string): Promise<void> {
    const { page } = this;
    await page.getByTestId('effect').waitFor();
    if (reason !== undefined) {
      await page.getByTestId('decide').click();
      await page.locator('.decision-dialog .fault').waitFor();
    }
    if (look !== undefined) await this.#stand.watched.everyDialog(look);
    if (reason !== undefined) await page.getByTestId(`reason-${reason}`).click();
    await page.getByTestId('decide').click();
    await page.getByTestId('effect').waitFor({ state: 'detached' });
  }

  /** What the dialog says will happen. */
  async effect(): Promise<string> {
    return this.page.getByTestId('effect').innerText();
  }

  async refused(code: string): Promise<void> {
    await this.page.locator(`[data-testid="problem"][data-code="${code}"]`).waitFor();
    assert.ok(await this.page.getByTestId('problem').isVisible());
  }
}
