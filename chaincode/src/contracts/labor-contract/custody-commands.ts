import { z } from 'zod';
import { laborContractMessages as messages, signature } from '../../messages/index.js';
import { command, signed } from '../operation.js';
import { partId } from '../part-id.js';
import { requireSignature } from '../registry/index.js';
import { assertTribunal } from '../tribunal.js';
import { commit, contractOf } from './commit.js';
import { assertMayExport, exported, held, released } from './custody.js';
import { handedOver } from './hand-over.js';
import { custodies, exports, holds } from './records.js';

/** `hold`, by an arbitration commission or a court: no disposal while the case is open. */
export const hold = command(signed(messages.hold), async (tx, { body, signature }) => {
  assertTribunal(await requireSignature(tx, 'labor-contract/hold', body, body.by, signature));
  const before = await contractOf(tx, body.contract);
  const id = partId(body.contract, body.case);
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
  const id = partId(body.contract, body.case);
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
  const id = partId(body.contract, body.bundle);
  const before = await tx.get(exports, id);
  const after = exported(contract, before, body, tx.time);
  if (after !== before) {
    await tx.put(exports, id, after);
    tx.emit('contract-exported', { contract: body.contract, by: body.by, purpose: body.purpose });
  }
  return { contract: body.contract, bundle: body.bundle, at: after.exportedAt };
});

const handingOver = z.strictObject({ body: messages.handOver, from: signature, to: signature });

/** `hand-over`, of the same bundle: by who has it, acknowledged by who receives it. */
export const handOver = command(handingOver, async (tx, { body, from, to }) => {
  const giver = await requireSignature(tx, 'labor-contract/hand-over', body, body.from, from);
  const receiver = await requireSignature(tx, 'labor-contract/hand-over', body, body.to, to);
  const contract = await contractOf(tx, body.contract);
  const id = partId(body.contract, body.bundle);
  const bundle = await tx.get(exports, id);
  const before = await tx.get(custodies, id);
  const after = handedOver({ contract, bundle, custody: before }, body, { giver, receiver }, tx.time);
  if (after !== before) {
    await tx.put(custodies, id, after);
    tx.emit('bundle-handed-over', { contract: body.contract, from: body.from, to: body.to });
  }
  const { recordedAt } = after.handOvers[body.number - 1] ?? { recordedAt: tx.time };
  return { contract: body.contract, bundle: body.bundle, number: body.number, at: recordedAt };
});
