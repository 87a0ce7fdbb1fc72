import type { Context } from '../context.js';
import { Fault, Undecided, type Examination, type Finding, type Shown } from '../examination.js';
import type { ConclusionShown } from './conclusion.js';
import type { HistoryShown, OperatorsShown } from './history.js';
import type { ListedShown } from './opening.js';
import { contractRecord, stateAsOf } from './record.js';

/** Step `state`: what became of the contract, by its record at the latest header; and nothing of it is left out here. */
export function checkState(
  x: Examination,
  context: Context,
  listed: ListedShown,
  history: HistoryShown,
  _operators: OperatorsShown,
  _founding: Shown<'founding', { readonly genesis: string }>,
  conclusions: readonly ConclusionShown[],
): Finding<{ readonly state: string | null }> {
  const { header, collection, id, value } = history.state;
  const evidence = { contract: id, height: header.height, statusAsOf: header.time };
  if (collection !== 'labor-contract' || id !== listed.manifest.contract)
    throw new Fault('STATE_OTHER', evidence);
  if (value === null) throw new Fault('STATE_ABSENT', evidence);
  requireCurrent(history);
  const record = contractRecord.safeParse(value);
  if (!record.success || record.data.contract !== id) throw new Fault('STATE_OTHER', evidence);
  x.statusAsOf = header.time;
  requireSameSignings(record.data, conclusions);
  const state = stateAsOf(value, context, header.time);
  x.state = state;
  x.proves('STATE_SHOWN');
  return { code: 'STATE_OK', evidence: { ...evidence, state, states: record.data.states }, value: { state } };
}

/**
 * A read of a Fabric channel says where the record was last written: not before any command here that wrote it.
 * @throws Fault LEDGER_STALE
 */
export function requireCurrent({ state, commands }: Pick<HistoryShown, 'state' | 'commands'>): void {
  if (state.kind !== 'fabric') return;
  const { collection, id, version } = state;
  for (const each of commands) {
    if (each.kind !== 'fabric' || !each.writes.includes(`${collection}:${id}`)) continue;
    const { height } = each.header;
    const isOlder =
      version === undefined ||
      version.block < height ||
      (version.block === height && version.transaction < each.transaction);
    if (isOlder) throw new Fault('LEDGER_STALE', { contract: id, height });
  }
}

/** @throws Fault STATE_OTHER, Undecided STATE_AMENDMENT_MISSING */
function requireSameSignings(
  record: { employer: string; worker?: string; amendment?: number; document?: string },
  conclusions: readonly ConclusionShown[],
): void {
  const last = conclusions.at(-1);
  const body = last?.command.input.worker.body;
  if (last === undefined || body === undefined) throw new Undecided('CONCLUSION_MISSING');
  if (record.employer !== last.command.input.employer.body.party) throw new Fault('STATE_OTHER');
  // A record that was disposed of keeps neither the worker nor the document.
  if (record.worker === undefined) return;
  if (record.worker !== body.party || record.amendment === undefined) throw new Fault('STATE_OTHER');
  const complete = conclusions.every(({ amendment }, i) => amendment === i);
  if (!complete || record.amendment > last.amendment) {
    throw new Undecided('STATE_AMENDMENT_MISSING', { amendments: record.amendment });
  }
  if (record.amendment !== last.amendment || record.document !== body.document)
    throw new Fault('STATE_OTHER');
}
