import { GatewayProblem } from '@renxin/wallets/client';
import * as wallet from '@renxin/wallets/e-certificate';
import { readIfThere, writeDurably } from '@renxin/wallets/keystore';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { employer, guangdong } from '../demonstration/organisations.js';
import type { Acting } from './acting.js';

const kept = z.array(z.string());

/** Milliseconds between two looks at contracts whose end was proposed: soon at first, then less often. */
const SOONEST = 300;
const LATEST = 5000;

/**
 * The certificates of the end of its contracts, which the law makes an employer issue (实施条例 art. 24): each by itself,
 * once the contract has ended. Which contracts are meant is kept in the employer's own directory before anything else, so
 * that it goes on after a restart; nobody is asked while there are none.
 */
export class EndCertificates {
  readonly #acting: Acting;
  readonly #file: string;
  #contracts: Promise<readonly string[]>;
  #going: Promise<void> | undefined;
  #pause = SOONEST;

  constructor(acting: Acting) {
    this.#acting = acting;
    this.#file = join(acting.options.directory, 'end-certificates.json');
    this.#contracts = readIfThere(this.#file).then((text) => kept.parse(JSON.parse(text ?? '[]')));
  }

  /** The end of this contract was proposed: its certificate follows when both have agreed. */
  async await(contract: string): Promise<void> {
    await this.#keep((all) => [...new Set([...all, contract])]);
    this.#pause = SOONEST;
    void this.goOn();
  }

  /** Goes on until nothing is left. */
  goOn(): Promise<void> {
    this.#going ??= this.#run().finally(() => (this.#going = undefined));
    return this.#going;
  }

  async #run(): Promise<void> {
    for (let left = await this.#contracts; left.length > 0; left = await this.#contracts) {
      for (const contract of left)
        if (await this.#isIssued(contract))
          await this.#keep((all) => all.filter((each) => each !== contract));
      await wait(this.#pause, undefined, { ref: false });
      this.#pause = Math.min(this.#pause * 1.2, LATEST);
    }
  }

  /** Whatever fails is tried again: a gateway that is away, a contract that is not there yet. */
  async #isIssued(contract: string): Promise<boolean> {
    try {
      return (
        (await wallet.issueEndCertificate(await this.#issuer(), contract, employer.region)) !== undefined
      );
    } catch (error) {
      return error instanceof GatewayProblem && error.code === 'CERTIFICATE_EXISTS';
    }
  }

  #registered: Promise<wallet.Issuer> | undefined;

  /** With its assertion key on the ledger. */
  #issuer(): Promise<wallet.Issuer> {
    this.#registered ??= this.#register();
    this.#registered.catch(() => (this.#registered = undefined));
    return this.#registered;
  }

  async #register(): Promise<wallet.Issuer> {
    const { keystore } = this.#acting;
    const own = { ...(await this.#acting.connect(guangdong.id, employer.id)), keystore, registryKey: 1 };
    return wallet.registerAssertionKey(own);
  }

  /** One change after the other. */
  #keep(change: (all: readonly string[]) => readonly string[]): Promise<readonly string[]> {
    const before = this.#contracts;
    const next = before.then(async (all) => {
      const changed = change(all);
      await writeDurably(this.#file, JSON.stringify(changed) + '\n');
      return changed;
    });
    this.#contracts = next.catch(() => before);
    return next;
  }
}
