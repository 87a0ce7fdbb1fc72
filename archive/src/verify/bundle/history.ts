import {
  standBehind,
  verifyCommandProof,
  verifyConsistencyProof,
  verifyStateProof,
  type CommandEvidence,
  type EmbeddedHeaderEvidence,
  type HeaderEvidence,
  type StateEvidence,
} from '@renxin/network/proof';
import {
  CONSISTENCY,
  consistencyFile,
  isProofPath,
  parsePart,
  proofPath,
  STATE,
} from '../../bundle/index.js';
import type { Believed, Context } from '../context.js';
import { Fault, Undecided, type Examination, type Finding, type Shown } from '../examination.js';
import { leadingTo, requireInHistory } from '../one-history.js';
import type { EmbeddedTrust } from '../trust.js';
import { contractOf, isBefore } from './inputs.js';
import { part, readExport, type ListedShown } from './opening.js';

/** Proofs that hold, each for itself. */
export interface Proofs {
  readonly commands: readonly CommandEvidence[];
  readonly state: StateEvidence;
  readonly export: {
    readonly command: CommandEvidence;
    readonly salt: string;
    readonly consistency: unknown;
  };
}

/** Commands and headers that were shown to be of one history of one ledger. */
export interface Past {
  readonly commands: readonly CommandEvidence[];
  /** The header of the state proof: all others lead to it, and the export follows it. */
  readonly latest: HeaderEvidence;
  /** Every header that was shown to belong to the history, by its hash. */
  readonly headers: ReadonlyMap<string, HeaderEvidence>;
}

export interface History extends Past, Proofs {
  /** Every header of the consistency proofs, as it stands there. */
  readonly shown: readonly HeaderEvidence[];
}

export type HistoryShown = Shown<'history', History>;
export type OperatorsShown = Shown<'operators', { readonly names: readonly string[] }>;

/** Step `ledger-proofs`: every command and the record stand under a signed header of this ledger, about this contract. */
export function checkProofs(context: Context, listed: ListedShown): Finding<Proofs> {
  const { provider } = context;
  const { ledger, contract } = listed.manifest;
  const paths = [...listed.files.keys()].filter(isProofPath).sort();
  const commands = paths.map((path) => verifyCommandProof(provider, part(listed.files, path)));
  commands.forEach((evidence, i) => {
    const before = commands[i - 1];
    const inOrder = before === undefined || isBefore(before, evidence);
    if (!inOrder || proofPath(i, evidence.command) !== paths[i])
      throw new Fault('PROOF_ORDER', { path: paths[i] });
  });
  const state = verifyStateProof(provider, part(listed.files, STATE));
  const record = readExport(listed);
  const command = verifyCommandProof(provider, record.proof);
  for (const { header } of [...commands, state, command]) {
    if (header.ledger !== ledger) throw new Fault('OTHER_LEDGER', { height: header.height });
  }
  for (const each of [...commands, command]) {
    const about = each.command.contract === 'labor-contract' ? contractOf(each) : contract;
    if (about !== contract) {
      throw new Fault('FOREIGN_PROOF', { operation: each.command.operation, height: each.header.height });
    }
  }
  const { salt, consistency } = record;
  return {
    code: 'PROOFS_OK',
    evidence: { ledger, commands: commands.map(named) },
    value: { commands, state, export: { command, salt, consistency } },
  };
}

function named({ command, header }: CommandEvidence): string {
  return `${command.contract}.${command.operation} @ ${header.height}/${command.index}`;
}

/** Step `history`: all headers belong to one history, none to a fork. */
export function checkHistory(
  context: Context,
  listed: ListedShown,
  proofs: Shown<'ledger-proofs', Proofs>,
): Finding<History> {
  const latest: HeaderEvidence = proofs.state;
  const file = parsePart(CONSISTENCY, consistencyFile, part(listed.files, CONSISTENCY));
  const { headers, earlier, later } = leadingTo(context.provider, latest, file.proofs);
  for (const { header, headerHash } of proofs.commands) requireInHistory(headers, header.height, headerHash);
  const after = verifyConsistencyProof(context.provider, proofs.export.consistency);
  const joins =
    after.earlier.headerHash === latest.headerHash &&
    after.later.headerHash === proofs.export.command.headerHash;
  if (!joins) throw new Fault('LEDGER_FORKED', { height: after.later.header.height });
  return {
    code: 'HISTORY_OK',
    evidence: {
      headers: headers.size,
      latest: latest.headerHash,
      height: latest.header.height,
      time: latest.header.time,
    },
    value: { ...proofs, latest, headers, shown: [...earlier, ...later, after.earlier, after.later] },
  };
}

/** Step `operators`: those whom the trust file names stand behind every header, command and record. */
export function checkOperators(
  x: Examination,
  context: Context,
  believed: Believed,
  history: HistoryShown,
): Finding<{ readonly names: readonly string[] }> {
  const { shown, state, commands } = history;
  const evidence = [...shown, state, ...commands, history.export.command];
  return operatorsBehind(x, context, believed, evidence);
}

/** Who stands behind all of these. Throws as {@link namesBehind} does. */
export function operatorsBehind(
  x: Examination,
  context: Context,
  believed: Believed,
  evidence: readonly HeaderEvidence[],
): Finding<{ readonly names: readonly string[] }> {
  const names = new Set<string>();
  for (const each of evidence) for (const name of namesBehind(x, context, believed, each)) names.add(name);
  for (const name of names) x.operators.add(name);
  return { code: 'OPERATORS_OK', evidence: { operators: [...names] }, value: { names: [...names] } };
}

/**
 * Who, by the trust file, stands behind a header and what was shown under it: the operator of an embedded ledger in its
 * period, or the organisations of a Fabric channel.
 * @throws Undecided LEDGER_UNKNOWN, Fault LEDGER_OTHER, OPERATOR_UNKNOWN, OPERATOR_PERIOD, ProofError as `standBehind`
 */
export function namesBehind(
  x: Examination,
  { provider }: Context,
  { trust }: Believed,
  evidence: HeaderEvidence,
): readonly string[] {
  const { ledger, height, time } = evidence.header;
  const about = { ledger, height, ...(time !== undefined && { time }) };
  if (ledger !== trust.ledger) throw new Undecided('LEDGER_UNKNOWN', { ...about, believed: trust.ledger });
  if (evidence.kind === 'embedded') {
    if (!('operators' in trust)) throw new Fault('LEDGER_OTHER', about);
    return [operatorOf(x, trust, evidence)];
  }
  if (!('fabric' in trust)) throw new Fault('LEDGER_OTHER', about);
  const { anchor, standing } = trust.fabric;
  const { endorsers, orderers } = standBehind(provider, anchor, evidence);
  if (standing === 'test') x.leavesOpen('TEST_LEDGER');
  if (anchor.consensus === 'raft') x.leavesOpen('ONE_ORDERER');
  const ids = evidence.endorsed.length > 0 ? endorsers : orderers;
  return ids.map((id) => trust.organisations.find((each) => each.id === id)?.name ?? id);
}

function operatorOf(
  x: Examination,
  trust: EmbeddedTrust,
  { header, operator }: EmbeddedHeaderEvidence,
): string {
  const evidence = { ledger: header.ledger, height: header.height, time: header.time };
  const own = trust.operators.filter(
    ({ key }) => key.algorithm === operator.algorithm && key.point === operator.point,
  );
  if (own.length === 0) throw new Fault('OPERATOR_UNKNOWN', evidence);
  const found = own.find(
    ({ from, until }) => from <= header.time && (until === undefined || header.time < until),
  );
  if (found === undefined) throw new Fault('OPERATOR_PERIOD', evidence);
  if (found.standing === 'test') x.leavesOpen('TEST_LEDGER');
  return found.name;
}
