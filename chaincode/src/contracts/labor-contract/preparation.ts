import { ContractError } from '../../kernel/index.js';
import type { laborContractMessages as messages } from '../../messages/index.js';
import { isSame } from '../same.js';
import { requireTime } from '../times.js';
import { MOST_VERSIONS, type ContractRecord, type LaborContractRecord } from './records.js';
import { assertKept, assertOpen, entered, isTaken } from './transition.js';

/** From the draft to the locked document: rules of (record, message, time). */

/** @throws ContractError CONTRACT_EXISTS for other content under the same name */
export function drafted(
  before: LaborContractRecord | undefined,
  draft: messages.Draft,
  time: string,
): ContractRecord {
  if (before !== undefined) {
    if (before.state !== 'DISPOSED' && isSame(before.draft, draft)) return before;
    throw new ContractError('CONTRACT_EXISTS', { contract: draft.contract });
  }
  const { contract, employer, worker, terms } = draft;
  const states = [{ state: 'DRAFT' as const, at: time }];
  return {
    schema: 1,
    contract,
    employer,
    worker,
    state: 'DRAFT',
    states,
    draft,
    version: 1,
    terms,
    holds: 0,
  };
}

/**
 * What had to be told before signing was told (指引 art. 6).
 * @throws ContractError CONTRACT_CONCLUDED, CONTRACT_STATE, SIGNATURE_TIME
 */
export function disclosed(
  record: LaborContractRecord,
  disclosure: messages.Disclosure,
  time: string,
): ContractRecord {
  assertKept(record);
  if (isTaken(record.disclosure, disclosure)) return record;
  assertOpen(record, ['DRAFT']);
  requireTime(disclosure.at, time, record.states[0]?.at);
  return { ...entered(record, 'DISCLOSED', time), disclosure: { body: disclosure, recordedAt: time } };
}

/**
 * The next version of the terms. A locked document is open again; a signature over it is of no more use.
 * @throws ContractError CONTRACT_CONCLUDED, CONTRACT_STATE, CONTRACT_VERSION
 */
export function revised(
  record: LaborContractRecord,
  revision: messages.Revision,
  time: string,
): ContractRecord {
  assertKept(record);
  if (isTaken(record.revision, revision)) return record;
  assertOpen(record);
  const { version, terms } = revision;
  if (version !== record.version + 1 || version > MOST_VERSIONS) {
    throw new ContractError('CONTRACT_VERSION', { version: record.version });
  }
  const { lock: _opened, ...open } = record;
  const isReopened = record.state === 'DISCLOSED' || record.state === 'LOCKED';
  const next = isReopened ? entered(open, 'NEGOTIATING', time) : open;
  return { ...next, version, terms, revision: { body: revision, recordedAt: time } };
}

/**
 * The bytes that both will sign are fixed.
 * @throws ContractError DISCLOSURE_MISSING, CONTRACT_VERSION, CONTRACT_CONCLUDED, CONTRACT_STATE
 */
export function locked(record: LaborContractRecord, lock: messages.Lock, time: string): ContractRecord {
  assertKept(record);
  if (isTaken(record.lock, lock)) return record;
  if (record.state === 'DRAFT') throw new ContractError('DISCLOSURE_MISSING');
  assertOpen(record, ['DISCLOSED', 'NEGOTIATING']);
  if (lock.version !== record.version)
    throw new ContractError('CONTRACT_VERSION', { version: record.version });
  return { ...entered(record, 'LOCKED', time), lock: { body: lock, recordedAt: time } };
}

/**
 * The worker declines or the employer withdraws: the contract is not concluded, for good.
 * @throws ContractError NOT_A_PARTY, CONTRACT_VERSION, CONTRACT_CONCLUDED, CONTRACT_STATE, SIGNATURE_TIME
 */
export function refused(
  record: LaborContractRecord,
  state: 'DECLINED' | 'WITHDRAWN',
  refusal: messages.Refusal,
  time: string,
): ContractRecord {
  assertKept(record);
  const party = state === 'DECLINED' ? record.worker : record.employer;
  if (refusal.party !== party) throw new ContractError('NOT_A_PARTY', { by: refusal.party });
  if (record.state === state && isTaken(record.refusal, refusal)) return record;
  assertOpen(record);
  if (refusal.version !== record.version)
    throw new ContractError('CONTRACT_VERSION', { version: record.version });
  requireTime(refusal.at, time, record.states[0]?.at);
  return { ...entered(record, state, time), refusal: { body: refusal, recordedAt: time } };
}
