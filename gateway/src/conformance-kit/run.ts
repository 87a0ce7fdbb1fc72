import type { JsonObject } from '@renxin/chaincode/canonical';
import { GatewayProblem } from '@renxin/wallets/client';
import { Failed, Skipped, type Check, type Group, type Kit, type Need } from './check.js';
import { didChecks } from './checks/did.js';
import { issuingChecks } from './checks/issuing.js';
import { statusChecks } from './checks/status.js';
import { transferChecks } from './checks/transfer.js';
import { trustChecks } from './checks/trust.js';
import { verificationChecks } from './checks/verification.js';

/** Every check, in the order in which later ones use what earlier ones found. */
export const checks: readonly Check[] = [
  ...trustChecks,
  ...didChecks,
  ...issuingChecks,
  ...statusChecks,
  ...verificationChecks,
  ...transferChecks,
];

export interface CheckResult extends Pick<Check, 'id' | 'group' | 'title' | 'clause'> {
  readonly outcome: 'pass' | 'fail' | 'skipped' | 'planned';
  /** `PASSED`, why it failed, or why it was not run. */
  readonly code: string;
  readonly evidence: JsonObject;
  readonly milliseconds: number;
}

export interface KitReport {
  readonly url: string;
  readonly province: string;
  readonly at: string;
  /** Fingerprint of the trust file by which it was judged. */
  readonly fingerprint: string | null;
  /** Only what would be done was said. */
  readonly dryRun: boolean;
  readonly results: readonly CheckResult[];
  /** What was made and could not be ended: somebody has to look after it. */
  readonly left: readonly string[];
}

/**
 * Runs the checks one after the other and then ends what they made, also when one of them failed.
 * @param given what the operator gave
 */
export async function run(
  kit: Kit,
  given: ReadonlySet<Need>,
  { dryRun, only }: { readonly dryRun: boolean; readonly only: ReadonlySet<Group> | undefined },
): Promise<KitReport> {
  const at = kit.clock().toISOString();
  const results: CheckResult[] = [];
  for (const check of checks) {
    // Whom to believe is asked in any case.
    if (only?.has(check.group) === false && check.group !== 'trust') continue;
    const missing = check.needs?.find((need) => !given.has(need));
    if (missing !== undefined)
      results.push(resultOf(check, 'skipped', `NEEDS_${missing.toUpperCase().replace('-', '_')}`));
    else if (dryRun)
      results.push(resultOf(check, 'planned', check.creates === undefined ? 'READS' : 'CREATES'));
    else results.push(await judged(check, kit));
  }
  const left = await endAll(kit);
  const { base: url, province } = kit;
  return { url, province, at, fingerprint: kit.trust?.fingerprint ?? null, dryRun, results, left };
}

async function judged(check: Check, kit: Kit): Promise<CheckResult> {
  const began = performance.now();
  const took = (): number => Math.round(performance.now() - began);
  try {
    return resultOf(check, 'pass', 'PASSED', await check.run(kit), took());
  } catch (error) {
    if (error instanceof Skipped) return resultOf(check, 'skipped', error.code, {}, took());
    if (error instanceof Failed) return resultOf(check, 'fail', error.code, error.evidence, took());
    if (error instanceof GatewayProblem)
      return resultOf(check, 'fail', error.code, { status: error.status }, took());
    const { code, name } = error as { code?: unknown; name?: unknown };
    return resultOf(
      check,
      'fail',
      typeof code === 'string' ? code : 'CHECK_ERROR',
      { error: String(name) },
      took(),
    );
  }
}

function resultOf(
  { id, group, title, clause }: Check,
  outcome: CheckResult['outcome'],
  code: string,
  evidence: JsonObject = {},
  milliseconds = 0,
): CheckResult {
  return { id, group, title, clause, outcome, code, evidence, milliseconds };
}

/** @returns what could not be ended */
async function endAll(kit: Kit): Promise<string[]> {
  const left: string[] = [];
  for (const undo of kit.undo) {
    try {
      await undo.end();
    } catch {
      left.push(undo.what);
    }
  }
  return left;
}

/** 0: what was asked holds; 1: something does not, or something was left; 2: nothing was learned. */
export function exitCodeOf({ results, left }: KitReport): 0 | 1 | 2 {
  if (left.length > 0 || results.some(({ outcome, code }) => outcome === 'fail' && code !== 'UNREACHABLE'))
    return 1;
  if (results.some(({ outcome }) => outcome === 'fail')) return 2;
  return results.some(({ outcome }) => outcome === 'pass' || outcome === 'planned') ? 0 : 2;
}
