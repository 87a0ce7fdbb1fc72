/** The report of the one verifier: the same from the command line, the API, the pages and the wallet. */

export type Verdict = 'valid' | 'invalid' | 'undetermined';
export type Outcome = 'pass' | 'fail' | 'warn' | 'not-checked';

/** What a step is about; kept apart so that one never hides another. */
export type Concern = 'format' | 'integrity' | 'signer' | 'trust' | 'time' | 'ledger' | 'state' | 'holder';

export interface Step {
  readonly step: string;
  readonly concern: Concern;
  readonly outcome: Outcome;
  /** Stable; nobody branches on the prose. */
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  /** What the step found: digests, serial numbers, times; never personal data. */
  readonly evidence: { readonly [key: string]: unknown };
}

export interface Statement {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

export interface Report {
  readonly file: string;
  /** `evidence-bundle`, `signed-document`, `time-stamp-token`, `command-proof`, `state-proof`, `trust-file`, `unknown`. */
  readonly kind: string;
  /** About authenticity at its time; `undetermined` when trust or status is not known. */
  readonly verdict: Verdict;
  /** The thing's own state at `statusAsOf` (for example CONCLUDED, DISSOLVED), when known. */
  readonly state: string | null;
  readonly asOf: string;
  readonly statusAsOf: string | null;
  readonly signedBetween: {
    readonly notBefore: string | null;
    readonly notAfter: string | null;
    readonly sources: readonly {
      readonly bound: 'notBefore' | 'notAfter';
      readonly source: string;
      readonly time: string;
    }[];
  };
  /** How many independent operators stand behind it, and which. */
  readonly independence: { readonly operators: number; readonly names: readonly string[] };
  readonly steps: readonly Step[];
  readonly proven: readonly Statement[];
  readonly notProven: readonly Statement[];
}
