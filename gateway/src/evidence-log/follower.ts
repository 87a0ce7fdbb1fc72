import type { Ledger, LedgerEvent, Position } from '@renxin/network';
import { z } from 'zod';
import { faultFields, type Log } from '../log/log.js';
import { JsonRecords, type RecordStore } from '../store/index.js';
import type { EvidenceLog, LogMatter } from './evidence-log.js';

/** What an event of the ledger, `<contract>.<name>`, gives to the evidence log. */
export type Matters = Readonly<Record<string, (event: LedgerEvent) => Promise<readonly LogMatter[]>>>;

const position = z.strictObject({ height: z.int().min(0), index: z.int().min(-1) });

/** Milliseconds between two notes of how far it came; what lies between is recorded again after a crash, to no effect. */
const NOTED_EVERY = 1000;
const AGAIN_AFTER = 1000;
/** Entries that are on their way into the log at once. */
const MOST_AT_ONCE = 1024;

/**
 * Puts into the evidence log what the ledger committed, in the ledger's order: an entry follows its commit, and is made
 * after a crash as it would have been before.
 */
export class LogFollower {
  readonly #ledger: Ledger;
  readonly #evidenceLog: EvidenceLog;
  readonly #matters: Matters;
  readonly #store: RecordStore;
  readonly #positions: JsonRecords<typeof position>;
  readonly #log: Log;
  readonly #organisation: string;
  #events: AsyncIterator<LedgerEvent> | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;
  #noted = 0;

  constructor(options: {
    ledger: Ledger;
    organisation: string;
    evidenceLog: EvidenceLog;
    matters: Matters;
    store: RecordStore;
    log: Log;
  }) {
    this.#ledger = options.ledger;
    this.#organisation = options.organisation;
    this.#evidenceLog = options.evidenceLog;
    this.#matters = options.matters;
    this.#store = options.store;
    this.#positions = new JsonRecords(options.store, `${options.organisation}/log-follower`, position);
    this.#log = options.log;
  }

  start(): void {
    this.#running = this.#follow();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#events?.return?.();
    await this.#running;
  }

  async #follow(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#readFrom((await this.#positions.get('latest'))?.value);
        return; // the ledger was closed
      } catch (error) {
        this.#complain(error);
        await pause();
      }
    }
  }

  async #readFrom(after: Position | undefined): Promise<void> {
    this.#events = this.#ledger.events(after)[Symbol.asyncIterator]();
    let recording: Promise<void>[] = [];
    let entries = 0;
    for (;;) {
      const next = await this.#events.next();
      if (next.done === true) break;
      const event = next.value;
      const matters = (await this.#matters[`${event.contract}.${event.name}`]?.(event)) ?? [];
      if (matters.length > 0) recording.push(this.#record(matters));
      entries += matters.length;
      if (entries < MOST_AT_ONCE && Date.now() - this.#noted < NOTED_EVERY) continue;
      await Promise.all(recording);
      [recording, entries] = [[], 0];
      await this.#note(event.position);
    }
    await Promise.all(recording);
  }

  /** Until they are recorded, or this ends: then they are recorded at the next start. */
  async #record(matters: readonly LogMatter[]): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#evidenceLog.recordAll(matters);
        return;
      } catch (error) {
        this.#complain(error);
        await pause();
      }
    }
  }

  async #note({ height, index }: Position): Promise<void> {
    if (this.#stopped) return; // something may be missing
    await this.#store.write([this.#positions.put('latest', { height, index })]);
    this.#noted = Date.now();
  }

  #complain(error: unknown): void {
    const fault = faultFields(error);
    this.#log.error({ organisation: this.#organisation, fault }, 'the evidence log does not follow');
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER).unref());
}
