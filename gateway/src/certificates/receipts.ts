import { fromBase64url } from '@renxin/chaincode/canonical';
import { registry } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import { messageBytes } from '@renxin/chaincode/messages';
import { verifiedApart } from '@renxin/seal/crypto';
import type { z } from 'zod';
import { Refusal } from '../problem/index.js';
import { recordOf, type CertificateDesk } from './desk.js';
import type { batchAnswer } from './receipt-delivery.js';
import type { SignedReceipt } from './received-receipts.js';

/** Receipts of verifications: the verifier keeps its own, the issuing province gets it, the citizen has it in the answer. */

/**
 * A verifier tells the issuing province what it verified.
 * @throws Refusal RECEIPT_INVALID unless an organisation signed it, about a certificate of this province
 */
export async function received(desk: CertificateDesk, given: SignedReceipt): Promise<void> {
  await requireReceipt(desk, given);
  await desk.receipts.keep([given]);
}

/** The same with several at once: what is refused does not keep the others from being kept. */
export async function receivedBatch(
  desk: CertificateDesk,
  given: readonly SignedReceipt[],
): Promise<z.input<typeof batchAnswer>> {
  const codes = await Promise.all(given.map((receipt) => refusalOf(desk, receipt)));
  const kept = given.filter((_receipt, i) => codes[i] === undefined);
  await desk.receipts.keep(kept);
  const refused = given.flatMap(({ body }, i) => {
    const code = codes[i];
    return code === undefined ? [] : [{ receipt: body.receipt, code }];
  });
  return { kept: kept.map(({ body }) => body.receipt), refused };
}

/** Keeps the receipt here, and that the issuing province is owed it, in one write; it goes out afterwards. */
export async function handOver(desk: CertificateDesk, given: SignedReceipt): Promise<void> {
  const { province } = given.body;
  const owed = province === desk.organisation ? undefined : desk.delivery.owe(given);
  await desk.receipts.keep([given], owed === undefined ? [] : [owed]);
  if (owed !== undefined) desk.delivery.deliver(province);
}

async function refusalOf(desk: CertificateDesk, receipt: SignedReceipt): Promise<string | undefined> {
  try {
    await requireReceipt(desk, receipt);
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal) && !(error instanceof ContractError)) throw error;
    return error.code;
  }
}

/** @throws Refusal RECEIPT_INVALID, ContractError IDENTIFIER_UNKNOWN */
async function requireReceipt(desk: CertificateDesk, { body, signature }: SignedReceipt): Promise<void> {
  const record = await recordOf(desk, body.certificate);
  if (record?.province !== desk.organisation || body.province !== desk.organisation)
    throw new Refusal('RECEIPT_INVALID');
  const verifier = await desk.ledger.evaluate(registry.operations.identifier, { identifier: body.verifier });
  const key = verifier.kind === 'organisation' ? verifier.keys.at(-1)?.key : undefined;
  const bytes = fromBase64url(signature);
  const message = messageBytes('verification/receipt', desk.ledger.name, body);
  const holds =
    key !== undefined && bytes !== undefined && (await verifiedApart(desk.provider, key, message, bytes));
  if (!holds) throw new Refusal('RECEIPT_INVALID');
}
