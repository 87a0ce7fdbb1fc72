import { laborContractMessages as messages } from '../../messages/index.js';
import { command } from '../operation.js';
import { requireSignature } from '../registry/index.js';
import { commit, contractOf, signed } from './commit.js';
import { assertMayExport, assertTribunal, custodyId, exported, held, released } from './custody.js';
import { exports, holds } from './records.js';

/** `hold`, by an arbitration commission or a court: no disposal while the case is open. */
export const hold = command(signed(messages.hold), async (tx, { body, signature }) => {
  assertTribunal(await requireSignature(tx, 'labor-contract/hold', body, body.by, signature));
  const before = await contractOf(tx, body.contract);
  const id = custodyId(body.contract, body.case);
  const known = await tx.get(holds, id);
  const after = held(before, known, body, tx.time);
  if (after.hold !== known) await tx.put(holds, id, after.hold);
  await commit(tx, before, after.contract, 'contract-held');
  return { contract: body.contract, at: after.hold.heldAt };
});

/** `release`, by who holds. */
export const release = command(signed(messages.hold), async (tx, { body, signature }) => {
  assertTribunal(await requireSignature(tx, 'labor-contract/release', body, body.by, signature));
  const before = await contractOf(tx, body.contract);
  const id = custodyId(body.contract, body.case);
  const known = await tx.get(holds, id);
  const after = released(before, known, body, tx.time);
  if (after.hold !== known) await tx.put(holds, id, after.hold);
  await commit(tx, before, after.contract, 'contract-released');
  return { contract: body.contract, at: after.hold.release?.recordedAt ?? tx.time };
});

/** `export`: a bundle was handed out, by a party or by an organisation that may. The contract's own record stays as it is. */
export const exportBundle = command(signed(messages.bundleExport), async (tx, { body, signature }) => {
  const signer = await requireSignature(tx, 'labor-contract/export', body, body.by, signature);
  const contract = await contractOf(tx, body.contract);
  assertMayExport(contract, signer);
  const id = custodyId(body.contract, body.bundle);
  const before = await tx.get(exports, id);
  const after = exported(contract, before, body, tx.time);
  if (after !== before) {
    await tx.put(exports, id, after);
    tx.emit('contract-exported', { contract: body.contract, by: body.by, purpose: body.purpose });
  }
  return { contract: body.contract, bundle: body.bundle, at: after.exportedAt };
});
