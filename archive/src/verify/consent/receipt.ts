import { parseCanonical } from '@renxin/chaincode/canonical';
import { consentMessages as messages, digest, identifier } from '@renxin/chaincode/messages';
import { z } from 'zod';
import { Fault, type Finding } from '../examination.js';

/** A consent receipt (docs/formats/consent-receipt.md). Proofs are parsed by whoever checks them. */
const consentReceipt = z.strictObject({
  kind: z.literal('renxin-consent-receipt'),
  schema: z.literal(1),
  ledger: identifier,
  consent: messages.consentId,
  openings: z.array(z.strictObject({ commitment: digest, salt: digest, content: z.json() })).max(8),
  proofs: z.array(z.unknown()).min(2).max(1100),
  consistency: z.array(z.unknown()).max(1100),
  state: z.unknown(),
});
export type ConsentReceipt = z.infer<typeof consentReceipt>;

/** Step `receipt`: canonical JSON of exactly these members. */
export function openReceipt(bytes: Uint8Array): Finding<ConsentReceipt> {
  const parsed = consentReceipt.safeParse(read(bytes));
  if (!parsed.success) throw new Fault('RECEIPT_FORMAT');
  const { consent, ledger } = parsed.data;
  return { code: 'RECEIPT_OK', evidence: { consent, ledger }, value: parsed.data };
}

function read(bytes: Uint8Array): unknown {
  try {
    return parseCanonical(bytes);
  } catch {
    throw new Fault('RECEIPT_FORMAT');
  }
}
