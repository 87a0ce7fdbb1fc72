import { verifyCommandProof, verifyStateProof, type HeaderEvidence } from '@renxin/network/proof';
import { namesBehind } from './bundle/history.js';
import type { Believed, Context } from './context.js';
import type { Examination } from './examination.js';
import { stateAsOf } from './bundle/record.js';
import { sealStateAsOf } from './seal/state.js';
import { consentStateAsOf } from './consent/state.js';

/** A proof that a command was committed, by itself: a receipt. */
export async function examineCommandProof(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  bytes: Uint8Array,
): Promise<void> {
  x.leavesOpen('ONE_HEADER_ONLY');
  const proof = await x.step('ledger-proofs', [], () => {
    const value = verifyCommandProof(context.provider, bytes);
    const { header, command } = value;
    const { contract, operation, index } = command;
    const evidence = {
      ledger: header.ledger,
      height: header.height,
      index,
      time: header.time,
      contract,
      operation,
    };
    return { code: 'COMMAND_PROOF_OK', evidence, value };
  });
  const operator = await checkOperator(x, context, believed, proof);
  if (proof === undefined || operator === undefined) return;
  x.bounds({ bound: 'notAfter', source: 'ledger:block', time: proof.header.time });
  x.proves('COMMAND_COMMITTED');
}

/** A proof of a record, or of its absence, by itself. */
export async function examineStateProof(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  bytes: Uint8Array,
): Promise<void> {
  x.leavesOpen('ONE_HEADER_ONLY', 'AFTER_STATE');
  const proof = await x.step('ledger-proofs', [], () => {
    const value = verifyStateProof(context.provider, bytes);
    const { header, collection, id } = value;
    const evidence = { ledger: header.ledger, height: header.height, time: header.time, collection, id };
    return { code: 'STATE_PROOF_OK', evidence, value };
  });
  const operator = await checkOperator(x, context, believed, proof);
  await x.step('state', [proof, operator], ({ header, collection, value }) => {
    x.statusAsOf = header.time;
    const read = readers[collection] ?? stateAsOf;
    const state = read(value, context, header.time);
    x.state = state;
    x.proves('RECORD_AS_SHOWN');
    const code = value === null ? 'RECORD_ABSENT' : 'STATE_OK';
    return { code, evidence: { state, statusAsOf: header.time }, value: { state } };
  });
}

/** Records whose state has a period. */
const readers: Readonly<Record<string, typeof stateAsOf>> = {
  consent: consentStateAsOf,
  'seal-record': sealStateAsOf,
};

/** Step `operators`: who stands behind the header, by the trust file. */
export function checkOperator(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  proof: HeaderEvidence | undefined,
): Promise<object | undefined> {
  return x.step('operators', [believed, proof], (belief, header) => {
    const names = namesBehind(x, context, belief, header);
    for (const name of names) x.operators.add(name);
    return { code: 'OPERATORS_OK', evidence: { operators: names }, value: { names } };
  });
}
