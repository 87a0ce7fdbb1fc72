import {
  verifyCommandProof,
  verifyStateProof,
  type CommandEvidence,
  type HeaderEvidence,
  type StateEvidence,
} from '@renxin/network/proof';
import type { Past } from '../bundle/history.js';
import { isBefore } from '../bundle/inputs.js';
import type { Context } from '../context.js';
import { Fault, type Finding, type Shown } from '../examination.js';
import { leadingTo, requireInHistory } from '../one-history.js';
import type { ConsentReceipt } from './receipt.js';

export interface ReceiptProofs {
  readonly commands: readonly CommandEvidence[];
  readonly state: StateEvidence;
}

/** The same, shown to be of one history. */
export interface ReceiptHistory extends Past, ReceiptProofs {
  /** Every header as it stands in the receipt: each carries signatures of its own. */
  readonly shown: readonly HeaderEvidence[];
}

/** Step `ledger-proofs`: every command and the record stand under a signed header of this ledger, in its order. */
export function checkReceiptProofs({ provider }: Context, receipt: ConsentReceipt): Finding<ReceiptProofs> {
  const commands = receipt.proofs.map((proof) => verifyCommandProof(provider, proof));
  const state = verifyStateProof(provider, receipt.state);
  commands.forEach((evidence, i) => {
    const before = commands[i - 1];
    if (before !== undefined && !isBefore(before, evidence)) throw new Fault('PROOF_ORDER', { proof: i });
  });
  for (const { header } of [...commands, state])
    if (header.ledger !== receipt.ledger) throw new Fault('OTHER_LEDGER', { height: header.height });
  const shown = commands.map(
    ({ command, header }) => `${command.contract}.${command.operation} @ ${header.height}/${command.index}`,
  );
  return {
    code: 'PROOFS_OK',
    evidence: { ledger: receipt.ledger, commands: shown },
    value: { commands, state },
  };
}

/** Step `history`: all headers belong to one history that ends with the header of the state. */
export function checkReceiptHistory(
  { provider }: Context,
  receipt: ConsentReceipt,
  { commands, state }: Shown<'ledger-proofs', ReceiptProofs>,
): Finding<ReceiptHistory> {
  const latest: HeaderEvidence = state;
  const { headers, earlier, later } = leadingTo(provider, latest, receipt.consistency);
  const used = new Set(commands.map((command) => command.headerHash));
  // None that nothing needs: one set of proofs has one form.
  const idle = earlier.find((each) => !used.has(each.headerHash));
  if (idle !== undefined) throw new Fault('PROOF_ORDER', { height: idle.header.height });
  for (const { header, headerHash } of commands) requireInHistory(headers, header.height, headerHash);
  const { headerHash, header } = latest;
  return {
    code: 'HISTORY_OK',
    evidence: { headers: headers.size, latest: headerHash, height: header.height, time: header.time },
    value: { commands, state, latest, headers, shown: [state, ...commands, ...earlier, ...later] },
  };
}
