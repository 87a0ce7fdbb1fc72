import type { Ledger } from '@renxin/network';
import type { DryRunAnswer, dryRunRequest } from '@renxin/wallets/api';
import type { z } from 'zod';
import type { CertificateDesk } from '../certificates/desk.js';
import { bookOf } from './book.js';
import { effectsOf } from './effects.js';
import { certificateEffects } from './known-certificates.js';
import { proposed } from './proposing.js';

/**
 * What would change: computed from the state of the ledger by the ledger's own rules; nothing is submitted.
 * @param desk of a province; the ministry keeps no certificates
 * @throws ContractError with what the rules would refuse
 */
export async function dryRun(
  ledger: Ledger,
  by: string,
  desk: CertificateDesk | undefined,
  request: z.infer<typeof dryRunRequest>,
  now: Date,
): Promise<DryRunAnswer> {
  const before = await bookOf(ledger);
  const { book: after, from } = proposed(before, by, request.proposal, now.toISOString());
  const on = request.on ?? from;
  const certificates =
    desk === undefined
      ? { looked: 0, begins: 0, ceases: 0, undetermined: 0, begin: [], cease: [] }
      : await certificateEffects(desk, before, after, on);
  return { on, ...effectsOf(before, after, on), certificates };
}
