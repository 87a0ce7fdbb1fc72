import type { Change } from '../store/index.js';
import type { ImportDesk } from './desk.js';
import type { ImportFile } from './import-file.js';

/** Counts of an import while it is issued: one writer, so that each chunk writes the latest. */
export class Tally {
  readonly #desk: ImportDesk;
  #file: ImportFile;

  constructor(desk: ImportDesk, file: ImportFile) {
    this.#desk = desk;
    this.#file = file;
  }

  get file(): ImportFile {
    return this.#file;
  }

  /** The change to be written together with the rows that it counts. */
  count(issued: number, refused: number): Change {
    const { counts } = this.#file;
    const now = {
      ...counts,
      valid: counts.valid - issued - refused,
      issued: counts.issued + issued,
      refused: counts.refused + refused,
    };
    this.#file = { ...this.#file, counts: now };
    const progress = { schema: 1 as const, issued: now.issued, refused: now.refused };
    return this.#desk.progress.put(this.#file.import, progress);
  }
}
