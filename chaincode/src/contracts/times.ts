import { ContractError } from '../kernel/index.js';
import { plusMilliseconds } from '../messages/index.js';

/** How far a signer's clock may differ from the ledger's, in milliseconds. */
const CLOCK_SKEW = 60_000;

/**
 * Refuses a time that a signer names in its message when it lies in the future, or before what had to happen first on
 * the ledger; a minute is allowed for clocks that differ.
 * @throws ContractError SIGNATURE_TIME
 */
export function requireTime(at: string, now: string, notBefore?: string): void {
  const isLate = at > plusMilliseconds(now, CLOCK_SKEW);
  const isEarly = notBefore !== undefined && at < plusMilliseconds(notBefore, -CLOCK_SKEW);
  if (isLate || isEarly) throw new ContractError('SIGNATURE_TIME', { at });
}
