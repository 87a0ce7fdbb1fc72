import { canonicalBytes, fromBase64url, parseCanonical, toBase64url } from '@renxin/chaincode/canonical';
import type { PublicKey } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { LedgerError } from '../ledger.js';
import { headerEvidence, sameKey } from '../proof/header.js';
import { merkleRoot, sameBytes, type MerkleHash } from '../proof/merkle.js';
import { parseProof, signedHeader } from '../proof/schemas.js';
import type { Block } from './block.js';
import { headOf, type Head } from './head.js';
import { History, historyNodes } from './history.js';
import { headerKey, heightOf, META, rangeOf } from './keys.js';
import { Moment, RecentTrees } from './moment.js';
import { StateMap } from './state-map.js';
import type { OpenStore, Store, StoreView } from './store.js';

export interface ChainOptions {
  readonly directory: string;
  readonly ledger: string;
  readonly operator: PublicKey;
  readonly provider: CryptoProvider;
  readonly openStore: OpenStore;
}

/**
 * The blocks on the disk and their head in memory. After a write that failed the store is opened again, and what it
 * holds then decides whether the block was written; while it cannot be opened, nothing is read or written.
 */
export class Chain {
  readonly map: StateMap;
  readonly history: History;
  readonly #options: ChainOptions;
  readonly #hash: MerkleHash;
  readonly #trees = new RecentTrees();
  #store: Store | undefined;
  #now: Moment | undefined;
  #head: Head | undefined;
  /** A block whose write failed and that may or may not be on the disk. */
  #suspect: Block | undefined;
  #reopening: Promise<void> | undefined;

  private constructor(options: ChainOptions) {
    this.#options = options;
    this.#hash = (bytes) => options.provider.hash('SM3', bytes);
    this.map = new StateMap(this.#hash);
    this.history = new History(this.#hash);
  }

  /** @throws LedgerError LEDGER_LOCKED, LEDGER_UNAVAILABLE, LEDGER_CORRUPT */
  static async open(options: ChainOptions): Promise<Chain> {
    const chain = new Chain(options);
    const { store, head } = await chain.#openStore();
    chain.#head = head;
    chain.#use(store);
    return chain;
  }

  /** The latest durable block. */
  get head(): Head | undefined {
    return this.#head;
  }

  /** The ledger as of its head, held for one reader, who releases it. @throws LedgerError LEDGER_UNAVAILABLE */
  async hold(): Promise<Moment> {
    if (this.#now === undefined) await this.#reopen();
    if (this.#now === undefined) throw new LedgerError('LEDGER_UNAVAILABLE');
    return this.#now.hold();
  }

  /**
   * Resolves when the block is durable; it is the head then.
   * @throws LedgerError LEDGER_UNAVAILABLE when it is certain that the block was not written, LEDGER_OUTCOME_UNKNOWN when
   *   that cannot be told before the store can be opened again
   */
  async append(block: Block): Promise<void> {
    const store = this.#store;
    if (store === undefined) throw new LedgerError('LEDGER_UNAVAILABLE');
    store.assertRoom();
    try {
      await store.write(block.puts);
    } catch (error) {
      await this.#decide(block, error);
      return;
    }
    this.#advance(block);
    await this.#show(store);
  }

  async close(): Promise<void> {
    await this.#reopening?.catch(() => undefined);
    const [store, now] = [this.#store, this.#now];
    this.#store = this.#now = undefined;
    await now?.release();
    await store?.close();
  }

  #advance(block: Block): void {
    this.#head = block.head;
    this.#trees.keep(block.head.signed.header.height, block.tree);
  }

  async #decide(block: Block, cause: unknown): Promise<void> {
    this.#suspect = block;
    const [store, now] = [this.#store, this.#now];
    this.#store = this.#now = undefined;
    await now?.release().catch(() => undefined);
    await store?.close().catch(() => undefined);
    try {
      await this.#reopen();
    } catch {
      throw new LedgerError('LEDGER_OUTCOME_UNKNOWN', { cause });
    }
    if (this.#head !== block.head) throw new LedgerError('LEDGER_UNAVAILABLE', { cause });
  }

  #reopen(): Promise<void> {
    this.#reopening ??= this.#reopenOnce().finally(() => {
      this.#reopening = undefined;
    });
    return this.#reopening;
  }

  async #reopenOnce(): Promise<void> {
    const { store, head } = await this.#openStore();
    const suspect = this.#suspect;
    if (suspect !== undefined && isSame(head, suspect.head)) {
      this.#advance(suspect);
    } else if (!isSame(head, this.#head)) {
      await store.close();
      throw new LedgerError('LEDGER_CORRUPT');
    }
    this.#suspect = undefined;
    this.#use(store);
  }

  #use(store: Store): void {
    this.#store = store;
    this.#now = this.#momentOf(store);
  }

  async #show(store: Store): Promise<void> {
    const before = this.#now;
    this.#now = this.#momentOf(store);
    await before?.release();
  }

  #momentOf(store: Store): Moment {
    const { provider } = this.#options;
    return new Moment(store.view(), this.#head, { map: this.map, provider, trees: this.#trees });
  }

  async #openStore(): Promise<{ store: Store; head: Head | undefined }> {
    const store = await this.#options.openStore(this.#options.directory);
    const view = store.view();
    try {
      await this.#readMeta(store, view);
      return { store, head: await this.#readHead(view) };
    } catch (error) {
      await view.close();
      await store.close();
      throw error instanceof LedgerError ? error : new LedgerError('LEDGER_CORRUPT', { cause: error });
    } finally {
      await view.close();
    }
  }

  async #readMeta(store: Store, view: StoreView): Promise<void> {
    const expected = metaBytes(this.#options.ledger);
    const found = view.get(META);
    if (found === undefined) {
      for await (const _ of view.entries({ from: '', limit: 1 })) throw new LedgerError('LEDGER_CORRUPT');
      await store.write([[META, expected]]);
    } else if (!sameBytes(found, expected)) {
      throw new LedgerError('LEDGER_CORRUPT');
    }
  }

  /** The head is the operator's, and what the next block builds on fits to it. */
  async #readHead(view: StoreView): Promise<Head | undefined> {
    const { ledger, operator, provider } = this.#options;
    for await (const [key, bytes] of view.entries({ ...rangeOf('header'), reverse: true, limit: 1 })) {
      const signed = parseProof(signedHeader, bytes);
      const { header } = headerEvidence(provider, signed);
      const head = headOf(provider, signed);
      const fits =
        header.height === heightOf(key) &&
        header.ledger === ledger &&
        sameKey(signed.operator, operator) &&
        this.#followsStored(view, head) &&
        toBase64url(merkleRoot(this.#hash, header.height, historyNodes(view))) === header.history;
      if (!fits) throw new LedgerError('LEDGER_CORRUPT');
      this.map.pagesTo(view, head.state, new Uint8Array(32));
      return head;
    }
    return undefined;
  }

  #followsStored(view: StoreView, head: Head): boolean {
    const { height, previous } = head.signed.header;
    if (height === 0) return true;
    const bytes = view.get(headerKey(height - 1));
    if (bytes === undefined) return false;
    const before = headOf(this.#options.provider, parseProof(signedHeader, bytes));
    return sameBytes(before.hash, fromBase64url(previous) ?? new Uint8Array());
  }
}

/** What a directory says about itself. */
export function metaBytes(ledger: string): Uint8Array {
  return canonicalBytes({ kind: 'renxin-embedded-ledger', schema: 1, ledger });
}

/** The ledger's name in a directory, or undefined when it is not one of ours. */
export function ledgerOfMeta(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  const { ledger } = parseCanonical(bytes) as { ledger?: unknown };
  return typeof ledger === 'string' && sameBytes(bytes, metaBytes(ledger)) ? ledger : undefined;
}

function isSame(a: Head | undefined, b: Head | undefined): boolean {
  return a === undefined || b === undefined ? a === b : sameBytes(a.hash, b.hash);
}
