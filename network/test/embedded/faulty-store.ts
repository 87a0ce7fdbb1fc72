import { openLevelStore } from '../../src/embedded/level-store.js';
import type { OpenStore, Put, Store } from '../../src/embedded/store.js';
import { LedgerError } from '../../src/index.js';

/** What the next write does: fail before or after it reached the disk. */
export type Fault = 'before' | 'after';

/** A store on LevelDB whose writes and openings fail on demand: what a disk does that a test cannot make a disk do. */
export class FaultyStore {
  readonly writes: (readonly Put[])[] = [];
  /** Each write waits for it, so that a test sees what happens meanwhile. */
  gate: Promise<void> | undefined;
  fault: Fault | undefined;
  broken = false;
  /** Lets writes through although the disk is nearly full, so that LevelDB itself runs into its end. */
  heedless = false;

  readonly open: OpenStore = async (directory) => {
    if (this.broken) throw new LedgerError('LEDGER_UNAVAILABLE');
    return this.#wrap(await openLevelStore(directory));
  };

  #wrap(store: Store): Store {
    return {
      view: () => store.view(),
      assertRoom: () => {
        if (!this.heedless) store.assertRoom();
      },
      close: () => store.close(),
      write: async (puts) => {
        await this.gate;
        const { fault } = this;
        this.fault = undefined;
        if (fault === 'before') throw new LedgerError('LEDGER_UNAVAILABLE');
        await store.write(puts);
        this.writes.push(puts);
        if (fault === 'after') throw new LedgerError('LEDGER_UNAVAILABLE');
      },
    };
  }
}
