import { canonicalBytes, toBase64url, toHex, type JsonObject } from '@renxin/chaincode/canonical';
import { unsignedCredential } from '@renxin/wallets/e-certificate';
import { MOST_OF_PERSON, type CertificateFile } from '../certificates/certificate-file.js';
import { regionOf } from '../certificates/desk.js';
import { numberKey } from '../certificates/issuing.js';
import { keysOf, type Subject } from '../certificates/keys.js';
import { typeNamed } from '../certificates/subject.js';
import { StoreError, type Change } from '../store/index.js';
import type { ImportDesk } from './desk.js';
import type { ImportChunk, ImportFile } from './import-file.js';
import { batchOf, certificateOf } from './names.js';
import type { Row } from './rows.js';

/** A row that is to be issued. */
export interface Entry {
  readonly row: number;
  readonly certificate: string;
  readonly claims: JsonObject;
  readonly subject: Subject;
}

/** Signed and on the disk: what the message to the ledger is made of, the files in the order of the entries. */
export interface Kept {
  readonly at: string;
  readonly entries: readonly Entry[];
  readonly files: readonly CertificateFile[];
}

/** Rows that cannot be kept, and why. */
export interface Refused {
  readonly refused: ReadonlyMap<number, string>;
}

/** What a chunk still has to issue, by the rows of the file. They were judged before. */
export function entriesOf(
  desk: ImportDesk,
  file: ImportFile,
  chunk: ImportChunk,
  rows: readonly Row[],
): readonly Entry[] {
  const valid = new Set(chunk.rows.filter(({ outcome }) => outcome === 'valid').map(({ row }) => row));
  return rows.flatMap(({ row, read }) =>
    valid.has(row) && read.ok ? [entryOf(desk, file, row, read.claims)] : [],
  );
}

/** What was kept of this chunk before a crash. */
export async function keptBefore(
  desk: ImportDesk,
  file: ImportFile,
  { rows, preparedAt }: ImportChunk,
): Promise<Kept | undefined> {
  if (preparedAt === undefined) return undefined;
  const [entries, files]: [Entry[], CertificateFile[]] = [[], []];
  for (const { row, outcome } of rows) {
    if (outcome !== 'valid') continue;
    const kept = (await desk.certificates.files.get(certificateOf(desk, file.import, row)))?.value;
    if (kept?.issued === undefined) throw new StoreError('STORE_CORRUPT');
    const { id: _id, ...claims } = kept.issued.credential['credentialSubject'] as JsonObject;
    files.push(kept);
    entries.push(entryOf(desk, file, row, claims));
  }
  return { at: preparedAt, entries, files };
}

/**
 * Signs the credentials and keeps them with the salts that open what the ledger will hold, the numbers and the people's
 * lists, in one write; or keeps nothing and says which rows cannot be.
 */
export async function keep(
  desk: ImportDesk,
  file: ImportFile,
  key: string,
  chunk: ImportChunk,
  entries: readonly Entry[],
): Promise<Kept | Refused> {
  for (;;) {
    const taken = await takenNumbers(desk, entries);
    if (taken.size > 0) return { refused: taken };
    const holders = await holdersOf(desk, entries);
    const files = await signedFiles(desk, file, key, entries, holders);
    const at = desk.certificates.clock().toISOString();
    try {
      return await desk.certificates.turns.take('people', () =>
        write(desk, key, { ...chunk, preparedAt: at }, { at, entries, files }, holders),
      );
    } catch (error) {
      // Somebody else took a number, or met the same person first, in between: from the beginning.
      if (!(error instanceof StoreError) || error.code !== 'STORE_CONFLICT') throw error;
    }
  }
}

/** The rules refused the batch: numbers and people are as before. */
export async function takeBack(
  desk: ImportDesk,
  key: string,
  { rows }: ImportChunk,
  { entries }: Kept,
): Promise<void> {
  const { certificates } = desk;
  const { organisation, people, personKey, files, numbers, store } = certificates;
  await certificates.turns.take('people', async () => {
    const changes: Change[] = [desk.chunks.put(key, { schema: 1, rows })];
    for (const [person, theirs] of groupedBy(entries, ({ subject }) => personKey(subject.citizenNumber))) {
      const gone = new Set(theirs.map(({ certificate }) => certificate));
      const left = (await people.get(person))?.value.certificates.filter((each) => !gone.has(each)) ?? [];
      changes.push(people.put(person, { certificates: left }));
    }
    for (const { certificate, subject } of entries) {
      changes.push(files.delete(certificate));
      changes.push(numbers.delete(numberKey(certificates, organisation, subject.certificateNo)));
    }
    await store.write(changes);
  });
}

function entryOf(desk: ImportDesk, file: ImportFile, row: number, claims: JsonObject): Entry {
  const subject = keysOf(typeNamed(file.type).definition, claims);
  if (subject === undefined) throw new StoreError('STORE_CORRUPT');
  return { row, certificate: certificateOf(desk, file.import, row), claims, subject };
}

async function takenNumbers(
  { certificates }: ImportDesk,
  entries: readonly Entry[],
): Promise<Map<number, string>> {
  const taken = new Map<number, string>();
  for (const { row, subject } of entries) {
    const key = numberKey(certificates, certificates.organisation, subject.certificateNo);
    if ((await certificates.numbers.get(key)) !== undefined) taken.set(row, 'CERTIFICATE_NUMBER_EXISTS');
  }
  return taken;
}

/** The identifiers of the people, by their keys: those who came have one, for the others one is reserved. */
type Holders = ReadonlyMap<string, { readonly identifier: string; readonly isNew: boolean }>;

async function holdersOf({ certificates }: ImportDesk, entries: readonly Entry[]): Promise<Holders> {
  const { organisation, holders, personKey, random } = certificates;
  const found = new Map<string, { identifier: string; isNew: boolean }>();
  for (const { subject } of entries) {
    const person = personKey(subject.citizenNumber);
    if (found.has(person)) continue;
    const known = (await holders.get(person))?.value;
    const identifier = known?.identifier ?? `h-${organisation}-${toHex(random(12))}`;
    found.set(person, { identifier, isNew: known === undefined });
  }
  return found;
}

async function signedFiles(
  desk: ImportDesk,
  file: ImportFile,
  key: string,
  entries: readonly Entry[],
  holders: Holders,
): Promise<CertificateFile[]> {
  const { certificates } = desk;
  const { organisation: issuer, ledger, statusLists, clock, random, personKey } = certificates;
  const region = await regionOf(certificates);
  const batch = batchOf(desk, key);
  const at = clock().toISOString();
  const begun: CertificateFile[] = [];
  for (const { certificate, subject } of entries) {
    const holder = holders.get(personKey(subject.citizenNumber))?.identifier ?? '';
    const status = await statusLists.place();
    const { issuedOn } = subject;
    begun.push({
      ...{ schema: 1, certificate, issuer, holder, type: file.type, region, issuedOn, status, batch },
    });
  }
  const credentials = await certificates.signAll(
    begun.map(({ certificate, holder, status }, i) => {
      const credentialStatus = statusLists.entries(status);
      const named = { ledger: ledger.name, certificate, issuer, holder, credentialStatus, at };
      return unsignedCredential(file.type, entries[i]?.claims ?? {}, named);
    }),
  );
  return begun.map((each, i) => {
    const credential = credentials[i] ?? {};
    const canonical = canonicalBytes(credential);
    certificates.fresh.keep(each.certificate, canonical);
    const digest = toBase64url(certificates.provider.hash('SM3', canonical));
    const opening = { salt: toBase64url(random(32)), digest };
    const number = entries[i]?.subject.certificateNo ?? '';
    return { ...each, issued: { credential, opening, number, digest } };
  });
}

async function write(
  desk: ImportDesk,
  key: string,
  chunk: ImportChunk,
  kept: Kept,
  holders: Holders,
): Promise<Kept | Refused> {
  const { certificates } = desk;
  const { organisation, people, personKey, files, numbers, store } = certificates;
  const refused = new Map<number, string>();
  const changes: Change[] = [desk.chunks.put(key, chunk)];
  for (const [person, theirs] of groupedBy(kept.entries, ({ subject }) => personKey(subject.citizenNumber))) {
    const known = await people.get(person);
    const before = known?.value.certificates ?? [];
    const list = [...before, ...theirs.map(({ certificate }) => certificate)];
    if (list.length > MOST_OF_PERSON)
      for (const { row } of theirs.slice(MOST_OF_PERSON - before.length)) refused.set(row, 'HOLDER_FULL');
    else changes.push(people.put(person, { certificates: list }, known?.version ?? 0));
    const holder = holders.get(person);
    if (holder?.isNew === true)
      changes.push(certificates.holders.put(person, { identifier: holder.identifier }, 0));
  }
  if (refused.size > 0) return { refused };
  for (const [i, { certificate, subject }] of kept.entries.entries()) {
    const file = kept.files[i];
    if (file !== undefined) changes.push(files.put(certificate, file, 0));
    const number = numberKey(certificates, organisation, subject.certificateNo);
    changes.push(numbers.put(number, { certificate }, 0));
  }
  await store.write(changes);
  return kept;
}

function groupedBy<T>(all: readonly T[], keyOf: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const key = keyOf(each);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return groups;
}
