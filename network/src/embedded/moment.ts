import {
  canonicalBytes,
  fromBase64url,
  parseCanonical,
  toBase64url,
  type Json,
} from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { LedgerError, type TxPosition } from '../ledger.js';
import type {
  CommandRecord,
  EmbeddedConsistencyProof,
  EmbeddedCommandProof,
  SignedHeader,
  EmbeddedStateProof,
} from '../proof/format.js';
import {
  inclusionPath,
  leafHash,
  MerkleTree,
  rootFromInclusion,
  sameBytes,
  type MerkleHash,
} from '../proof/merkle.js';
import { commandRecord, parseProof, signedHeader } from '../proof/schemas.js';
import type { Head } from './head.js';
import { historyNodes } from './history.js';
import { commandKey, commandsOf, headerKey, txKey } from './keys.js';
import type { StateMap } from './state-map.js';
import type { Reader, StoreView } from './store.js';

export interface StoredBlock {
  readonly signed: SignedHeader;
  readonly commands: readonly CommandRecord[];
}

/**
 * The ledger as of its latest durable block. Everything that is read is checked against that block's header: records by
 * the state root, blocks by the history and their commands' root. What does not fit is LEDGER_CORRUPT.
 */
export class Moment {
  readonly view: StoreView;
  readonly head: Head | undefined;
  readonly #map: StateMap;
  readonly #provider: CryptoProvider;
  readonly #hash: MerkleHash;
  readonly #trees: RecentTrees;
  #readers = 1;

  constructor(
    view: StoreView,
    head: Head | undefined,
    parts: { map: StateMap; provider: CryptoProvider; trees: RecentTrees },
  ) {
    this.view = view;
    this.head = head;
    this.#map = parts.map;
    this.#provider = parts.provider;
    this.#hash = (bytes) => parts.provider.hash('SM3', bytes);
    this.#trees = parts.trees;
  }

  /** Each reader holds the view open until it lets go; the ledger lets go when the next block is durable. */
  hold(): this {
    this.#readers++;
    return this;
  }

  async release(): Promise<void> {
    this.#readers--;
    if (this.#readers === 0) await this.view.close();
  }

  /** A record's bytes, or undefined when there is none. */
  record(key: string): Uint8Array | undefined {
    return this.#map.record(this.view, this.#root, key);
  }

  /** @throws LedgerError LEDGER_TX_UNKNOWN when there is no such block */
  header(height: number): SignedHeader {
    const head = this.#head;
    const size = head.signed.header.height;
    if (!Number.isSafeInteger(height) || height < 0 || height > size) {
      throw new LedgerError('LEDGER_TX_UNKNOWN');
    }
    return height === size ? head.signed : this.#earlierHeader(height, head.signed);
  }

  async block(height: number): Promise<StoredBlock> {
    const signed = this.header(height);
    const commands: CommandRecord[] = [];
    const leaves: Uint8Array[] = [];
    for await (const [, bytes] of this.view.entries(commandsOf(height))) {
      leaves.push(leafHash(this.#hash, bytes));
      commands.push(readStored(() => parseProof(commandRecord, bytes)));
    }
    const tree = new MerkleTree(this.#hash, leaves);
    if (leaves.length !== signed.header.commands.count) throw new LedgerError('LEDGER_CORRUPT');
    if (toBase64url(tree.root) !== signed.header.commands.root) throw new LedgerError('LEDGER_CORRUPT');
    this.#trees.keep(height, tree);
    return { signed, commands };
  }

  async proveCommand({ txId, index }: TxPosition): Promise<EmbeddedCommandProof> {
    const height = this.#heightOf(txId);
    const signed = this.header(height);
    if (signed.header.txId !== txId) throw new LedgerError('LEDGER_CORRUPT');
    if (!Number.isSafeInteger(index) || index < 0 || index >= signed.header.commands.count) {
      throw new LedgerError('LEDGER_TX_UNKNOWN');
    }
    const tree = this.#trees.of(height) ?? (await this.#readTree(height));
    const bytes = this.view.get(commandKey(height, index));
    if (bytes === undefined || !sameBytes(leafHash(this.#hash, bytes), tree.leaf(index))) {
      throw new LedgerError('LEDGER_CORRUPT');
    }
    const command = readStored(() => parseProof(commandRecord, bytes));
    const path = tree.path(index).map(toBase64url);
    return { kind: 'renxin-embedded-command-proof', schema: 1, signed, command, path };
  }

  proveRecord(collection: string, id: string): EmbeddedStateProof {
    const { signed } = this.#head;
    const key = `${collection}:${id}`;
    const bytes = this.record(key);
    const value: Json = bytes === undefined ? null : parseCanonical(bytes);
    const place = this.#map.keyHash(key);
    const pages = this.#map.pagesTo(this.view, this.#root, place).map(toBase64url);
    return {
      kind: 'renxin-embedded-state-proof',
      schema: 1,
      signed,
      collection,
      id,
      keyHash: toBase64url(place),
      value,
      pages,
    };
  }

  proveConsistency(earlierHeight: number, laterHeight?: number): EmbeddedConsistencyProof {
    const later = this.header(laterHeight ?? this.#head.signed.header.height);
    const earlier = this.header(earlierHeight);
    const size = later.header.height;
    if (earlierHeight > size) throw new LedgerError('LEDGER_TX_UNKNOWN');
    const path =
      earlierHeight === size ? [] : inclusionPath(this.#hash, earlierHeight, size, historyNodes(this.view));
    const kind = 'renxin-embedded-consistency-proof';
    return { kind, schema: 1, earlier, later, path: path.map(toBase64url) };
  }

  get #head(): Head {
    if (this.head === undefined) throw new LedgerError('LEDGER_TX_UNKNOWN');
    return this.head;
  }

  get #root(): Uint8Array {
    return this.head?.state ?? this.#map.emptyRoot;
  }

  #earlierHeader(height: number, later: SignedHeader): SignedHeader {
    const bytes = this.view.get(headerKey(height));
    if (bytes === undefined) throw new LedgerError('LEDGER_CORRUPT');
    const signed = readStored(() => parseProof(signedHeader, bytes));
    const leaf = leafHash(this.#hash, this.#provider.hash('SM3', canonicalBytes(signed.header)));
    if (!isInHistory(this.#hash, this.view, leaf, height, later)) throw new LedgerError('LEDGER_CORRUPT');
    return signed;
  }

  #heightOf(txId: string): number {
    const bytes = /^[0-9a-f]{32}$/.test(txId) ? this.view.get(txKey(txId)) : undefined;
    if (bytes === undefined) throw new LedgerError('LEDGER_TX_UNKNOWN');
    return Number(new TextDecoder().decode(bytes));
  }

  async #readTree(height: number): Promise<MerkleTree> {
    await this.block(height);
    const tree = this.#trees.of(height);
    if (tree === undefined) throw new LedgerError('LEDGER_CORRUPT');
    return tree;
  }
}

/** The command trees of the blocks that were used last: a command is usually proven right after its block. */
export class RecentTrees {
  readonly #trees = new Map<number, MerkleTree>();

  of(height: number): MerkleTree | undefined {
    return this.#trees.get(height);
  }

  keep(height: number, tree: MerkleTree): void {
    this.#trees.delete(height);
    this.#trees.set(height, tree);
    if (this.#trees.size > 64) this.#trees.delete(this.#trees.keys().next().value ?? -1);
  }
}

/** Recomputes the later header's history root through the leaf. */
function isInHistory(
  hash: MerkleHash,
  view: Reader,
  leaf: Uint8Array,
  height: number,
  later: SignedHeader,
): boolean {
  const stored = historyNodes(view);
  const path = inclusionPath(hash, height, later.header.height, stored);
  const root = rootFromInclusion(hash, leaf, height, later.header.height, path);
  return root !== undefined && same(root, fromBase64url(later.header.history) ?? new Uint8Array());
}

function same(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && sameBytes(a, b);
}

/** What was stored was in form; when it no longer is, the disk or somebody changed it. */
function readStored<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new LedgerError('LEDGER_CORRUPT', { cause: error });
  }
}
