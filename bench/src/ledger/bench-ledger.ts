import type { CryptoProvider } from '@renxin/seal/crypto';
import {
  openEmbeddedLedgerOn,
  openLevelStore,
  type EmbeddedLedger,
  type Put,
  type Store,
} from '@renxin/network/embedded';
import { nativeProvider } from '@renxin/seal/native';
import { generateSigner, type Signer } from '@renxin/seal/signer';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { contracts, operations, signedWriting, type Writing } from './contract.js';

const LEDGER = 'bench-ledger';
const AUTHORS = 64;
const FILL = 500;
/** Blocks whose writes are kept: more would make the collector work for the benchmark. */
const KEPT = 8;

/** A ledger with `records` records and everything on, that keeps what it writes for its peer. */
export interface BenchLedger {
  readonly ledger: EmbeddedLedger;
  readonly records: number;
  readonly provider: CryptoProvider;
  readonly fillSeconds: number;
  /** The writes of the latest blocks. */
  readonly written: (readonly Put[])[];
  /** Writings of random records, each signed by one of many authors. */
  sign(count: number): Promise<Writing[]>;
  remove(): Promise<void>;
}

export async function openBenchLedger(records: number): Promise<BenchLedger> {
  const directory = await mkdtemp(join(tmpdir(), 'renxin-bench-'));
  const written: (readonly Put[])[] = [];
  const ledger = await openEmbeddedLedgerOn(async (at) => recording(await openLevelStore(at), written), {
    directory,
    contracts,
    name: LEDGER,
    caller: 'ministry',
    operator: generateSigner('SM2').signer,
    provider: nativeProvider,
    clock: () => new Date(),
  });
  const start = performance.now();
  await fill(ledger, records);
  const fillSeconds = (performance.now() - start) / 1000;
  await untilIdle();
  written.length = 0;
  const authors = Array.from({ length: AUTHORS }, () => generateSigner('SM2').signer);
  return {
    ledger,
    records,
    provider: nativeProvider,
    fillSeconds,
    written,
    sign: (count) => signWritings(authors, records, count),
    async remove() {
      await ledger.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Eight commands of 500 records stand in one block. */
async function fill(ledger: EmbeddedLedger, records: number): Promise<void> {
  for (let from = 0; from < records; from += 8 * FILL) {
    const parts = Array.from({ length: 8 }, (_, i) => from + i * FILL).filter((part) => part < records);
    await Promise.all(
      parts.map((part) => ledger.submit(operations.fill, { from: part, to: Math.min(part + FILL, records) })),
    );
  }
}

/** Until LevelDB has merged what the filling left, a minute at most. */
async function untilIdle(): Promise<void> {
  for (let i = 0; i < 120; i++) {
    const before = process.cpuUsage();
    await setTimeout(500);
    const { user, system } = process.cpuUsage(before);
    if (user + system < 25_000) return;
  }
}

async function signWritings(authors: readonly Signer[], records: number, count: number): Promise<Writing[]> {
  const writings: Writing[] = [];
  for (let i = 0; i < count; i++) {
    const id = String(Math.floor(Math.random() * records));
    writings.push(await signedWriting(authors[i % authors.length]!, LEDGER, id));
  }
  return writings;
}

function recording(store: Store, written: (readonly Put[])[]): Store {
  return {
    view: () => store.view(),
    assertRoom: () => store.assertRoom(),
    close: () => store.close(),
    write(puts) {
      written.push(puts);
      if (written.length > KEPT) written.shift();
      return store.write(puts);
    },
  };
}
