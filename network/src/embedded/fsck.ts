import type { Contracts } from '@renxin/chaincode/kernel';
import type { PublicKey } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LedgerError } from '../ledger.js';
import { ledgerOfMeta } from './chain.js';
import { compareStored } from './fsck-compare.js';
import { FsckFault, type FsckCode } from './fsck-fault.js';
import { Replay } from './fsck-replay.js';
import { META, rangeOf } from './keys.js';
import { openLevelStore } from './level-store.js';
import type { Store } from './store.js';

export interface FsckOptions {
  readonly contracts: Contracts;
  readonly provider: CryptoProvider;
  /** Whose signatures stand for the ledger; without it, the key of block 0. */
  readonly operators?: readonly PublicKey[];
  /** Called after each block. */
  readonly onProgress?: (progress: FsckProgress) => void;
  /** Where the state is built again; the system's directory for temporary files unless given. */
  readonly scratch?: string;
}

export interface FsckProgress {
  readonly blocks: number;
  readonly commands: number;
}

export interface FsckReport extends FsckProgress {
  readonly sound: boolean;
  /** The ledger's name, when the directory says one. */
  readonly ledger: string | undefined;
  readonly records: number;
  /** The latest block that was found sound. */
  readonly head: { readonly height: number; readonly hash: string } | undefined;
  /** The first fault. */
  readonly fault?: FsckFinding;
}

export interface FsckFinding {
  readonly code: FsckCode;
  readonly height?: number;
  readonly index?: number;
  readonly key?: string;
}

/**
 * Proves a ledger's directory: every header and signature, every command's place, the history, and by executing every
 * command again every state root; in the end every stored record, page and index. Memory stays flat: the state is built
 * in a temporary LevelDB.
 * @throws LedgerError LEDGER_LOCKED while a process has the ledger open
 */
export async function fsck(directory: string, options: FsckOptions): Promise<FsckReport> {
  const blank: FsckReport = {
    sound: false,
    ledger: undefined,
    blocks: 0,
    commands: 0,
    records: 0,
    head: undefined,
  };
  let store: Store;
  try {
    await access(join(directory, 'CURRENT'));
    store = await openLevelStore(directory, { create: false });
  } catch (error) {
    if (error instanceof LedgerError && error.code === 'LEDGER_LOCKED') throw error;
    return { ...blank, fault: { code: 'DATABASE_UNREADABLE' } };
  }
  try {
    return await withScratch(options.scratch ?? tmpdir(), (scratch) =>
      proveStore(store, scratch, blank, options),
    );
  } finally {
    await store.close();
  }
}

async function proveStore(
  store: Store,
  scratch: Store,
  blank: FsckReport,
  options: FsckOptions,
): Promise<FsckReport> {
  const view = store.view();
  let replay: Replay | undefined;
  const found = (): FsckReport => ({ ...blank, ...replay?.found });
  try {
    const ledger = ledgerOfMeta(view.get(META));
    if (ledger === undefined) throw new FsckFault('LEDGER_UNNAMED');
    replay = new Replay(ledger, view, scratch, options);
    for await (const [key, bytes] of view.entries(rangeOf('header'))) {
      await replay.block(key, bytes);
      options.onProgress?.({ blocks: replay.found.blocks, commands: replay.found.commands });
    }
    await replay.end();
    const records = await compareStored(view, scratch);
    return { ...found(), records, sound: true };
  } catch (error) {
    return { ...found(), fault: findingOf(error) };
  } finally {
    await replay?.close();
    await view.close();
  }
}

function findingOf(error: unknown): FsckFinding {
  if (error instanceof FsckFault) return { code: error.code, ...error.place };
  if (error instanceof LedgerError && error.code !== 'LEDGER_CORRUPT') throw error;
  if (error instanceof LedgerError) return { code: 'DATABASE_UNREADABLE' };
  throw error;
}

async function withScratch<T>(parent: string, use: (scratch: Store) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(parent, 'renxin-fsck-'));
  try {
    const scratch = await openLevelStore(directory, { durable: false });
    try {
      return await use(scratch);
    } finally {
      await scratch.close();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
