import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import type { FabricLedger } from '../../src/fabric/index.js';
import { LedgerError } from '../../src/index.js';
import { notebook } from '../notes.js';

interface Client {
  readonly counter: string;
  /** The value that was last answered as committed. */
  answered: number;
  /** Commands whose outcome stayed unknown. */
  unknown: number;
}

/** Clients that each add to a counter of their own, one command after another, whatever happens. */
export class SteadyLoad {
  readonly #ledger: FabricLedger;
  readonly #clients: Client[];
  readonly #running: Promise<unknown>;
  readonly codes = new Map<string, number>();
  answers = 0;
  #stopped = false;

  constructor(ledger: FabricLedger, name: string, clients = 12) {
    this.#ledger = ledger;
    this.#clients = Array.from({ length: clients }, (_, i) => ({
      counter: `${name}-${i}`,
      answered: 0,
      unknown: 0,
    }));
    this.#running = Promise.all(this.#clients.map((client) => this.#run(client)));
  }

  /** Waits until so many more commands are answered as committed. @throws when that takes longer than the bound */
  async more(count: number, withinMs: number): Promise<void> {
    const [until, target] = [Date.now() + withinMs, this.answers + count];
    while (this.answers < target) {
      assert.ok(Date.now() < until, `${this.answers} of ${target} answers after ${withinMs} ms`);
      await setTimeout(20);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  /** Nothing that was answered is lost, and nothing is there twice, as another gateway sees it. */
  async assertKept(ledger: FabricLedger): Promise<void> {
    for (const { counter, answered, unknown } of this.#clients) {
      const value = await ledger.evaluate(notebook.value, { id: counter });
      assert.ok(
        value >= answered && value <= answered + unknown,
        `${counter}: ${value}, ${answered} + ${unknown}`,
      );
    }
  }

  async #run(client: Client): Promise<void> {
    while (!this.#stopped) {
      try {
        const { result } = await this.#ledger.submit(notebook.add, { counter: client.counter, by: 1 });
        assert.ok(result.value > client.answered && result.value <= client.answered + 1 + client.unknown);
        client.unknown -= result.value - client.answered - 1;
        client.answered = result.value;
        this.answers++;
      } catch (error) {
        assert.ok(error instanceof LedgerError, String(error));
        this.codes.set(error.code, (this.codes.get(error.code) ?? 0) + 1);
        if (error.code === 'LEDGER_OUTCOME_UNKNOWN') client.unknown++;
        await setTimeout(50);
      }
    }
  }
}
