import type { Check } from '@renxin/seal/verify';
import { Fault, Undecided, type Evidence } from '../examination.js';
import { isStepCode } from '../texts.js';

/**
 * Takes over those checks of `@renxin/seal/verify` that belong to one step: the first that failed makes the step fail,
 * the first that was not checked leaves it open. A check that is not there counts as failed.
 */
export function requireChecks(
  checks: readonly Check[],
  names: readonly string[],
  evidence: Evidence = {},
): void {
  const found = names.map((name) => checks.find(({ step }) => step === name));
  const bad = found.find((check) => check?.outcome === 'fail');
  if (bad !== undefined) {
    // Nothing was found wrong with an issuer that the trust file does not know: it is unknown, not false.
    if (bad.cause === 'CHAIN_UNKNOWN_ROOT')
      throw new Undecided('CHAIN_UNKNOWN_ROOT', { ...evidence, ...bad.evidence });
    throw new Fault(isStepCode(bad.code) ? bad.code : 'STEP_ERROR', { ...evidence, ...detail(bad) });
  }
  if (found.some((check) => check === undefined)) {
    const first = checks.find(({ outcome }) => outcome === 'fail');
    throw new Fault(first !== undefined && isStepCode(first.code) ? first.code : 'STEP_ERROR', evidence);
  }
  const open = found.find((check) => check?.outcome === 'not-checked');
  if (open !== undefined)
    throw new Undecided(isStepCode(open.code) ? open.code : 'STEP_ERROR', { ...evidence, ...detail(open) });
}

function detail({ evidence, cause }: Check): Evidence {
  return cause === null ? evidence : { ...evidence, cause };
}
