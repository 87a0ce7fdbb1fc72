import { ContractError } from '../../kernel/index.js';
import type { sealRecordMessages as messages } from '../../messages/index.js';
import type { IdentifierRecord } from '../registry/records.js';
import { isSame } from '../same.js';
import { requireTime } from '../times.js';
import { MOST_CHANGES, type ChangeKind, type SealRecord, type State } from './records.js';

/** How a seal comes about and ends: rules of (record, message, time). What changes nothing returns the record itself. */

/** The type of a seal that speaks for the whole organisation (公章): nobody uses it alone. */
const OFFICIAL = 'official';

/** @throws ContractError SEAL_EXISTS for other content under this name, SEAL_OFFICERS_REQUIRED, SIGNATURE_TIME */
export function applied(
  before: SealRecord | undefined,
  body: messages.Application,
  time: string,
): SealRecord {
  if (before !== undefined) {
    if (isSame(before.application.body, body)) return before;
    throw new ContractError('SEAL_EXISTS', { seal: body.seal });
  }
  if (body.type === OFFICIAL && body.officers === undefined)
    throw new ContractError('SEAL_OFFICERS_REQUIRED', { seal: body.seal });
  requireTime(body.at, time);
  return {
    schema: 1,
    seal: body.seal,
    owner: body.owner,
    state: 'APPLIED',
    states: [{ state: 'APPLIED', at: time, by: body.owner }],
    changes: 0,
    application: { body, recordedAt: time },
  };
}

/** A seal that was made can be remade once, by its owner. @throws ContractError SEAL_PREDECESSOR */
export function assertReplaceable(
  predecessor: SealRecord | undefined,
  by: { readonly seal: string; readonly owner: string },
): asserts predecessor is SealRecord {
  const isReplaceable =
    predecessor?.making !== undefined &&
    predecessor.seal !== by.seal &&
    predecessor.owner === by.owner &&
    predecessor.replacedBy === undefined;
  if (!isReplaceable) throw new ContractError('SEAL_PREDECESSOR');
}

/**
 * Approved or rejected: by a ministry or a province, never by the owner itself.
 * @throws ContractError SEAL_SELF_APPROVAL, NOT_ENTITLED, SEAL_STATE, SIGNATURE_TIME
 */
export function decided(
  record: SealRecord,
  decision: 'APPROVED' | 'REJECTED',
  body: messages.Decision,
  by: IdentifierRecord,
  time: string,
): SealRecord {
  assertAuthority(record, by);
  const wasDecided = record.states.some(({ state }) => state === decision);
  if (record.decision !== undefined && wasDecided && isSame(record.decision.body, body)) return record;
  assertState(record, ['APPLIED']);
  requireTime(body.at, time, record.application.recordedAt);
  return { ...entered(record, decision, body.by, time), decision: { body, recordedAt: time } };
}

/**
 * Made: its data stand, with the esID under which it is known. By who approved it.
 * @throws ContractError SEAL_SELF_APPROVAL, NOT_ENTITLED, SEAL_STATE, SEAL_PERIOD_INVALID, SIGNATURE_TIME
 */
export function made(
  record: SealRecord,
  body: messages.Making,
  by: IdentifierRecord,
  time: string,
): SealRecord {
  assertAuthority(record, by);
  if (record.making !== undefined && isSame(record.making.body, body)) return record;
  assertState(record, ['APPROVED']);
  if (record.decision?.body.by !== body.by) throw new ContractError('NOT_ENTITLED', { by: body.by });
  if (body.validUntil <= body.validFrom || body.validUntil <= time)
    throw new ContractError('SEAL_PERIOD_INVALID');
  requireTime(body.at, time, record.decision.recordedAt);
  return { ...entered(record, 'MADE', body.by, time), making: { body, recordedAt: time } };
}

/** From which states a change leads where, and whether its authority may make it as well as its owner. */
const changes: Readonly<
  Record<ChangeKind, { readonly from: readonly State[]; readonly to: State; readonly byAuthority: boolean }>
> = {
  activate: { from: ['MADE'], to: 'ACTIVE', byAuthority: false },
  suspend: { from: ['ACTIVE'], to: 'SUSPENDED', byAuthority: true },
  resume: { from: ['SUSPENDED'], to: 'ACTIVE', byAuthority: true },
  revoke: { from: ['MADE', 'ACTIVE', 'SUSPENDED'], to: 'REVOKED', byAuthority: true },
};

/**
 * Put into use, suspended, resumed, revoked: by the owner, all but the first by the authority that approved it as well.
 * Who suspended resumes.
 * @throws ContractError NOT_ENTITLED, SEAL_STATE, SEAL_CHANGE_NUMBER, SEAL_PERIOD_INVALID, SIGNATURE_TIME
 */
export function changed(
  record: SealRecord,
  kind: ChangeKind,
  body: messages.SealChange,
  time: string,
): SealRecord {
  const authority = record.decision?.body.by;
  const { from, to, byAuthority } = changes[kind];
  const isOwner = body.by === record.owner;
  if (!isOwner && !(byAuthority && body.by === authority))
    throw new ContractError('NOT_ENTITLED', { by: body.by });
  if (record.change !== undefined && isSame(record.change.body, { kind, body })) return record;
  assertState(record, from);
  const last = record.states.at(-1);
  if (kind === 'resume' && last?.by !== body.by) throw new ContractError('NOT_ENTITLED', { by: body.by });
  if (body.number !== record.changes + 1 || body.number > MOST_CHANGES) {
    throw new ContractError('SEAL_CHANGE_NUMBER', { next: record.changes + 1 });
  }
  if (to === 'ACTIVE' && isOver(record, time)) throw new ContractError('SEAL_PERIOD_INVALID');
  requireTime(body.at, time, last?.at);
  return {
    ...entered(record, to, body.by, time, body.reason),
    changes: body.number,
    change: { body: { kind, body }, recordedAt: time },
  };
}

/** The seal before, once the new one is in use: nobody seals with it any more. @throws ContractError SEAL_PREDECESSOR */
export function replaced(predecessor: SealRecord | undefined, by: SealRecord, time: string): SealRecord {
  assertReplaceable(predecessor, by);
  const next = { ...predecessor, replacedBy: by.seal };
  return predecessor.state === 'REVOKED' ? next : entered(next, 'REPLACED', by.owner, time);
}

/**
 * The state of a seal at a time. `NOT_YET` and `EXPIRED`: in use by its record, but outside the seal's period. Null before
 * it was applied for.
 */
export function stateAt(record: SealRecord, time: string): State | 'NOT_YET' | 'EXPIRED' | null {
  const state = record.states.filter(({ at }) => at <= time).at(-1)?.state ?? null;
  if (state !== 'MADE' && state !== 'ACTIVE' && state !== 'SUSPENDED') return state;
  if (isOver(record, time)) return 'EXPIRED';
  const { validFrom } = record.making?.body ?? {};
  return state === 'ACTIVE' && validFrom !== undefined && time < validFrom ? 'NOT_YET' : state;
}

function isOver({ making }: SealRecord, time: string): boolean {
  return making !== undefined && time > making.body.validUntil;
}

function assertAuthority(record: SealRecord, by: IdentifierRecord): void {
  if (by.identifier === record.owner) throw new ContractError('SEAL_SELF_APPROVAL', { by: by.identifier });
  if (by.kind === 'organisation' && (by.role === 'ministry' || by.role === 'province')) return;
  throw new ContractError('NOT_ENTITLED', { by: by.identifier });
}

function assertState({ state }: SealRecord, allowed: readonly State[]): void {
  if (!allowed.includes(state)) throw new ContractError('SEAL_STATE', { state });
}

function entered(record: SealRecord, state: State, by: string, time: string, reason?: string): SealRecord {
  const dated = { state, at: time, by, ...(reason !== undefined && { reason }) };
  return { ...record, state, states: [...record.states, dated] };
}
