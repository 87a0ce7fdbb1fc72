import { PdfError } from '../error.js';
import type { Entry, Section } from './cross-references.js';

/** One state of the file: everything up to `end` is a complete PDF. */
export interface Revision {
  /** Behind `%%EOF`; the end of line that may follow belongs to it as well. */
  readonly mark: number;
  readonly end: number;
  /** Oldest first. */
  readonly sections: readonly Section[];
}

/** True when a part of the file of this length ends with the revision. */
export function endsWith({ mark, end }: Revision, length: number): boolean {
  return length >= mark && length <= end;
}

/**
 * Each section is one revision, newest first in `sections`. Only the first revision may have two that stand the other way
 * round: a linearised file (ISO 32000-2 annex F).
 */
export function revisionsOf(sections: readonly Section[]): Revision[] {
  const revisions: Revision[] = [];
  for (let i = sections.length - 1; i >= 0; i--) {
    const section = sections[i];
    const newer = sections[i - 1];
    if (section === undefined) continue;
    if (newer !== undefined && newer.offset < section.offset) {
      if (revisions.length > 0) throw new PdfError('PDF_XREF', 'revisions out of order');
      revisions.push({
        mark: Math.max(section.mark, newer.mark),
        end: Math.max(section.end, newer.end),
        sections: [section, newer],
      });
      i--;
    } else revisions.push({ mark: section.mark, end: section.end, sections: [section] });
  }
  for (const [i, { end, sections: own }] of revisions.entries()) {
    const before = revisions[i - 1];
    if (before !== undefined && (end <= before.end || own.some(({ offset }) => offset < before.end)))
      throw new PdfError('PDF_XREF', 'revisions out of order');
  }
  return revisions;
}

/** Where each object stands after each revision. */
export class Places {
  /** By number, newest first. */
  readonly #entries = new Map<number, { readonly revision: number; readonly entry: Entry }[]>();

  constructor(revisions: readonly Revision[]) {
    for (let revision = revisions.length - 1; revision >= 0; revision--)
      for (const { entries } of [...(revisions[revision]?.sections ?? [])].reverse())
        for (const [number, entry] of entries) {
          const known = this.#entries.get(number);
          if (known === undefined) this.#entries.set(number, [{ revision, entry }]);
          else if (known.at(-1)?.revision !== revision) known.push({ revision, entry });
        }
  }

  numbers(): number[] {
    return [...this.#entries.keys()];
  }

  /** The object's entry in the state after the first `count` revisions. */
  of(number: number, count: number): Entry | undefined {
    return this.#entries.get(number)?.find(({ revision }) => revision < count)?.entry;
  }
}
