import { z } from 'zod';
import { ContractError, type ReadTx } from '../../kernel/index.js';
import { date, identifier, instant, recordId, word } from '../../messages/index.js';
import { query } from '../operation.js';
import { identifiers, type OrganisationRecord } from '../registry/records.js';
import {
  chainOf,
  MINISTRY,
  recognised as heads,
  recognisedBy,
  recognitions,
  type RecognitionRecord,
} from './records.js';
import { recognitionAsOf, whyNotRecognised, type NotRecognised } from './rules.js';

/** One recognition as it is stored. @throws ContractError RECOGNITION_UNKNOWN */
export const recognition = query(z.strictObject({ recognition: recordId }), async (tx, input) => {
  const record = await tx.get(recognitions, input.recognition);
  if (record === undefined) throw new ContractError('RECOGNITION_UNKNOWN', input);
  return record;
});

/**
 * Whether a province recognises a type (and level) of another on a date: by its own word or by the ministry's. When not,
 * the reason is that of the recognition that came nearest to it. With `asOf`: by what the ledger knew at that time.
 * @throws ContractError ORGANISATION_UNKNOWN
 */
export const recognised = query(
  z.strictObject({
    by: identifier,
    of: identifier,
    type: word,
    level: z.exactOptional(word),
    on: date,
    asOf: z.exactOptional(instant),
  }),
  async (tx, { by, of, type, level, on, asOf }) => {
    const own = chainOf(await organisationOf(tx, by), await organisationOf(tx, of), type);
    let reason: NotRecognised = 'NONE';
    for (const chain of [own, MINISTRY + own.slice(2)]) {
      for await (const stored of history(tx, chain)) {
        const record = asOf === undefined ? stored : recognitionAsOf(stored, asOf);
        if (record === undefined) continue;
        const why = whyNotRecognised(record, level, on);
        if (why === undefined) return { recognised: true, recognition: record.recognition.recognition };
        if (NEARNESS.indexOf(why) > NEARNESS.indexOf(reason)) reason = why;
      }
    }
    return { recognised: false, reason };
  },
);

/**
 * What a province or the ministry recognised, the latest first, at most `limit` (1 to 100) from `from` on; `next`, when there
 * are more, is where to go on.
 * @throws ContractError ORGANISATION_UNKNOWN, RECOGNITION_UNKNOWN
 */
export const recognitionsQuery = query(
  z.strictObject({ by: identifier, from: z.exactOptional(recordId), limit: z.int().min(1).max(100) }),
  async (tx, { by, from, limit }) => {
    await organisationOf(tx, by);
    const found: RecognitionRecord[] = [];
    let id = from ?? (await tx.get(recognisedBy, by))?.latest;
    while (id !== undefined && found.length < limit) {
      const record: RecognitionRecord | undefined = await tx.get(recognitions, id);
      if (record?.recognition.by !== by) throw new ContractError('RECOGNITION_UNKNOWN', { recognition: id });
      found.push(record);
      id = record.before;
    }
    return { recognitions: found, ...(id !== undefined && { next: id }) };
  },
);

async function organisationOf(tx: ReadTx, organisation: string): Promise<OrganisationRecord> {
  const record = await tx.get(identifiers, organisation);
  if (record?.kind !== 'organisation') throw new ContractError('ORGANISATION_UNKNOWN', { organisation });
  return record;
}

/** From the farthest reason to the nearest. */
const NEARNESS: readonly NotRecognised[] = ['NONE', 'OTHER_LEVEL', 'NOT_YET', 'EXPIRED', 'WITHDRAWN'];

/** The recognitions of a chain, the latest first. */
async function* history(tx: ReadTx, chain: string): AsyncGenerator<RecognitionRecord> {
  let id = (await tx.get(heads, chain))?.latest;
  while (id !== undefined) {
    const record: RecognitionRecord | undefined = await tx.get(recognitions, id);
    if (record !== undefined) yield record;
    id = record?.previous;
  }
}
