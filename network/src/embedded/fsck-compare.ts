import { sameBytes } from '../proof/merkle.js';
import { FsckFault, type FsckCode } from './fsck-fault.js';
import { kinds, META, rangeOf, type Kind } from './keys.js';
import type { Range, Store, StoreView } from './store.js';

/**
 * Compares every stored record, page and index with what the replay made, and finds what belongs to no block. Returns
 * the number of records.
 * @throws FsckFault
 */
export async function compareStored(stored: StoreView, scratch: Store): Promise<number> {
  const again = scratch.view();
  try {
    const records = await compareKind(stored, again, 'record', 'RECORD_DIFFERS');
    await compareKind(stored, again, 'page', 'PAGE_DIFFERS');
    await compareKind(stored, again, 'history', 'INDEX_DIFFERS');
    await compareKind(stored, again, 'tx', 'INDEX_DIFFERS');
    for (const range of strangeRanges()) await assertNothing(stored, range);
    return records;
  } finally {
    await again.close();
  }
}

async function compareKind(stored: StoreView, again: StoreView, kind: Kind, code: FsckCode): Promise<number> {
  const expected = again.entries(rangeOf(kind))[Symbol.asyncIterator]();
  let count = 0;
  try {
    for await (const [key, bytes] of stored.entries(rangeOf(kind))) {
      const { value } = (await expected.next()) as { value: readonly [string, Uint8Array] | undefined };
      if (value === undefined || key < value[0]) throw new FsckFault('ENTRY_UNKNOWN', { key });
      if (key !== value[0] || !sameBytes(bytes, value[1])) throw new FsckFault(code, { key: value[0] });
      count++;
    }
    const { value } = (await expected.next()) as { value: readonly [string, Uint8Array] | undefined };
    if (value !== undefined) throw new FsckFault(code, { key: value[0] });
    return count;
  } finally {
    await expected.return?.();
  }
}

/** Between the kinds there is nothing. */
function strangeRanges(): Range[] {
  const known = [...kinds.map(rangeOf), { from: META, to: `${META}\0` }].sort((a, b) =>
    a.from < b.from ? -1 : 1,
  );
  const between: Range[] = [];
  let from = '';
  for (const range of known) {
    between.push({ from, to: range.from });
    from = range.to;
  }
  return [...between, { from }];
}

async function assertNothing(view: StoreView, range: Range): Promise<void> {
  for await (const [key] of view.entries({ ...range, limit: 1 }))
    throw new FsckFault('ENTRY_UNKNOWN', { key });
}
