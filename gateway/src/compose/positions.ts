import { z } from 'zod';
import { Refusal } from '../problem/index.js';
import { JsonRecords, type RecordStore } from '../store/index.js';
import type { Positions } from './base.js';

const position = z.strictObject({ txId: z.string(), index: z.int() });

/** The first position under a name is kept for good. */
export function positionsOf(store: RecordStore, organisation: string): Positions {
  const records = new JsonRecords(store, `${organisation}/ledger-position`, position);
  return {
    async of(name) {
      const known = await records.get(name);
      if (known === undefined) throw new Refusal('IDENTIFIER_UNKNOWN');
      return known.value;
    },
    async keep(name, at) {
      const known = await records.get(name);
      if (known === undefined) await store.write([records.put(name, { txId: at.txId, index: at.index })]);
    },
  };
}
