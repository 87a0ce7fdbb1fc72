import {
  ed25519NoteSigner,
  openLog,
  openPosixStore,
  sm2NoteSigner,
  type Appended,
  type Log,
  type PublishedCheckpoint,
} from '@renxin/archive/log';
import { nativeProvider } from '@renxin/seal/native';
import { generateAssertionSigner, generateSigner, type Activation } from '@renxin/seal/signer';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ORIGIN = 'bench-ledger/logs/bench';
const activation = (at: Date): Activation => ({ id: 'bench', method: 'unattended', at: at.toISOString() });

/** An evidence log as the gateway opens it: SHA-256, both signatures, in a directory of its own. */
export class BenchLog {
  readonly #directory: string;
  readonly #signers = [
    ed25519NoteSigner(nativeProvider, ORIGIN, generateAssertionSigner().signer, activation),
    sm2NoteSigner(nativeProvider, ORIGIN, generateSigner('SM2').signer, activation),
  ];
  #log!: Log;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  static async open(): Promise<BenchLog> {
    const log = new BenchLog(await mkdtemp(join(tmpdir(), 'renxin-bench-log-')));
    await log.#open();
    return log;
  }

  get checkpoint(): PublishedCheckpoint {
    return this.#log.checkpoint;
  }

  get size(): number {
    return this.#log.checkpoint.size;
  }

  append(entry: Uint8Array): Promise<Appended> {
    return this.#log.append(entry);
  }

  inclusions(indices: readonly number[], size: number): Promise<Uint8Array[][]> {
    return this.#log.inclusions(indices, size);
  }

  /** Closes it and opens it again. @returns milliseconds of the opening */
  async reopen(): Promise<number> {
    await this.#log.close();
    const start = performance.now();
    await this.#open();
    return performance.now() - start;
  }

  async remove(): Promise<void> {
    await this.#log.close();
    await rm(this.#directory, { recursive: true, force: true });
  }

  async #open(): Promise<void> {
    this.#log = await openLog({
      store: await openPosixStore(this.#directory),
      origin: ORIGIN,
      hash: 'SHA-256',
      provider: nativeProvider,
      signers: this.#signers,
      clock: () => new Date(),
    });
  }
}
