import type { ChainCode, ChainFinding, ChainStep } from '../verify/chain.js';
import type { Check } from '../verify/check.js';

/** The check of this step when it did not pass. */
export function chainFault(chain: ChainFinding, step: ChainStep): Check<ChainStep, ChainCode> | undefined {
  return chain.checks.find((check) => check.step === step && check.outcome !== 'pass');
}

/** Where in the path the fault is, 0 being the leaf. */
export function faultIndex(check: Check): number {
  const index = check.evidence['index'];
  return typeof index === 'number' ? index : -1;
}
