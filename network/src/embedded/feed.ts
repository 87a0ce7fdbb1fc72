import type { LedgerEvent, Position } from '../ledger.js';
import type { StoredBlock } from './moment.js';

/** What a feed reads from: blocks up to the head, and a bell that rings for each new one and for the end. */
export interface FeedSource {
  /** The head's height, -1 when there is no block, undefined when the ledger is closed. */
  height(): number | undefined;
  block(height: number): Promise<StoredBlock>;
  readonly bell: Bell;
}

/** Wakes whoever waits. */
export class Bell {
  #waiting: (() => void)[] = [];

  wait(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  ring(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}

/** Events after a position, those stored first, then each as its block becomes durable, until the ledger closes. */
export function feed(source: FeedSource, after?: Position): AsyncIterable<LedgerEvent> {
  return {
    [Symbol.asyncIterator]() {
      const reader = { stopped: false };
      const events = follow(source, reader, after ?? { height: 0, index: -1 });
      return {
        next: () => events.next(),
        return: () => {
          reader.stopped = true;
          source.bell.ring();
          return events.return(undefined);
        },
      };
    },
  };
}

async function* follow(
  source: FeedSource,
  reader: { readonly stopped: boolean },
  after: Position,
): AsyncGenerator<LedgerEvent, undefined> {
  for (let height = after.height; !reader.stopped;) {
    const head = source.height();
    if (head === undefined) return;
    if (height > head) {
      await source.bell.wait();
      continue;
    }
    for (const event of eventsOf(await source.block(height))) {
      const { position } = event;
      if (position.height > after.height || position.index > after.index) yield event;
    }
    height++;
  }
}

function eventsOf({ signed, commands }: StoredBlock): LedgerEvent[] {
  const { height } = signed.header;
  return commands.flatMap(({ txId, index, time, contract, event }) =>
    event === undefined ? [] : [{ position: { height, index }, txId, index, time, contract, ...event }],
  );
}
