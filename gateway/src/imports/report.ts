import type { ImportFile } from './import-file.js';
import type { RowFault } from './judge.js';

/** Rows that a finding names. */
const FIRST = 10;
/** Codes that a report lists; there are fewer. */
const MOST = 64;

/** What was found, by code. */
export class Report {
  readonly #findings = new Map<string, { rows: number; first: number[] }>();

  add(row: number, faults: readonly RowFault[]): void {
    for (const code of new Set(faults.map((fault) => fault.code))) {
      const known = this.#findings.get(code) ?? { rows: 0, first: [] };
      known.rows++;
      if (known.first.length < FIRST) known.first.push(row);
      this.#findings.set(code, known);
    }
  }

  /** The most frequent first. */
  findings(): ImportFile['report'] {
    return [...this.#findings]
      .map(([code, { rows, first }]) => ({ code, rows, first: [...first] }))
      .toSorted((a, b) => b.rows - a.rows)
      .slice(0, MOST);
  }
}
