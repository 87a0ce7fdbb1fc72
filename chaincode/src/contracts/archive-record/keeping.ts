import { ContractError } from '../../kernel/index.js';
import { addMonths } from '../../labor-law/calendar.js';
import { dateInChina, type archiveRecordMessages as messages } from '../../messages/index.js';
import { isSame } from '../same.js';
import { requireTime } from '../times.js';
import type { ArchiveRecord, HeldRecord, HoldRecord, State, Tombstone } from './records.js';

/** A package is registered, held for a case, disposed of: rules of (record, message, time). */

const YEARS = { '10-years': 10, '30-years': 30 } as const;

/**
 * @param before what stands under this name
 * @throws ContractError ARCHIVE_EXISTS for other content, SIGNATURE_TIME
 */
export function registered(
  before: ArchiveRecord | undefined,
  body: messages.Registration,
  time: string,
): ArchiveRecord {
  if (before !== undefined) {
    if (isSame(before.registration.body, body)) return before;
    throw new ContractError('ARCHIVE_EXISTS', { archive: body.archive });
  }
  requireTime(body.at, time);
  const { retention } = body;
  return {
    schema: 1,
    archive: body.archive,
    registration: { body, recordedAt: time },
    state: 'HELD',
    states: [{ state: 'HELD', at: time }],
    keepers: [{ organisation: body.by, from: time }],
    transfers: 0,
    holds: 0,
    ...(retention !== 'permanent' && {
      retainUntil: addMonths(dateInChina(time), 12 * YEARS[retention]),
    }),
  };
}

/**
 * The version before learns of its successor: one, of the next number, by who keeps it now.
 * @throws ContractError ARCHIVE_PREDECESSOR
 */
export function superseded(predecessor: ArchiveRecord | undefined, body: messages.Registration): HeldRecord {
  const isRight =
    predecessor?.state === 'HELD' &&
    predecessor.archive !== body.archive &&
    predecessor.supersededBy === undefined &&
    keeperOf(predecessor) === body.by &&
    predecessor.registration.body.kind === body.kind &&
    predecessor.registration.body.version + 1 === body.version;
  if (!isRight) throw new ContractError('ARCHIVE_PREDECESSOR');
  return { ...predecessor, supersededBy: body.archive };
}

/** A first version has no predecessor, and a later one has. @throws ContractError ARCHIVE_PREDECESSOR */
export function assertVersion({ version, predecessor }: messages.Registration): void {
  if ((version === 1) !== (predecessor === undefined)) throw new ContractError('ARCHIVE_PREDECESSOR');
}

export interface Held {
  readonly archive: HeldRecord;
  readonly hold: HoldRecord;
}

/** No disposal while the case is open. @throws ContractError ARCHIVE_STATE, ARCHIVE_EXISTS, SIGNATURE_TIME */
export function archiveHeld(
  archive: ArchiveRecord,
  before: HoldRecord | undefined,
  hold: messages.ArchiveHold,
  time: string,
): Held {
  assertKept(archive);
  if (before !== undefined) {
    if (isSame(before.hold, hold)) return { archive, hold: before };
    throw new ContractError('ARCHIVE_EXISTS', { archive: hold.archive });
  }
  requireTime(hold.at, time, archive.registration.recordedAt);
  return { archive: { ...archive, holds: archive.holds + 1 }, hold: { schema: 1, hold, heldAt: time } };
}

/** The case is closed; only who holds can release. @throws ContractError ARCHIVE_STATE, NOT_ENTITLED, SIGNATURE_TIME */
export function archiveReleased(
  archive: ArchiveRecord,
  before: HoldRecord | undefined,
  body: messages.ArchiveHold,
  time: string,
): Held {
  assertKept(archive);
  if (before === undefined || before.hold.case !== body.case) {
    throw new ContractError('ARCHIVE_STATE', { state: archive.state });
  }
  if (before.hold.by !== body.by) throw new ContractError('NOT_ENTITLED', { by: body.by });
  if (before.release !== undefined) {
    if (isSame(before.release.body, body)) return { archive, hold: before };
    throw new ContractError('ARCHIVE_STATE', { state: archive.state });
  }
  requireTime(body.at, time, before.heldAt);
  const hold = { ...before, release: { body, recordedAt: time } };
  return { archive: { ...archive, holds: archive.holds - 1 }, hold };
}

/**
 * Only a tombstone is left: digests, dates, keepers. Not before retention is over, never what is kept for good, not while
 * a case is open or a transfer under way.
 * @throws ContractError ARCHIVE_STATE, RETENTION_NOT_OVER, LEGAL_HOLD, SIGNATURE_TIME, NOT_ENTITLED
 */
export function archiveDisposed(
  record: ArchiveRecord,
  body: messages.ArchiveDisposal,
  time: string,
): Tombstone {
  if (record.state === 'DISPOSED') {
    if (isSame(record.disposal.body, body)) return record;
    throw new ContractError('ARCHIVE_STATE', { state: record.state });
  }
  assertState(record, ['HELD']);
  assertKeeper(record, body.by);
  const { retainUntil } = record;
  if (retainUntil === undefined || dateInChina(time) <= retainUntil) {
    throw new ContractError('RETENTION_NOT_OVER', retainUntil === undefined ? {} : { retainUntil });
  }
  if (record.holds > 0) throw new ContractError('LEGAL_HOLD', { holds: record.holds });
  requireTime(body.at, time, record.states.at(-1)?.at);
  const { holds: _, ...kept } = record;
  return { ...kept, ...entered(record, 'DISPOSED', time), disposal: { body, recordedAt: time } };
}

export function keeperOf({ keepers }: ArchiveRecord): string {
  return keepers.at(-1)?.organisation ?? '';
}

/**
 * @throws ContractError ARCHIVE_TRANSFERRED for who kept it once, NOT_ENTITLED for anybody else
 */
export function assertKeeper(record: ArchiveRecord, by: string): void {
  if (keeperOf(record) === by) return;
  const wasKeeper = record.keepers.some(({ organisation }) => organisation === by);
  throw new ContractError(wasKeeper ? 'ARCHIVE_TRANSFERRED' : 'NOT_ENTITLED', { by });
}

/** @throws ContractError ARCHIVE_STATE for a package that was disposed of */
export function assertKept(record: ArchiveRecord): asserts record is HeldRecord {
  if (record.state === 'DISPOSED') throw new ContractError('ARCHIVE_STATE', { state: record.state });
}

/** @throws ContractError ARCHIVE_STATE in any other state but these */
export function assertState(record: HeldRecord, allowed: readonly State[]): void {
  if (!allowed.includes(record.state)) throw new ContractError('ARCHIVE_STATE', { state: record.state });
}

/** The state and all dated states, from now on. */
export function entered<S extends State>(record: HeldRecord, state: S, time: string) {
  return { state, states: [...record.states, { state, at: time }] };
}

/** The state at a time, and who kept the package then; null before it was registered. */
export function archiveAt(
  { states, keepers }: ArchiveRecord,
  time: string,
): { readonly state: State; readonly keeper: string } | null {
  const state = states.filter(({ at }) => at <= time).at(-1)?.state;
  const keeper = keepers.filter(({ from }) => from <= time).at(-1)?.organisation;
  return state === undefined || keeper === undefined ? null : { state, keeper };
}
