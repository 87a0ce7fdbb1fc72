import { canonical, fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import { processRecord, processRules, type certificateRecords } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import { commitment } from '@renxin/seal/crypto';
import type { processRequest, processWarnings, ProcessView } from '@renxin/wallets/api';
import type { z } from 'zod';
import { Refusal } from '../problem/index.js';
import { recordOf, sm3OfJson, type Asker, type CertificateDesk } from './desk.js';

/** Training and assessment: put down when it happens, shown to the person, missed behind a certificate. */

/**
 * What happened is kept first, with the salt that opens the ledger's commitment; the same again finds it.
 * @throws Refusal NOT_ENTITLED, NOT_ISSUING_PROVINCE, COMMITMENT_MISMATCH, PROCESS_EVENT_EXISTS; what the rules refuse
 */
export async function processRecorded(
  desk: CertificateDesk,
  asker: Asker,
  { event: given, content, opening }: z.infer<typeof processRequest>,
): Promise<{ event: string; at: string }> {
  const { body } = given;
  if (body.by !== asker.identifier) throw new Refusal('NOT_ENTITLED');
  if (body.province !== desk.organisation) throw new Refusal('NOT_ISSUING_PROVINCE');
  const digest = sm3OfJson(desk, content);
  const salt = fromBase64url(opening.salt) ?? new Uint8Array();
  const fits =
    opening.digest === toBase64url(digest) && commitment(desk.provider, salt, digest) === body.content;
  if (!fits) throw new Refusal('COMMITMENT_MISMATCH');
  const key = `${body.holder}:${body.event}`;
  const file = { schema: 1 as const, event: body, content, opening };
  const before = await desk.processes.get(key);
  if (before !== undefined && canonical(before.value) !== canonical(file))
    throw new Refusal('PROCESS_EVENT_EXISTS');
  if (before === undefined) await desk.store.write([desk.processes.put(key, file, 0)]);
  try {
    const { result } = await desk.ledger.submit(processRecord.operations.record, given); // the commit point
    return result;
  } catch (error) {
    if (error instanceof ContractError && before === undefined)
      await desk.store.write([desk.processes.delete(key)]);
    throw error;
  }
}

/** What is good by every rule and still to be asked about. */
export function warningsAbout(record: certificateRecords.CertificateRecord): string[] {
  const code = processRules.processWarning(record);
  return code === undefined ? [] : [code];
}

/** One's own, the earliest first. */
export async function processesOf(desk: CertificateDesk, asker: Asker): Promise<ProcessView[]> {
  const { records } = await desk.processes.list({ prefix: `${asker.identifier}:`, limit: 1000 });
  return records
    .map(({ value: { event, content, opening } }) => {
      const { event: name, kind, by, type, on } = event;
      return { event: name, kind, by, type, on, content, opening };
    })
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

/** Certificates that are looked at for one page. */
const PAGE = 200;

/** Certificates of this province that nobody was examined for, for who oversees the issuers. */
export async function processesMissing(
  desk: CertificateDesk,
  after: string | undefined,
): Promise<z.infer<typeof processWarnings>> {
  const page = await desk.files.list({ limit: PAGE, ...(after !== undefined && { after }) });
  const found = await Promise.all(
    page.records.map(async ({ value: { certificate, type, issuer, issuedOn } }) => {
      const record = await recordOf(desk, certificate);
      const code = record === undefined ? undefined : processRules.processWarning(record);
      return code === undefined ? [] : [{ certificate, type, issuer, issuedOn, code }];
    }),
  );
  return { certificates: found.flat(), ...(page.next !== undefined && { next: page.next }) };
}
