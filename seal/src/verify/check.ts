/** `not-checked`: what it takes is not at hand (no trust, no trusted time, no fresh revocation list), so nothing is known. */
export type Outcome = 'pass' | 'fail' | 'not-checked';

/** `undetermined`: nothing failed, and something was not checked. */
export type Verdict = 'valid' | 'invalid' | 'undetermined';

export type Evidence = { readonly [name: string]: string | number | boolean | null | readonly string[] };

/** One step of a verification. `code` is stable and `OK` for a pass; `cause` says more when a chain is why. */
export interface Check<Step extends string = string, Code extends string = string> {
  readonly step: Step;
  readonly outcome: Outcome;
  readonly code: Code | 'OK';
  readonly cause: string | null;
  readonly evidence: Evidence;
}

/** What all checks together say. No check at all is not valid. */
export function verdictOf(checks: readonly Check[]): Verdict {
  if (checks.length === 0 || checks.some((check) => check.outcome === 'fail')) return 'invalid';
  return checks.every((check) => check.outcome === 'pass') ? 'valid' : 'undetermined';
}

/** The code of the first check that failed, else of the first that was not checked, else `OK`. */
export function codeOf<Code extends string>(checks: readonly Check<string, Code>[]): Code | 'OK' {
  const first = (outcome: Outcome): Code | 'OK' | undefined =>
    checks.find((check) => check.outcome === outcome)?.code;
  return first('fail') ?? first('not-checked') ?? 'OK';
}

export function pass<Step extends string>(step: Step, evidence: Evidence = {}): Check<Step, never> {
  return { step, outcome: 'pass', code: 'OK', cause: null, evidence };
}

export function fail<Step extends string, Code extends string>(
  step: Step,
  code: Code,
  evidence: Evidence = {},
  cause: string | null = null,
): Check<Step, Code> {
  return { step, outcome: 'fail', code, cause, evidence };
}

export function notChecked<Step extends string, Code extends string>(
  step: Step,
  code: Code,
  evidence: Evidence = {},
  cause: string | null = null,
): Check<Step, Code> {
  return { step, outcome: 'not-checked', code, cause, evidence };
}
