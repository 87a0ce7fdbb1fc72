/**
 * Where a log lies. One step of a log is a commit with a number; the numbers of a store have no gap and no number is
 * given twice, so that of two writers one loses (docs/formats/evidence-log.md). Every implementation passes
 * archive/test/log/store-suite.ts.
 *
 * Anything that fails rejects with LogError LOG_UNAVAILABLE; what was asked has then happened or not.
 */
export interface LogStore {
  /** Numbers of the commits that are kept, ascending; the last one is the head. Empty for a new log. */
  commits(): Promise<readonly number[]>;
  /** @throws LogError LOG_CORRUPT when there is none */
  readCommit(number: number): Promise<Uint8Array>;
  /** Puts the bytes of a commit aside, durable when it resolves; they count for nothing yet. */
  stage(number: number, bytes: Uint8Array): Promise<void>;
  /**
   * Makes what this store staged under the number the head, durable when it resolves.
   * @throws LogError LOG_FENCED when a commit with this or a higher number is there: another writer took over
   */
  swap(number: number): Promise<void>;
  /** Makes a tile visible; it is durable only after `settle`. The same path always gets the same bytes. */
  publish(path: string, bytes: Uint8Array): Promise<void>;
  /** Replaces the checkpoint that readers see, unless a commit with a higher number than this is there. */
  publishCheckpoint(number: number, bytes: Uint8Array): Promise<void>;
  /** Makes published tiles durable, and drops the partial ones that they replace. */
  settle(paths: readonly string[]): Promise<void>;
  /** Drops commits below the number, whose tiles are settled; never the head. */
  forget(below: number): Promise<void>;
  /** A published tile; undefined when there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
}
