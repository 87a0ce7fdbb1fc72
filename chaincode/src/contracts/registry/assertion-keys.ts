import { ContractError } from '../../kernel/index.js';
import type { AssertionKey } from '../../messages/index.js';
import { isSame } from '../same.js';
import type { AssertionKeyPeriod, AssertionKeysRecord } from './records.js';

/** The assertion keys of an organisation: several may be in force at once, and none comes back. */

/** @throws ContractError KEY_CHANGE_OUT_OF_SEQUENCE */
export function assertionKeyAdded(
  record: AssertionKeysRecord | undefined,
  identifier: string,
  sequence: number,
  key: AssertionKey,
  time: string,
): AssertionKeysRecord {
  const keys = record?.keys ?? [];
  if (sequence !== keys.length + 1) {
    throw new ContractError('KEY_CHANGE_OUT_OF_SEQUENCE', { next: keys.length + 1 });
  }
  return { schema: 1, identifier, keys: [...keys, { sequence, key, from: time }] };
}

/** The key ends now; what it signed before stays signed. A key that ended keeps its end. */
export function assertionKeyRevoked(
  record: AssertionKeysRecord,
  sequence: number,
  time: string,
): AssertionKeysRecord {
  const keys = record.keys.map((each) =>
    each.sequence === sequence && each.until === undefined ? { ...each, until: time } : each,
  );
  return { ...record, keys };
}

/** The period of exactly this key under exactly this number. */
export function assertionKey(
  record: AssertionKeysRecord | undefined,
  sequence: number,
  key: AssertionKey,
): AssertionKeyPeriod | undefined {
  return record?.keys.find((each) => each.sequence === sequence && isSame(each.key, key));
}

/** Those in force at a time: `from` is included, `until` is not. */
export function assertionKeysAt(
  record: AssertionKeysRecord | undefined,
  time: string,
): readonly AssertionKeyPeriod[] {
  return (record?.keys ?? []).filter(
    ({ from, until }) => from <= time && (until === undefined || time < until),
  );
}
