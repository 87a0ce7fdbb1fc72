import { ContractError } from '../../kernel/index.js';
import { plusMilliseconds, type laborContractMessages as messages } from '../../messages/index.js';
import { isSame } from '../same.js';
import { requireTime } from '../times.js';
import type { ContractRecord, LaborContractRecord, SigningRecord } from './records.js';
import { assertKept, assertOpen, assertState, entered, stateDate } from './transition.js';

/** What both parties sign, as one: rules of (record, what was signed before, both messages, time). */

export interface Signing {
  readonly worker: messages.PartySignature;
  readonly employer: messages.PartySignature;
  readonly timestamps: messages.Timestamps;
}

/** The contract and what both signed; the contract is the record itself when nothing changed. */
export interface Signed {
  readonly contract: ContractRecord;
  readonly signing: SigningRecord;
}

/** The clock of the time-stamp authority may be this much behind a signer's, in milliseconds. */
const STAMP_SKEW = 1000;

/**
 * Both signed the locked document and it is time-stamped: the contract is concluded (指引 art. 9).
 * @param before what was signed as amendment 0, if anything
 * @throws ContractError NOT_A_PARTY, CONTRACT_CONCLUDED, CONTRACT_STATE, CONTRACT_VERSION, DOCUMENT_MISMATCH,
 *   DISCLOSURE_MISSING, SIGNATURE_TIME
 */
export function concluded(
  record: LaborContractRecord,
  before: SigningRecord | undefined,
  signing: Signing,
  time: string,
): Signed {
  assertKept(record);
  assertParties(record, signing);
  if (before !== undefined && isSameSigning(before, signing)) return { contract: record, signing: before };
  assertOpen(record, ['LOCKED']);
  const { lock, disclosure } = record;
  if (lock === undefined) throw new ContractError('CONTRACT_STATE', { state: record.state });
  const { version, document } = lock.body;
  assertBoth(signing, { amendment: 0, version, document });
  if (disclosure === undefined || signing.worker.at < disclosure.body.at) {
    throw new ContractError('DISCLOSURE_MISSING');
  }
  assertTimes(signing, lock.recordedAt, time);
  const contract = { ...entered(record, 'CONCLUDED', time), amendment: 0, document };
  return { contract, signing: signingRecord(signing, time) };
}

/**
 * Both signed an amendment (劳动合同法 art. 35): the next number, the next version, a document of its own.
 * @param before what was signed under this number, if anything
 * @throws ContractError NOT_A_PARTY, CONTRACT_STATE, CONTRACT_VERSION, DOCUMENT_MISMATCH, SIGNATURE_TIME
 */
export function amended(
  record: LaborContractRecord,
  before: SigningRecord | undefined,
  signing: Signing,
  time: string,
): Signed {
  assertKept(record);
  assertParties(record, signing);
  if (before !== undefined && isSameSigning(before, signing)) return { contract: record, signing: before };
  assertState(record, ['CONCLUDED']);
  const [amendment, version] = [(record.amendment ?? 0) + 1, record.version + 1];
  const { document } = signing.employer;
  assertBoth(signing, { amendment, version, document });
  if (document === record.document) throw new ContractError('DOCUMENT_MISMATCH');
  assertTimes(signing, stateDate(record, 'CONCLUDED'), time);
  return { contract: { ...record, amendment, version, document }, signing: signingRecord(signing, time) };
}

function assertParties(record: ContractRecord, { worker, employer }: Signing): void {
  for (const [body, role, party] of [
    [worker, 'worker', record.worker],
    [employer, 'employer', record.employer],
  ] as const) {
    if (body.role !== role || body.party !== party)
      throw new ContractError('NOT_A_PARTY', { by: body.party });
    if (body.contract !== record.contract) throw new ContractError('DOCUMENT_MISMATCH');
  }
}

/** Both mean the same document of the same version, and it is the one that is to be signed. */
function assertBoth(
  { worker, employer }: Signing,
  due: { readonly amendment: number; readonly version: number; readonly document: string },
): void {
  for (const body of [worker, employer]) {
    if (body.amendment !== due.amendment || body.version !== due.version) {
      throw new ContractError('CONTRACT_VERSION', { amendment: due.amendment, version: due.version });
    }
    if (body.document !== due.document) throw new ContractError('DOCUMENT_MISMATCH');
  }
}

/** Nobody signed before there was something to sign, the stamp came after both, and nothing lies in the future. */
function assertTimes({ worker, employer, timestamps }: Signing, notBefore: string, time: string): void {
  for (const { at } of [worker, employer, timestamps]) requireTime(at, time, notBefore);
  const last = worker.at < employer.at ? employer.at : worker.at;
  if (timestamps.at < plusMilliseconds(last, -STAMP_SKEW)) {
    throw new ContractError('SIGNATURE_TIME', { at: timestamps.at });
  }
}

function isSameSigning(before: SigningRecord, { worker, employer, timestamps }: Signing): boolean {
  return isSame([before.worker, before.employer, before.timestamps], [worker, employer, timestamps]);
}

function signingRecord({ worker, employer, timestamps }: Signing, time: string): SigningRecord {
  return { schema: 1, worker, employer, timestamps, recordedAt: time };
}
