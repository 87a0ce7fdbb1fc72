import {
  registry,
  registryRules,
  recognitionRules,
  schema,
  type schemaRecords,
} from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import { dateInChina } from '@renxin/chaincode/messages';
import { namedSchemas, type NamedSchema } from '@renxin/credentials/schema';
import type { Ledger } from '@renxin/network';
import type {
  AccreditationView,
  accreditationList,
  organisationList,
  organisationView,
  recognitionRule,
  recognitionRules as rulesAnswer,
  schemaList,
  schemaView,
} from '@renxin/wallets/api';
import type { z } from 'zod';
import { bookAsOf, bookOf, chainOf, type Accreditation, type Book, type Recognition } from './book.js';

/** What anybody may read of the registry, now or as the ledger had it at a past time. */

/** How many entries one answer holds. */
const PAGE = 200;

export interface Asked {
  /** By what the ledger knew at this time; left out: knows now. */
  readonly asOf?: string | undefined;
  /** For which day it is asked whether something holds; left out: the day of `asOf`. */
  readonly on?: string | undefined;
  readonly after?: string | undefined;
}

interface Moment {
  readonly book: Book;
  readonly asOf: string;
  readonly on: string;
}

/** The registry at the time that is asked about. */
export async function momentOf(ledger: Ledger, now: Date, { asOf, on }: Asked): Promise<Moment> {
  const book = await bookOf(ledger);
  const time = asOf ?? now.toISOString();
  return {
    book: asOf === undefined ? book : bookAsOf(book, asOf),
    asOf: time,
    on: on ?? dateInChina(time),
  };
}

export async function accreditationsOf(
  ledger: Ledger,
  now: Date,
  asked: Asked & { readonly organisation?: string | undefined; readonly type?: string | undefined },
): Promise<z.infer<typeof accreditationList>> {
  const { book, asOf, on } = await momentOf(ledger, now, asked);
  const found = [...book.accreditations.values()].filter(
    ({ organisation, type }) =>
      (asked.organisation ?? organisation) === organisation && (asked.type ?? type) === type,
  );
  const { page, next } = paged(found, ({ id }) => id, asked.after);
  const accreditations = page.map((record) => viewOf(book, record, on));
  return { asOf, on, accreditations, ...(next !== undefined && { next }) };
}

/** Of the name, by what the ledger has now. @throws ContractError ACCREDITATION_UNKNOWN */
export async function accreditationOf(ledger: Ledger, now: Date, id: string): Promise<AccreditationView> {
  const { book, on } = await momentOf(ledger, now, {});
  const record = book.accreditations.get(id);
  if (record === undefined) throw new ContractError('ACCREDITATION_UNKNOWN', { id });
  return viewOf(book, record, on);
}

function viewOf(book: Book, record: Accreditation, on: string): AccreditationView {
  const { id, organisation, type, regions, from, until, accreditedAt } = record;
  const { by, under, withdrawn, withdrawnBefore, states = [] } = record;
  const chain = chainOf(book, id);
  // It holds when it does in any of its regions: outside of them nobody asks.
  const why = chain === undefined ? undefined : registryRules.whyChainBroken(chain, regions[0] ?? '', on);
  return {
    accreditation: id,
    organisation,
    name: book.organisations.get(organisation)?.name ?? organisation,
    type,
    regions,
    from,
    until,
    accreditedAt,
    ...(by !== undefined && { by }),
    ...(under !== undefined && { under }),
    ...(withdrawn !== undefined && { withdrawn }),
    ...(withdrawnBefore !== undefined && { withdrawnBefore }),
    states,
    holds: chain !== undefined && why === undefined,
    ...(why !== undefined && { reason: why.reason, fails: why.accreditation }),
  };
}

export async function rulesOf(
  ledger: Ledger,
  now: Date,
  asked: Asked & {
    readonly by?: string | undefined;
    readonly of?: string | undefined;
    readonly type?: string | undefined;
  },
): Promise<z.infer<typeof rulesAnswer>> {
  const { book, asOf, on } = await momentOf(ledger, now, asked);
  const found = [...book.recognitions.values()].filter(
    ({ recognition: { by, of, type } }) =>
      (asked.by ?? by) === by && (asked.of ?? of) === of && (asked.type ?? type) === type,
  );
  const { page, next } = paged(found, ({ recognition }) => recognition.recognition, asked.after);
  return { asOf, on, rules: page.map((each) => ruleOf(each, on)), ...(next !== undefined && { next }) };
}

function ruleOf(record: Recognition, on: string): z.infer<typeof recognitionRule> {
  const { recognition, recognisedAt, withdrawn, withdrawnBefore } = record;
  const reason = recognitionRules.whyNotRecognised(record, recognition.levels?.[0], on);
  return {
    ...recognition,
    recognisedAt,
    ...(withdrawn !== undefined && { withdrawn }),
    ...(withdrawnBefore !== undefined && { withdrawnBefore }),
    holds: reason === undefined,
    ...(reason !== undefined && { reason }),
  };
}

export async function organisationsOf(
  ledger: Ledger,
  now: Date,
  asked: Asked,
): Promise<z.infer<typeof organisationList>> {
  const { book, asOf } = await momentOf(ledger, now, asked);
  const organisations = [...book.organisations.values()].map((record) => ({
    organisation: record.identifier,
    name: record.name,
    role: record.role,
    region: record.region,
    state: record.states.at(-1)?.state ?? 'suspended',
  }));
  return { asOf, organisations };
}

/** With every key that it had by then. @throws ContractError ORGANISATION_UNKNOWN */
export async function organisationOf(
  ledger: Ledger,
  now: Date,
  organisation: string,
  { asOf }: Asked,
): Promise<z.infer<typeof organisationView>> {
  const { book } = await momentOf(ledger, now, { asOf });
  const record = book.organisations.get(organisation);
  if (record === undefined) throw new ContractError('ORGANISATION_UNKNOWN', { organisation });
  const { name, role, region, since, states, keys } = record;
  const stored = await ledger.evaluate(registry.operations['assertion-keys'], { identifier: organisation });
  const all = { schema: 1 as const, ...stored };
  const assertionKeys =
    asOf === undefined ? stored.keys : (registryRules.assertionKeysAsOf(all, asOf)?.keys ?? []);
  return { organisation, name, role, region, since, states, keys, assertionKeys };
}

/** Schemas of the platform and of the ledger, by type and version. */
export async function schemasOf(
  ledger: Ledger,
  now: Date,
  { asOf }: Asked,
): Promise<z.infer<typeof schemaList>> {
  const here = new Map(namedSchemas().map((named) => [named.sm3, named]));
  const schemas: z.infer<typeof schemaView>[] = [];
  for await (const record of registeredSchemas(ledger, asOf)) {
    const { schema: name, type, version } = record.registered;
    schemas.push({ ...named(name, type, version, here.get(name)), ...saidOf(record) });
    here.delete(name);
  }
  if (asOf === undefined)
    for (const each of here.values())
      schemas.push(named(each.sm3, each.definition.word, each.definition.version, each));
  schemas.sort((a, b) => (a.type === b.type ? a.version - b.version : a.type < b.type ? -1 : 1));
  return { asOf: asOf ?? now.toISOString(), schemas };
}

export async function* registeredSchemas(ledger: Ledger, asOf?: string) {
  let from: string | undefined;
  do {
    const page: { schemas: schemaRecords.SchemaRecord[]; next?: string } = await ledger.evaluate(
      schema.operations.schemas,
      { limit: 100, ...(asOf !== undefined && { asOf }), ...(from !== undefined && { from }) },
    );
    yield* page.schemas;
    from = page.next;
  } while (from !== undefined);
}

function named(
  name: string,
  type: string,
  version: number,
  here: NamedSchema | undefined,
): z.infer<typeof schemaView> {
  if (here === undefined) return { schema: name, type, version };
  const { definition, reference } = here;
  const fields = Object.entries(definition.fields).map(([field, { label, required, sensitivity }]) => ({
    name: field,
    label,
    required,
    sensitivity,
  }));
  return { schema: name, type, version, id: reference.id, label: definition.label, fields };
}

function saidOf({ by, registeredAt: at, superseded, retired }: schemaRecords.SchemaRecord) {
  return {
    registered: { by, at },
    ...(superseded !== undefined && { superseded }),
    ...(retired !== undefined && { retired }),
  };
}

function paged<T>(
  found: readonly T[],
  nameOf: (each: T) => string,
  after: string | undefined,
): { readonly page: readonly T[]; readonly next: string | undefined } {
  const sorted = found.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const rest = after === undefined ? sorted : sorted.filter((each) => nameOf(each) > after);
  const page = rest.slice(0, PAGE);
  const last = page.at(-1);
  return { page, next: rest.length > PAGE && last !== undefined ? nameOf(last) : undefined };
}
