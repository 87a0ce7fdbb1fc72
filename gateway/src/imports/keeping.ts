import { canonicalBytes, toBase64url, toHex } from '@renxin/chaincode/canonical';
import { unsignedCredential } from '@renxin/wallets/e-certificate';
import { fileBytes, MOST_OF_PERSON, type CertificateFile } from '../certificates/certificate-file.js';
import { regionOf, type SignedCredential } from '../certificates/desk.js';
import { numberKey } from '../certificates/issuing.js';
import { StoreError, type Change } from '../store/index.js';
import type { ImportDesk } from './desk.js';
import type { Entry, Kept, KeptFile } from './entries.js';
import type { ImportChunk, ImportFile } from './import-file.js';
import { batchOf } from './names.js';

/** Rows that cannot be kept, and why. */
export interface Refused {
  readonly refused: ReadonlyMap<number, string>;
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
    const holders = await holdersOf(desk, entries);
    const files = await signedFiles(desk, file, key, entries, holders);
    const at = desk.certificates.clock().toISOString();
    try {
      return await desk.certificates.turns.take('people', () =>
        write(desk, key, { ...chunk, preparedAt: at }, { at, entries, files }, holders),
      );
    } catch (error) {
      // Somebody else took a number, or met the same person first: from the beginning, without that row.
      if (!(error instanceof StoreError) || error.code !== 'STORE_CONFLICT') throw error;
      const taken = await takenNumbers(desk, entries);
      if (taken.size > 0) return { refused: taken };
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
  const { organisation, people, files, numbers, store } = certificates;
  await certificates.turns.take('people', async () => {
    const changes: Change[] = [desk.chunks.put(key, { schema: 1, rows })];
    for (const [person, theirs] of byPerson(entries)) {
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
  const { organisation, holders, random } = certificates;
  const found = new Map<string, { identifier: string; isNew: boolean }>();
  for (const { person } of entries) {
    if (found.has(person)) continue;
    const known = (await holders.get(person))?.value;
    const identifier = known?.identifier ?? `h-${organisation}-${toHex(random(12))}`;
    found.set(person, { identifier, isNew: known === undefined });
  }
  return found;
}

/** A certificate's file as it is kept, and the bytes of it. */
type SignedFile = KeptFile & { readonly credential: Uint8Array; readonly bytes: Uint8Array };

async function signedFiles(
  desk: ImportDesk,
  { type }: ImportFile,
  key: string,
  entries: readonly Entry[],
  holders: Holders,
): Promise<SignedFile[]> {
  const { certificates } = desk;
  const { organisation: issuer, ledger, statusLists, clock, random } = certificates;
  const [region, batch, at] = [await regionOf(certificates), batchOf(desk, key), clock().toISOString()];
  const places = await statusLists.places(entries.length);
  const begun = entries.map(({ certificate, subject, person }, i): CertificateFile => {
    const holder = holders.get(person)?.identifier ?? '';
    const [status, { issuedOn }] = [places[i]!, subject];
    return { ...{ schema: 1, certificate, issuer, holder, type, region, issuedOn, status, batch } };
  });
  const signed = await certificates.signAll(
    begun.map(({ certificate, holder, status }, i) => {
      const credentialStatus = statusLists.entries(status);
      const named = { ledger: ledger.name, certificate, issuer, holder, credentialStatus, at };
      return unsignedCredential(type, entries[i]!.claims, named);
    }),
  );
  const salts = random(32 * begun.length);
  return begun.map((file, i) => {
    const salt = salts.subarray(32 * i, 32 * (i + 1));
    return signedFile(file, signed[i]!, entries[i]!.subject.certificateNo, toBase64url(salt));
  });
}

function signedFile(
  file: CertificateFile,
  { canonical, sm3 }: SignedCredential,
  number: string,
  salt: string,
): SignedFile {
  const { certificate, holder, issuedOn, status } = file;
  const digest = toBase64url(sm3);
  const opening = { salt, digest };
  const bytes = fileBytes(file, { opening, number, digest }, canonical);
  return { certificate, holder, issuedOn, status, opening, credential: canonical, bytes };
}

async function write(
  desk: ImportDesk,
  key: string,
  chunk: ImportChunk,
  kept: Kept & { readonly files: readonly SignedFile[] },
  holders: Holders,
): Promise<Kept | Refused> {
  const { certificates } = desk;
  const { organisation, people, files, numbers, store, fresh } = certificates;
  const refused = new Map<number, string>();
  const changes: Change[] = [desk.chunks.put(key, chunk)];
  for (const [person, theirs] of byPerson(kept.entries)) {
    const known = await people.get(person);
    const before = known?.value.certificates ?? [];
    const list = [...before, ...theirs.map(({ certificate }) => certificate)];
    if (list.length > MOST_OF_PERSON)
      for (const { row } of theirs.slice(MOST_OF_PERSON - before.length)) refused.set(row, 'HOLDER_FULL');
    else changes.push(people.putBytes(person, canonicalBytes({ certificates: list }), known?.version ?? 0));
    const holder = holders.get(person);
    if (holder?.isNew === true)
      changes.push(
        certificates.holders.putBytes(person, canonicalBytes({ identifier: holder.identifier }), 0),
      );
  }
  if (refused.size > 0) return { refused };
  for (const [i, { certificate, subject }] of kept.entries.entries()) {
    changes.push(files.putBytes(certificate, kept.files[i]!.bytes, 0));
    const number = numberKey(certificates, organisation, subject.certificateNo);
    changes.push(numbers.putBytes(number, canonicalBytes({ certificate }), 0));
  }
  await store.write(changes);
  for (const { certificate, credential } of kept.files) fresh.keep(certificate, credential);
  return kept;
}

function byPerson(entries: readonly Entry[]): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.person);
    if (group === undefined) groups.set(entry.person, [entry]);
    else group.push(entry);
  }
  return groups;
}
