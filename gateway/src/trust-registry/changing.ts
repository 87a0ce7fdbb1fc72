import { toBase64url } from '@renxin/chaincode/canonical';
import { registry } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import { messageBytes, type registryMessages } from '@renxin/chaincode/messages';
import type { Ledger } from '@renxin/network';
import type { Signer } from '@renxin/seal/signer';
import type { changeSubmission, DecidedChanges, RegistryChangeAnswer } from '@renxin/wallets/api';
import type { z } from 'zod';
import { unattended } from '../keys/key-ring.js';
import { bookOf } from './book.js';
import { proposed } from './proposing.js';

/**
 * Changes of the registry, such as the accreditation of a province: the ministry and more than half of the provinces
 * approve each, by a signature of their own, and whoever has them together hands them in. Who may decide is counted on the
 * ledger; nothing is kept here in between.
 */
export interface ChangeDesk {
  readonly organisation: string;
  readonly ledger: Ledger;
  readonly clock: () => Date;
  readonly signer: () => Signer;
}

const { operations } = registry;

/**
 * The organisation's approval of the next change, by the word of its official. What the rules would refuse is not signed.
 * @throws ContractError CHANGE_OUT_OF_SEQUENCE, and what the rules refuse
 */
export async function approved(
  { organisation, ledger, clock, signer }: ChangeDesk,
  body: registryMessages.RegistryChange,
): Promise<registryMessages.SignedBy> {
  const { next } = await ledger.evaluate(operations.governance, {});
  if (body.sequence !== next) throw new ContractError('CHANGE_OUT_OF_SEQUENCE', { next });
  const now = clock();
  const proposal = { kind: 'change' as const, change: body.change };
  proposed(await bookOf(ledger), organisation, proposal, now.toISOString());
  const key = signer();
  const message = messageBytes('registry/change', ledger.name, body);
  const activation = unattended('registry/change', now);
  const signature = await key.sign({ algorithm: key.key.algorithm, message, activation });
  return { by: organisation, signature: toBase64url(signature) };
}

/** @throws ContractError APPROVALS_MISSING, SIGNATURE_INVALID, CHANGE_OUT_OF_SEQUENCE, and what the rules refuse */
export async function changed(
  { ledger }: ChangeDesk,
  submission: z.infer<typeof changeSubmission>,
): Promise<RegistryChangeAnswer> {
  const { at, height, time, result } = await ledger.submit(operations.change, submission); // the commit point
  return { sequence: result.sequence, receipt: { ...at, height, time, proof: await ledger.prove(at) } };
}

/** Decided changes by their numbers, at most 100 from one on, and the number of the next. */
export async function decidedChanges(ledger: Ledger, from: number): Promise<DecidedChanges> {
  return ledger.evaluate(operations.changes, { from, limit: 100 });
}
