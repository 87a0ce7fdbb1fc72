import { fromBase64url } from '@renxin/chaincode/canonical';
import { certificate as contract } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import type { MessageBody } from '@renxin/chaincode/messages';
import { commitment } from '@renxin/seal/crypto';
import { regionOf, signAsProvince } from '../certificates/desk.js';
import { typeNamed } from '../certificates/subject.js';
import { StoreError } from '../store/index.js';
import { chunkKey, type ImportDesk } from './desk.js';
import { entriesOf, keptBefore, type Entry, type Kept } from './entries.js';
import type { ImportChunk } from './import-file.js';
import { keep, takeBack } from './keeping.js';
import { batchOf } from './names.js';
import type { Row } from './rows.js';
import type { Tally } from './tally.js';

/**
 * Issues the valid rows of a chunk: credentials signed and kept, then the ledger, then the outcome. After a crash the same
 * call finds what was kept, makes the same message of it, and the ledger answers the same: no row twice, none lost.
 * @param rows of the file; not needed for what was kept before
 * @throws ContractError what refuses all rows, of which nothing is kept then; LedgerError, StoreError: call it again
 */
export async function issueChunk(
  desk: ImportDesk,
  tally: Tally,
  number: number,
  rows: readonly Row[],
): Promise<void> {
  const key = chunkKey(tally.file.import, number);
  for (;;) {
    const chunk = (await desk.chunks.get(key))?.value;
    if (chunk === undefined) throw new StoreError('STORE_CORRUPT');
    const known = await keptBefore(desk, tally.file, chunk);
    const entries = known?.entries ?? entriesOf(desk, tally.file, chunk, rows);
    if (entries.length === 0) return;
    const kept = known ?? (await keep(desk, tally.file, key, chunk, entries));
    if ('refused' in kept) await refuse(desk, tally, key, chunk, kept.refused);
    else if (await isCommitted(desk, tally, key, chunk, kept)) return;
  }
}

/** @returns false when one row was refused and taken back: the others go again */
async function isCommitted(
  desk: ImportDesk,
  tally: Tally,
  key: string,
  chunk: ImportChunk,
  kept: Kept,
): Promise<boolean> {
  const { certificates: provinces } = desk;
  const body = await messageOf(desk, tally, key, kept);
  const signature = await signAsProvince(provinces, 'certificate/issue-batch', body);
  const input = { body, issuer: signature, province: signature };
  let done;
  try {
    done = await provinces.ledger.submit(contract.operations['issue-batch'], input); // the commit point
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    await takeBack(desk, key, chunk, kept);
    const { certificate: named } = error.members;
    const bad = kept.entries.find(({ certificate }) => certificate === named);
    if (bad === undefined) throw error;
    await refuse(desk, tally, key, chunk, new Map([[bad.row, error.code]]));
    return false;
  }
  const { at, height, time } = done;
  const issued = new Set(kept.entries.map(({ row }) => row));
  const outcomes = chunk.rows.map((each) =>
    issued.has(each.row) ? { ...each, outcome: 'issued' as const } : each,
  );
  await provinces.store.write([
    provinces.batches.put(body.batch, { ...at, height, time }),
    desk.chunks.put(key, { schema: 1, rows: outcomes }),
    tally.count(issued.size, 0),
  ]);
  await provinces.statusLists.noteIssued(kept.files.map(({ status }) => status));
  return true;
}

/** The same for the same files. */
async function messageOf(
  desk: ImportDesk,
  { file }: Tally,
  key: string,
  { at, entries, files }: Kept,
): Promise<MessageBody<'certificate/issue-batch'>> {
  const { organisation, provider } = desk.certificates;
  return {
    batch: batchOf(desk, key),
    issuer: organisation,
    province: organisation,
    type: file.type,
    credentialSchema: typeNamed(file.type).sm3,
    region: await regionOf(desk.certificates),
    at,
    certificates: files.map(({ certificate, holder, issuedOn, status, opening }, i) => {
      const [salt, digest] = [opening.salt, opening.digest].map(
        (text) => fromBase64url(text) ?? new Uint8Array(),
      );
      const validUntil = entries[i]?.subject.validUntil;
      return {
        certificate,
        holder,
        credential: commitment(provider, salt ?? new Uint8Array(), digest ?? new Uint8Array()),
        issuedOn,
        ...(validUntil !== undefined && { validUntil }),
        status,
      };
    }),
  };
}

async function refuse(
  desk: ImportDesk,
  tally: Tally,
  key: string,
  { rows }: ImportChunk,
  refused: ReadonlyMap<Entry['row'], string>,
): Promise<void> {
  const outcomes = rows.map((each) => {
    const code = refused.get(each.row);
    return code === undefined ? each : { row: each.row, outcome: 'refused' as const, faults: [{ code }] };
  });
  await desk.certificates.store.write([
    desk.chunks.put(key, { schema: 1, rows: outcomes }),
    tally.count(0, refused.size),
  ]);
}
