import { PdfError } from '../error.js';
import type { PdfObject } from '../syntax/objects.js';
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

/** An object of one revision, and what was read there. */
export interface Placed {
  readonly revision: number;
  readonly entry: Entry;
  /** The same for every state that has this entry and is this long. */
  known?: { readonly object: PdfObject; readonly end: number };
}

/** Where each object stands after each revision. */
export class Places {
  /** By number, newest first. */
  readonly #placed = new Map<number, Placed[]>();

  constructor(revisions: readonly Revision[]) {
    for (let revision = revisions.length - 1; revision >= 0; revision--)
      for (const { entries } of [...(revisions[revision]?.sections ?? [])].reverse())
        for (const [number, entry] of entries) {
          const known = this.#placed.get(number);
          if (known === undefined) this.#placed.set(number, [{ revision, entry }]);
          else if (known.at(-1)?.revision !== revision) known.push({ revision, entry });
        }
  }

  numbers(): number[] {
    return [...this.#placed.keys()];
  }

  /** The object in the state after the first `count` revisions. */
  of(number: number, count: number): Placed | undefined {
    const all = this.#placed.get(number);
    for (let i = 0; all !== undefined && i < all.length; i++) {
      const placed = all[i];
      if (placed !== undefined && placed.revision < count) return placed;
    }
    return undefined;
  }
}
