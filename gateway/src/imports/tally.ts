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
    this.#file = {
      ...this.#file,
      counts: {
        ...counts,
        valid: counts.valid - issued - refused,
        issued: counts.issued + issued,
        refused: counts.refused + refused,
      },
    };
    return this.#desk.files.put(this.#file.import, this.#file);
  }
}
