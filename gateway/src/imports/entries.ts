import type { JsonObject } from '@renxin/chaincode/canonical';
import type { CertificateFile } from '../certificates/certificate-file.js';
import { keysOf, type Subject } from '../certificates/keys.js';
import { typeNamed } from '../certificates/subject.js';
import { StoreError } from '../store/index.js';
import type { ImportDesk } from './desk.js';
import type { ImportChunk, ImportFile } from './import-file.js';
import { certificateOf } from './names.js';
import type { Row } from './rows.js';

/** A row that is to be issued. */
export interface Entry {
  readonly row: number;
  readonly certificate: string;
  readonly claims: JsonObject;
  readonly subject: Subject;
  /** The person's key in the repository. */
  readonly person: string;
}

/** What the message to the ledger says of a certificate that was signed and kept. */
export type KeptFile = Pick<CertificateFile, 'certificate' | 'holder' | 'issuedOn' | 'status'> & {
  readonly opening: NonNullable<CertificateFile['issued']>['opening'];
};

/** Signed and on the disk: what the message to the ledger is made of, the files in the order of the entries. */
export interface Kept {
  readonly at: string;
  readonly entries: readonly Entry[];
  readonly files: readonly KeptFile[];
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
  const [entries, files]: [Entry[], KeptFile[]] = [[], []];
  for (const { row, outcome } of rows) {
    if (outcome !== 'valid') continue;
    const kept = (await desk.certificates.files.get(certificateOf(desk, file.import, row)))?.value;
    if (kept?.issued === undefined) throw new StoreError('STORE_CORRUPT');
    const { id: _id, ...claims } = kept.issued.credential['credentialSubject'] as JsonObject;
    files.push({ ...kept, opening: kept.issued.opening });
    entries.push(entryOf(desk, file, row, claims));
  }
  return { at: preparedAt, entries, files };
}

function entryOf(desk: ImportDesk, file: ImportFile, row: number, claims: JsonObject): Entry {
  const subject = keysOf(typeNamed(file.type).definition, claims);
  if (subject === undefined) throw new StoreError('STORE_CORRUPT');
  const person = desk.certificates.personKey(subject.citizenNumber);
  return { row, certificate: certificateOf(desk, file.import, row), claims, subject, person };
}
