import type { JsonObject } from '@renxin/chaincode/canonical';
import { ContractError } from '@renxin/chaincode/kernel';
import { readCredential, subjectsOf } from '@renxin/credentials/credential';
import type { verificationBatchAnswer, verificationBatchRequest } from '@renxin/wallets/api';
import type { z } from 'zod';
import { Refusal } from '../problem/index.js';
import type { CertificateDesk } from './desk.js';
import { warningsAbout } from './process.js';
import { refusing } from './proofs.js';
import { handOver } from './receipts.js';
import { judged, receiptFor } from './verifying.js';

type Outcome = z.input<typeof verificationBatchAnswer>['items'][number];

/** How many are judged side by side. */
const SIDE_BY_SIDE = 8;

/**
 * Certificates that lie before an official are judged one by one, each by the one way there is; what is refused does not
 * keep the others from being judged. Whatever holds has its receipt, for both provinces and the citizen, as if it had been
 * shown by itself. That their holders show them is not judged here: an official with a purpose answers for it.
 */
export async function judgedTogether(
  desk: CertificateDesk,
  { purpose, items }: z.infer<typeof verificationBatchRequest>,
): Promise<z.input<typeof verificationBatchAnswer>> {
  const outcomes: Outcome[] = [];
  for (let at = 0; at < items.length; at += SIDE_BY_SIDE) {
    const some = items.slice(at, at + SIDE_BY_SIDE);
    outcomes.push(...(await Promise.all(some.map((each) => outcomeOf(desk, purpose, each)))));
  }
  return { items: outcomes, valid: outcomes.filter(({ valid }) => valid).length };
}

async function outcomeOf(
  desk: CertificateDesk,
  purpose: string,
  { item, credential }: { readonly item: string; readonly credential: JsonObject },
): Promise<Outcome> {
  try {
    const read = await refusing('CREDENTIAL_INVALID', () => readCredential(credential));
    const holder = subjectsOf(read)[0]?.['id'];
    if (typeof holder !== 'string') throw new Refusal('CREDENTIAL_INVALID');
    const judgement = await judged(desk, credential, holder);
    const receipt = await receiptFor(desk, judgement, purpose, credential);
    await handOver(desk, receipt);
    const { record, claims } = judgement;
    const warnings = warningsAbout(record);
    const told = { claims, ...(warnings.length > 0 && { warnings }) };
    return { item, valid: true, receipt: receipt.body.receipt, ...told };
  } catch (error) {
    if (!(error instanceof Refusal) && !(error instanceof ContractError)) throw error;
    return { item, valid: false, code: error.code };
  }
}
