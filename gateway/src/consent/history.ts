import type { Json } from '@renxin/chaincode/canonical';
import { instant } from '@renxin/chaincode/messages';
import type { Committed, Ledger, LedgerEvent, TxPosition } from '@renxin/network';
import { z } from 'zod';
import { JsonRecords, type RecordStore } from '../store/index.js';

/** One thing that happened to a consent, and where it stands on the ledger. */
export const happened = z.strictObject({
  name: z.string(),
  consent: z.exactOptional(z.string()),
  authorisation: z.exactOptional(z.string()),
  number: z.exactOptional(z.int()),
  version: z.exactOptional(z.int()),
  txId: z.string(),
  height: z.int(),
  index: z.int(),
  time: instant,
});
export type Happened = z.infer<typeof happened>;

const cursor = z.strictObject({ height: z.int(), index: z.int() });
const payload = z.object({
  source: z.string(),
  consent: z.string().optional(),
  subject: z.string().optional(),
  authorisation: z.string().optional(),
  number: z.number().optional(),
  version: z.number().optional(),
});

/**
 * What happened to the consents of one data source, kept from the ledger's events: by consent, and by citizen. It can be
 * lost and made again; a restart goes on where it was.
 */
export class History {
  readonly #ledger: Ledger;
  readonly #store: RecordStore;
  readonly #source: string;
  readonly #byConsent: JsonRecords<typeof happened>;
  readonly #bySubject: JsonRecords<typeof happened>;
  readonly #cursors: JsonRecords<typeof cursor>;
  /** The height that events have come to, and the commands of that height that were seen. */
  #height = -1;
  readonly #seen = new Set<string>();
  /** Own commands whose events have not come yet, with their heights. */
  readonly #expected = new Map<string, number>();
  #waiting: (() => void)[] = [];
  #pending: LedgerEvent[] = [];
  #isFollowing = false;
  #keeping: Promise<void> | undefined;
  #failed: Error | undefined;

  constructor(ledger: Ledger, store: RecordStore, source: string) {
    this.#ledger = ledger;
    this.#store = store;
    this.#source = source;
    this.#byConsent = new JsonRecords(store, `${source}/consent-history`, happened);
    this.#bySubject = new JsonRecords(store, `${source}/consent-access`, happened);
    this.#cursors = new JsonRecords(store, `${source}/consent-cursor`, cursor);
  }

  /** A command that this gateway submitted: reading waits until the history has come to it. */
  expect({ height, at }: Committed<Json>): void {
    const command = commandOf(at);
    if (height > this.#height || (height === this.#height && !this.#seen.has(command)))
      this.#expected.set(command, height);
    this.#follow();
  }

  async of(consent: string): Promise<Happened[]> {
    await this.#settled();
    return this.#list(this.#byConsent, `${consent}:`);
  }

  async ofSubject(subject: string): Promise<Happened[]> {
    await this.#settled();
    return this.#list(this.#bySubject, `${subject}:`);
  }

  async #list(records: JsonRecords<typeof happened>, prefix: string): Promise<Happened[]> {
    const all: Happened[] = [];
    let after: string | undefined;
    do {
      const page = await records.list({ prefix, limit: 1000, ...(after !== undefined && { after }) });
      all.push(...page.records.map(({ value }) => value));
      after = page.next;
    } while (after !== undefined);
    return all;
  }

  /** Resolves when every event up to the last own command is kept. A repeated command makes none: nothing is behind it. */
  async #settled(): Promise<void> {
    this.#follow();
    while (this.#expected.size > 0) {
      if (this.#failed !== undefined) throw this.#failed;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #follow(): void {
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    this.#run().catch((error: unknown) => {
      this.#isFollowing = false;
      this.#fail(error);
    });
  }

  async #run(): Promise<void> {
    this.#failed = undefined;
    const kept = (await this.#cursors.get('cursor'))?.value;
    for await (const event of this.#ledger.events(kept)) {
      this.#pending.push(event);
      this.#keeping ??= this.#keep();
      if (this.#pending.length > 10_000) await this.#keeping;
    }
  }

  /** Keeps what has come, in one write, until nothing is left. */
  async #keep(): Promise<void> {
    try {
      // Never ends within the call that starts it: that one takes down that it runs.
      await Promise.resolve();
      while (this.#pending.length > 0) {
        const events = this.#pending;
        this.#pending = [];
        const last = events.at(-1);
        if (last === undefined) return;
        const own = events.filter(({ contract }) => contract === 'consent');
        const changes = own.flatMap((event) => this.#changesOf(event));
        // Events of other contracts move the cursor only together with one of ours: after a restart they are read again.
        if (changes.length > 0)
          await this.#store.write([...changes, this.#cursors.put('cursor', last.position)]);
        this.#arrive(events);
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#keeping = undefined;
    }
  }

  #changesOf({ name, payload: said, position, txId, index, time }: LedgerEvent) {
    const { source, consent, subject, authorisation, number, version } = payload.parse(said);
    if (source !== this.#source) return [];
    const value: Happened = {
      name,
      txId,
      height: position.height,
      index,
      time,
      ...(consent !== undefined && { consent }),
      ...(authorisation !== undefined && { authorisation }),
      ...(number !== undefined && { number }),
      ...(version !== undefined && { version }),
    };
    const place = `${padded(position.height)}:${padded(position.index)}`;
    const about = consent ?? name;
    return [
      this.#byConsent.put(`${about}:${place}`, value),
      ...(subject === undefined ? [] : [this.#bySubject.put(`${subject}:${place}`, value)]),
    ];
  }

  /** Events come in the order of their heights: what is expected lower down has come, or makes none. */
  #arrive(events: readonly LedgerEvent[]): void {
    for (const { position, ...command } of events) {
      if (position.height > this.#height) {
        this.#height = position.height;
        this.#seen.clear();
      }
      this.#seen.add(commandOf(command));
      this.#expected.delete(commandOf(command));
    }
    for (const [command, height] of this.#expected) if (height < this.#height) this.#expected.delete(command);
    this.#wake();
  }

  #fail(error: unknown): void {
    this.#failed = error instanceof Error ? error : new Error('not kept', { cause: error });
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}

function commandOf({ txId, index }: TxPosition): string {
  return `${txId}:${index}`;
}

function padded(number: number): string {
  return String(number).padStart(12, '0');
}
