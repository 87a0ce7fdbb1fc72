import { checkFounding } from '../bundle/keys.js';
import { operatorsBehind } from '../bundle/history.js';
import type { Believed, Context } from '../context.js';
import type { Examination } from '../examination.js';
import { checkReceiptHistory, checkReceiptProofs } from './history.js';
import { checkConsentKeys, checkLife, sayWhat } from './life.js';
import { checkOpenings } from './openings.js';
import { openReceipt } from './receipt.js';
import { checkConsentState } from './state.js';

/** All steps over a consent receipt, in the order of docs/formats/consent-receipt.md. */
export async function examineReceipt(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  bytes: Uint8Array,
): Promise<void> {
  const receipt = await x.step('receipt', [], () => openReceipt(bytes));
  const proofs = await x.step('ledger-proofs', [receipt], (all) => checkReceiptProofs(context, all));
  const history = await x.step('history', [receipt, proofs], (all, found) =>
    checkReceiptHistory(context, all, found),
  );
  await x.step('operators', [believed, history], (belief, { shown }) =>
    operatorsBehind(x, context, belief, shown),
  );
  await x.step('founding', [believed, history], checkFounding);
  const keys = await x.step('consent-keys', [history], (past) => checkConsentKeys(context, past));
  const life = await x.step('consent-commands', [receipt, history, keys], (all, past, owned) =>
    checkLife(context, all, past, owned),
  );
  await x.step('consent-openings', [receipt, life], (all, lived) => checkOpenings(x, context, all, lived));
  await x.step('state', [receipt, history, life], (all, past, lived) =>
    checkConsentState(x, context, all, past, lived),
  );
  if (life !== undefined) sayWhat(x, life);
  if (history !== undefined) {
    const { time } = history.latest.header;
    if (time !== undefined) x.bounds({ bound: 'notAfter', source: 'ledger:block', time });
    x.leavesOpen('AFTER_STATE');
  }
}
