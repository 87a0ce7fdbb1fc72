/** What the log knows of an entry that it was given lately: its index, or the promise of it. */
export type Known<T> = number | Promise<T>;

const KEPT = 65_536;

/**
 * The latest entries by the hash of their leaf, at least 65,536 of them: whoever appends again after a crash is told
 * the index and makes no second leaf. Two generations, so that nothing is deleted one by one.
 */
export class RecentEntries<T> {
  #young = new Map<string, Known<T>>();
  #old = new Map<string, Known<T>>();

  get(leaf: string): Known<T> | undefined {
    return this.#young.get(leaf) ?? this.#old.get(leaf);
  }

  set(leaf: string, known: Known<T>): void {
    this.#young.set(leaf, known);
    if (this.#young.size < KEPT) return;
    this.#old = this.#young;
    this.#young = new Map();
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
