import type { Concern, StatementCode, StepCode, StepName } from './texts.js';

export type { Concern };

/**
 * The report of the one verifier: the same from the command line, the API, the pages and the wallet. The letter is in
 * docs/formats/verification-report.md.
 */
export type Verdict = 'valid' | 'invalid' | 'undetermined';
export type Outcome = 'pass' | 'fail' | 'warn' | 'not-checked';

export type ReportKind =
  | 'evidence-bundle'
  | 'archive-package'
  | 'archive-registration'
  | 'consent-receipt'
  | 'credential'
  | 'presentation'
  | 'status-list'
  | 'certificate-code'
  | 'signed-document'
  | 'seal'
  | 'sealed-ofd'
  | 'seal-signature'
  | 'signed-pdf'
  | 'command-proof'
  | 'state-proof'
  | 'trust-file'
  | 'log-proof'
  | 'fact-statement'
  | 'unknown';

export interface Step {
  readonly step: StepName;
  readonly concern: Concern;
  readonly outcome: Outcome;
  /** Stable; nobody branches on the prose. */
  readonly code: StepCode;
  readonly zh: string;
  readonly en: string;
  /** What the step found: digests, serial numbers, times; never personal data. */
  readonly evidence: { readonly [key: string]: unknown };
}

export interface Statement {
  readonly code: StatementCode;
  readonly zh: string;
  readonly en: string;
}

/** One bound of the time line with its source, in ISO 8601. */
export interface TimeSource {
  readonly bound: 'notBefore' | 'notAfter';
  readonly source: string;
  readonly time: string;
  /** The amendment whose signing it bounds; absent for the contract itself. */
  readonly amendment?: number;
}

export interface Report {
  readonly file: string;
  readonly kind: ReportKind;
  /** About authenticity at its time; `undetermined` when trust or status is not known. */
  readonly verdict: Verdict;
  /** The thing's own state as of `asOf` (for example CONCLUDED, DISSOLVED), when known. */
  readonly state: string | null;
  readonly asOf: string;
  /** The time of the ledger header under which the state was proven. */
  readonly statusAsOf: string | null;
  readonly signedBetween: {
    readonly notBefore: string | null;
    readonly notAfter: string | null;
    readonly sources: readonly TimeSource[];
  };
  /** How many independent operators stand behind it, and which. */
  readonly independence: { readonly operators: number; readonly names: readonly string[] };
  /** Fingerprint of the trust file that was used; null when none was. */
  readonly trust: string | null;
  readonly steps: readonly Step[];
  readonly proven: readonly Statement[];
  readonly notProven: readonly Statement[];
}

/** 0 all valid; 1 at least one invalid; 2 none invalid, at least one undetermined (or nothing to report on). */
export function exitCodeOf(reports: readonly Report[]): 0 | 1 | 2 {
  if (reports.some(({ verdict }) => verdict === 'invalid')) return 1;
  if (reports.length === 0 || reports.some(({ verdict }) => verdict !== 'valid')) return 2;
  return 0;
}
