import type { DocumentEvidence, SignatureShown } from '../document/index.js';
import { Fault, Undecided, type Examination, type Finding, type Shown } from '../examination.js';
import type { ConclusionShown } from './conclusion.js';
import type { HistoryShown, OperatorsShown } from './history.js';
import { requireInHistory } from '../one-history.js';

/** The headers that the signers named: their signatures are not older. */
export interface Checkpoints {
  readonly worker: Checkpoint;
  readonly employer: Checkpoint;
}

interface Checkpoint {
  readonly height: number;
  readonly time: string;
}

/** How far two clocks may differ before it is a contradiction. */
const SKEW = 60_000;
const DAY = 86_400_000;

/** Step `checkpoints`: the headers that the signers put into their signatures belong to this history, not to a fork. */
export function checkCheckpoints(
  x: Examination,
  history: HistoryShown,
  _operators: OperatorsShown,
  worker: SignatureShown,
  employer: SignatureShown,
): Finding<Checkpoints> {
  const find = ({ role, signed }: SignatureShown): Checkpoint => {
    const { ledger, height, header } = signed.claims.checkpoint;
    if (ledger !== history.latest.header.ledger) throw new Fault('CHECKPOINT_OTHER_LEDGER', { role });
    const found = requireInHistory(history.headers, height, header);
    return { height, time: found.header.time ?? timeBefore(history, height) };
  };
  const value = { worker: find(worker), employer: find(employer) };
  for (const role of ['worker', 'employer'] as const) {
    x.bounds({ bound: 'notBefore', source: `checkpoint:${role}`, time: value[role].time });
  }
  return {
    code: 'CHECKPOINTS_OK',
    evidence: { worker: value.worker.height, employer: value.employer.height },
    value,
  };
}

/**
 * A header of a Fabric channel has no time of its own; it is not older than the commands at its height and below.
 * @throws Undecided HISTORY_INCOMPLETE when there is none
 */
function timeBefore(history: HistoryShown, height: number): string {
  const below = history.commands.filter(({ header }) => header.height <= height);
  const time = below
    .map(({ header }) => header.time)
    .sort()
    .at(-1);
  if (time === undefined) throw new Undecided('HISTORY_INCOMPLETE', { height });
  return time;
}

/** Step `time-line`: checkpoint, signature, time-stamp and block stand in this order. */
export function checkTimeLine(
  x: Examination,
  conclusion: ConclusionShown,
  checkpoints: Shown<'checkpoints', Checkpoints>,
  signatures: Readonly<Record<'worker' | 'employer', SignatureShown>>,
  sm2: NonNullable<DocumentEvidence['times']['sm2']>,
  ecdsa: NonNullable<DocumentEvidence['times']['ecdsa']>,
): Finding<{ readonly anchored: string }> {
  const block = Date.parse(conclusion.time);
  const stamped = Math.min(sm2.latest.getTime(), ecdsa.latest.getTime());
  const evidence = { stamped: [sm2.time, ecdsa.time], block: conclusion.time };
  for (const role of ['worker', 'employer'] as const) {
    const notBefore = Date.parse(checkpoints[role].time);
    const claimed = Date.parse(signatures[role].signed.claims.signingTime);
    if (notBefore > stamped + SKEW || notBefore > block || claimed < notBefore - SKEW) {
      throw new Fault('TIME_CONTRADICTION', { ...evidence, role, notBefore: checkpoints[role].time });
    }
  }
  if (Math.max(Date.parse(sm2.time), Date.parse(ecdsa.time)) > block + SKEW)
    throw new Fault('TIME_CONTRADICTION', evidence);
  x.bounds({ bound: 'notAfter', source: 'ledger:block', time: conclusion.time });
  x.proves('ON_LEDGER');
  const claimed = (['worker', 'employer'] as const).map((role) =>
    Date.parse(signatures[role].signed.claims.signingTime),
  );
  const late = Math.max(stamped, block) - Math.min(...claimed) > DAY;
  return {
    code: late ? 'RECORDED_LATE' : 'TIME_LINE_OK',
    outcome: late ? 'warn' : 'pass',
    evidence: { ...evidence, claimed: claimed.map((time) => new Date(time).toISOString()) },
    value: { anchored: conclusion.time },
  };
}
