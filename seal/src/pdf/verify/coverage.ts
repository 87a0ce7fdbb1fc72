import { fail, pass, type Check } from '../../verify/check.js';
import type { PdfDocument } from '../structure/document.js';
import { endsWith } from '../structure/revisions.js';
import type { PdfSignature } from '../structure/signatures.js';
import { ForbiddenChange, type ChangeCode, type Changes } from './change.js';
import { changesOf } from './changes.js';

export type CoverageCode = 'BYTE_RANGE' | 'COVERAGE' | ChangeCode;

/** What each revision did to the one before; the first did nothing. */
export type History = readonly (Changes | ForbiddenChange)[];

/** @param states every revision as a document of its own, oldest first; @throws PdfError */
export function historyOf(states: readonly PdfDocument[]): History {
  return states.map((state, i) => {
    const before = states[i - 1];
    if (before === undefined) return { signed: [], validationData: false, metadata: false };
    try {
      return changesOf(before, state);
    } catch (error) {
      if (error instanceof ForbiddenChange) return error;
      throw error;
    }
  });
}

/**
 * The revision that a signature covers: all of its bytes but Contents, which stands exactly in the gap and came with this
 * revision. Undefined for anything else.
 */
export function coveredRevision(document: PdfDocument, signature: PdfSignature): number | undefined {
  const [a, b, c, d] = signature.byteRange;
  const { start, end } = signature.place;
  if (a !== 0 || b !== start || c !== end) return undefined;
  const index = document.revisions.findIndex((revision) => endsWith(revision, c + d));
  const before = document.revisions[index - 1]?.end ?? 0;
  return index >= 0 && start >= before ? index : undefined;
}

/** Step `byte-range`: the signature covers one whole revision, and its value stands in it as it stands now. */
export function checkByteRange(
  document: PdfDocument,
  states: readonly PdfDocument[],
  signature: PdfSignature,
): Check<'byte-range', CoverageCode> {
  const index = coveredRevision(document, signature);
  const evidence = { byteRange: signature.byteRange.join(' '), revisions: document.revisions.length };
  const state = index === undefined ? undefined : states[index];
  if (index === undefined || state === undefined) return fail('byte-range', 'BYTE_RANGE', evidence);
  const { number } = signature.valueRef;
  if (state.placeOf(number) !== document.placeOf(number)) return fail('byte-range', 'COVERAGE', evidence);
  return pass('byte-range', { ...evidence, revision: index + 1 });
}

/** Step `changes`: all that came after the covered revision is allowed. */
export function checkChanges(
  document: PdfDocument,
  history: History,
  signature: PdfSignature,
  signatures: readonly PdfSignature[],
): Check<'changes', CoverageCode> {
  const index = coveredRevision(document, signature);
  if (index === undefined) return fail('changes', 'BYTE_RANGE');
  const later: string[] = [];
  for (const [i, changes] of history.entries()) {
    if (i <= index) continue;
    if (changes instanceof ForbiddenChange)
      return fail('changes', changes.code, { revision: i + 1, object: changes.object });
    for (const field of changes.signed) {
      const own = signatures.find(({ fieldRef }) => fieldRef.number === field.number);
      // Whoever adds a signature must cover what was added with it.
      if (own === undefined || coveredRevision(document, own) !== i)
        return fail('changes', 'CHANGE_FIELD', { revision: i + 1, object: field.number });
      later.push(own.kind);
    }
    if (changes.validationData) later.push('validation-data');
    if (changes.metadata) later.push('metadata');
  }
  const end = document.revisions.at(-1)?.end ?? 0;
  if (end !== document.bytes.length)
    return fail('changes', 'CHANGE_AFTER_LAST', { bytes: document.bytes.length - end });
  return pass('changes', { later });
}
