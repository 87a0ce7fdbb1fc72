import { fromBase64url } from '@renxin/chaincode/canonical';
import { registry } from '@renxin/chaincode/contracts';
import { messageBytes } from '@renxin/chaincode/messages';
import { Refusal } from '../problem/index.js';
import { recordOf, type CertificateDesk } from './desk.js';
import type { SignedReceipt } from './received-receipts.js';

/** Receipts of verifications: the verifier keeps its own, the issuing province gets it, the citizen has it in the answer. */

/**
 * A verifier tells the issuing province what it verified.
 * @throws Refusal RECEIPT_INVALID unless an organisation signed it, about a certificate of this province
 */
export async function received(desk: CertificateDesk, given: SignedReceipt): Promise<void> {
  const { body } = given;
  const record = await recordOf(desk, body.certificate);
  if (record?.province !== desk.organisation || body.province !== desk.organisation)
    throw new Refusal('RECEIPT_INVALID');
  const verifier = await desk.ledger.evaluate(registry.operations.identifier, { identifier: body.verifier });
  const key = verifier.kind === 'organisation' ? verifier.keys.at(-1)?.key : undefined;
  const bytes = fromBase64url(given.signature);
  const message = messageBytes('verification/receipt', desk.ledger.name, body);
  if (key === undefined || bytes === undefined || !desk.provider.verify(key, message, bytes))
    throw new Refusal('RECEIPT_INVALID');
  await desk.receipts.keep(given);
}

/** Keeps the receipt here and hands it to the issuing province; that it could not be handed over undoes nothing. */
export async function handOver(desk: CertificateDesk, given: SignedReceipt): Promise<void> {
  await desk.receipts.keep(given);
  const base = desk.baseOf(given.body.province);
  if (base === undefined || given.body.province === desk.organisation) return;
  const url = new URL(`${base}/api/v1/verification-receipts`);
  const request = { method: 'POST', json: given, limit: 65_536, timeout: 2000 } as const;
  await desk.outgoing(url, request).catch(() => undefined);
}
