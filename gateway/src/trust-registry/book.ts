import {
  recognition,
  registry,
  registryRules,
  recognitionRules,
  type recognitionRecords,
  type registryRecords,
} from '@renxin/chaincode/contracts';
import type { Ledger } from '@renxin/network';

export type Organisation = registryRecords.OrganisationRecord;
export type Accreditation = registryRecords.AccreditationRecord;
export type Recognition = recognitionRecords.RecognitionRecord;

/** What the ledger has of who may issue what and whose certificates count where. */
export interface Book {
  readonly organisations: ReadonlyMap<string, Organisation>;
  readonly accreditations: ReadonlyMap<string, Accreditation>;
  readonly recognitions: ReadonlyMap<string, Recognition>;
}

/**
 * The whole registry as the ledger has it. Read again when the ledger has grown: what is given was begun to be read at the
 * height that the ledger has now.
 */
export async function bookOf(ledger: Ledger): Promise<Book> {
  const height = await ledger.height();
  const known = latest.get(ledger);
  if (known !== undefined && known.height === height) return known.book;
  const asked = { height, book: read(ledger) };
  latest.set(ledger, asked);
  asked.book.catch(() => {
    if (latest.get(ledger) === asked) latest.delete(ledger);
  });
  return asked.book;
}

const latest = new WeakMap<Ledger, { readonly height: number | undefined; readonly book: Promise<Book> }>();

/** The same as the ledger had it at a time (ISO 8601). */
export function bookAsOf(book: Book, asOf: string): Book {
  return {
    organisations: mapped(book.organisations, (each) => registryRules.organisationAsOf(each, asOf)),
    accreditations: mapped(book.accreditations, (each) => registryRules.accreditationAsOf(each, asOf)),
    recognitions: mapped(book.recognitions, (each) => recognitionRules.recognitionAsOf(each, asOf)),
  };
}

function mapped<T>(all: ReadonlyMap<string, T>, change: (each: T) => T | undefined): Map<string, T> {
  const kept = new Map<string, T>();
  for (const [id, each] of all) {
    const changed = change(each);
    if (changed !== undefined) kept.set(id, changed);
  }
  return kept;
}

/** An accreditation with its organisation, and the one above it; undefined when one of them is not there. */
export function chainOf(book: Book, id: string): registryRules.AccreditationChain | undefined {
  const links: { record: Accreditation; organisation: Organisation }[] = [];
  for (let next: string | undefined = id; next !== undefined;) {
    const record = book.accreditations.get(next);
    const organisation = record === undefined ? undefined : book.organisations.get(record.organisation);
    if (record === undefined || organisation === undefined) return undefined;
    links.push({ record, organisation });
    next = record.under;
  }
  return links;
}

const { operations } = registry;

async function read(ledger: Ledger): Promise<Book> {
  const { founding } = await ledger.evaluate(operations.founding, {});
  const ids = founding.founders.map(({ id }) => id);
  const accredited: string[] = [];
  for await (const change of decidedChanges(ledger)) {
    if (change.kind === 'enrol') ids.push(change.organisation.id);
    if (change.kind === 'accredit') accredited.push(change.accreditation.id);
  }
  const organisations = new Map<string, Organisation>();
  for (const identifier of ids) {
    const record = await ledger.evaluate(operations.identifier, { identifier });
    if (record.kind === 'organisation') organisations.set(identifier, record);
  }
  const accreditations = new Map<string, Accreditation>();
  for (const id of accredited) {
    const record = await ledger.evaluate(operations.accreditation, { id });
    accreditations.set(id, record);
    if (record.delegated === undefined) continue;
    for await (const given of givenUnder(ledger, id)) accreditations.set(given.id, given);
  }
  const recognitions = new Map<string, Recognition>();
  for (const { identifier: by, role } of organisations.values()) {
    if (role !== 'province' && role !== 'ministry') continue;
    for await (const each of recognisedBy(ledger, by)) recognitions.set(each.recognition.recognition, each);
  }
  return { organisations, accreditations, recognitions };
}

async function* decidedChanges(ledger: Ledger) {
  for (let from = 1; ;) {
    const { changes, next } = await ledger.evaluate(operations.changes, { from, limit: 100 });
    for (const { change } of changes) yield change;
    from += 100;
    if (from >= next) return;
  }
}

async function* givenUnder(ledger: Ledger, under: string) {
  let from: string | undefined;
  do {
    const page: { delegations: Accreditation[]; next?: string } = await ledger.evaluate(
      operations.delegations,
      { under, limit: 100, ...(from !== undefined && { from }) },
    );
    yield* page.delegations;
    from = page.next;
  } while (from !== undefined);
}

async function* recognisedBy(ledger: Ledger, by: string) {
  let from: string | undefined;
  do {
    const page: { recognitions: Recognition[]; next?: string } = await ledger.evaluate(
      recognition.operations.recognitions,
      { by, limit: 100, ...(from !== undefined && { from }) },
    );
    yield* page.recognitions;
    from = page.next;
  } while (from !== undefined);
}
