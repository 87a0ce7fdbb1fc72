import { z } from 'zod';
import type { JsonObject } from '../../canonical/index.js';
import { ContractError, type ReadTx } from '../../kernel/index.js';
import { date, identifier, instant, recordId, region, word } from '../../messages/index.js';
import { query } from '../operation.js';
import { accreditationOn } from './accreditation-on.js';
import { assertionKeysAsOf, identifierAsOf } from './as-of.js';
import { assertionKeysAt } from './assertion-keys.js';
import { DID, didDocument, didDocumentMetadata, didVersions, type DidVersion } from './did.js';
import { keyAt } from './keys.js';
import {
  accreditations,
  assertionKeys,
  changes as decided,
  foundings,
  governances,
  identifiers,
  ONLY,
  type AccreditationRecord,
  type AssertionKeysRecord,
  type ChangeRecord,
  type IdentifierRecord,
} from './records.js';

/** The founding record. @throws ContractError LEDGER_NOT_FOUNDED */
export const founding = query(z.strictObject({}), async (tx) => {
  const record = await tx.get(foundings, ONLY);
  if (record === undefined) throw new ContractError('LEDGER_NOT_FOUNDED');
  return record;
});

/** Who decides now, and the number of the next change. @throws ContractError LEDGER_NOT_FOUNDED */
export const governance = query(z.strictObject({}), async (tx) => {
  const record = await tx.get(governances, ONLY);
  if (record === undefined) throw new ContractError('LEDGER_NOT_FOUNDED');
  return record;
});

/** Decided changes by their numbers, oldest first, at most 100; `next` is the number after the last one there is. */
export const changesQuery = query(
  z.strictObject({ from: z.int().min(1), limit: z.int().min(1).max(100) }),
  async (tx, { from, limit }) => {
    const record = await tx.get(governances, ONLY);
    if (record === undefined) throw new ContractError('LEDGER_NOT_FOUNDED');
    const changes: ChangeRecord[] = [];
    for (let sequence = from; sequence < Math.min(from + limit, record.next); sequence++) {
      const found = await tx.get(decided, String(sequence));
      if (found !== undefined) changes.push(found);
    }
    return { changes, next: record.next };
  },
);

/** The record of an identifier as it is stored, with all its keys. @throws ContractError IDENTIFIER_UNKNOWN */
export const identifierQuery = query(z.strictObject({ identifier }), (tx, input) =>
  recordOf(tx, input.identifier),
);

/** The key in force at a time. @throws ContractError IDENTIFIER_UNKNOWN, KEY_NOT_ACTIVE */
export const keyAtQuery = query(z.strictObject({ identifier, time: instant }), async (tx, input) =>
  keyAt(await recordOf(tx, input.identifier), input.time),
);

/** All assertion keys of an organisation with their periods. @throws ContractError IDENTIFIER_UNKNOWN */
export const assertionKeysQuery = query(z.strictObject({ identifier }), async (tx, { identifier: id }) => {
  await recordOf(tx, id);
  return { identifier: id, keys: (await tx.get(assertionKeys, id))?.keys ?? [] };
});

/** The assertion keys that were in force at a time. @throws ContractError IDENTIFIER_UNKNOWN */
export const assertionKeysAtQuery = query(
  z.strictObject({ identifier, time: instant }),
  async (tx, { identifier: id, time }) => {
    await recordOf(tx, id);
    return { identifier: id, keys: [...assertionKeysAt(await tx.get(assertionKeys, id), time)] };
  },
);

/**
 * The DID document of an identifier of this ledger: now, as it stood at a time that is not to come, or in a version.
 * @throws ContractError IDENTIFIER_UNKNOWN, also when it had no document then
 */
export const resolve = query(
  z.strictObject({
    did: z.string().regex(DID),
    asOf: z.exactOptional(instant),
    version: z.exactOptional(z.string().regex(/^[1-9]\d{0,3}(?:\.\d{1,4}){0,2}$/)),
  }),
  async (tx, { did, asOf, version }) => {
    const [, ledger, id = ''] = DID.exec(did) ?? [];
    if (ledger !== tx.ledger) throw new ContractError('IDENTIFIER_UNKNOWN', { did });
    const stored = await recordOf(tx, id);
    const keys = await tx.get(assertionKeys, id);
    if (asOf === undefined && version === undefined) return described(tx.ledger, stored, keys);
    if (asOf !== undefined && asOf > tx.time) throw new ContractError('IDENTIFIER_UNKNOWN', { did });
    const versions = didVersions(stored, keys);
    const at = versions.findLastIndex(
      ({ versionId, from }) => (version ?? versionId) === versionId && from <= (asOf ?? from),
    );
    const found = versions[at];
    const record = found === undefined ? undefined : identifierAsOf(stored, found.from);
    if (found === undefined || record === undefined) throw new ContractError('IDENTIFIER_UNKNOWN', { did });
    return described(tx.ledger, record, assertionKeysAsOf(keys, found.from), versions[at + 1]);
  },
);

function described(
  ledger: string,
  record: IdentifierRecord,
  keys: AssertionKeysRecord | undefined,
  next?: DidVersion,
) {
  return {
    didDocument: didDocument(ledger, record, keys),
    didDocumentMetadata: didDocumentMetadata(record, keys, next),
  } satisfies JsonObject;
}

/** One accreditation as it is stored. @throws ContractError ACCREDITATION_UNKNOWN */
export const accreditation = query(z.strictObject({ id: recordId }), async (tx, { id }) => {
  const record = await tx.get(accreditations, id);
  if (record === undefined) throw new ContractError('ACCREDITATION_UNKNOWN', { id });
  return record;
});

/**
 * Whether an organisation was accredited for a type in a region on a date. When not, the reason is that of the
 * accreditation that came nearest to it. With `asOf`: by what the ledger knew at that time.
 * @throws ContractError ORGANISATION_UNKNOWN
 */
export const accredited = query(
  z.strictObject({ organisation: identifier, type: word, region, on: date, asOf: z.exactOptional(instant) }),
  async (tx, { organisation, type, region, on, asOf }) => {
    const holder = await tx.get(identifiers, organisation);
    if (holder?.kind !== 'organisation') throw new ContractError('ORGANISATION_UNKNOWN', { organisation });
    return accreditationOn(tx, holder, type, region, on, asOf);
  },
);

/**
 * What a province gave under an accreditation of its own, the latest first, at most `limit` (1 to 100) from `from` on;
 * `next`, when there are more, is where to go on.
 * @throws ContractError ACCREDITATION_UNKNOWN
 */
export const delegations = query(
  z.strictObject({ under: recordId, from: z.exactOptional(recordId), limit: z.int().min(1).max(100) }),
  async (tx, { under, from, limit }) => {
    const above = await tx.get(accreditations, under);
    if (above === undefined) throw new ContractError('ACCREDITATION_UNKNOWN', { id: under });
    const given: AccreditationRecord[] = [];
    let id = from ?? above.delegated;
    while (id !== undefined && given.length < limit) {
      const record: AccreditationRecord | undefined = await tx.get(accreditations, id);
      if (record?.under !== under) throw new ContractError('ACCREDITATION_UNKNOWN', { id });
      given.push(record);
      id = record.sibling;
    }
    return { delegations: given, ...(id !== undefined && { next: id }) };
  },
);

async function recordOf(tx: ReadTx, id: string): Promise<IdentifierRecord> {
  const record = await tx.get(identifiers, id);
  if (record === undefined) throw new ContractError('IDENTIFIER_UNKNOWN', { identifier: id });
  return record;
}
