import { ProofError } from '@renxin/network/proof';
import { BundleError } from '../bundle/index.js';
import type { Outcome, Statement, Step, TimeSource, Verdict } from './report.js';
import {
  isStepCode,
  statementTexts,
  stepConcerns,
  stepTexts,
  type StatementCode,
  type StepCode,
  type StepName,
} from './texts.js';

declare const established: unique symbol;

/** What a step has shown. Only {@link Examination.step} makes it, so a later step that asks for it cannot run before. */
export type Shown<N extends StepName, T> = T & { readonly [established]: N };

export type Evidence = { readonly [key: string]: unknown };

/** What a step answers when it does not fail. */
export interface Finding<T> {
  readonly code: StepCode;
  readonly outcome?: 'pass' | 'warn';
  readonly evidence?: Evidence;
  readonly value: T;
}

/** Something is wrong: the step fails and the verdict is invalid. */
export class Fault extends Error {
  readonly code: StepCode;
  readonly evidence: Evidence;
  constructor(code: StepCode, evidence: Evidence = {}, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.evidence = evidence;
  }
}

/** Nothing wrong was found, but it cannot be decided: the verdict is undetermined at best. */
export class Undecided extends Error {
  readonly code: StepCode;
  readonly evidence: Evidence;
  constructor(code: StepCode, evidence: Evidence = {}, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.evidence = evidence;
  }
}

type Needs<D extends readonly unknown[]> = { readonly [K in keyof D]: Exclude<D[K], undefined> };

/** One examination of one file: runs the steps in order, keeps what each said, and judges at the end. */
export class Examination {
  readonly steps: Step[] = [];
  readonly sources: TimeSource[] = [];
  readonly operators = new Set<string>();
  state: string | null = null;
  statusAsOf: string | null = null;
  readonly #proven = new Set<StatementCode>();
  readonly #notProven = new Set<StatementCode>();
  #scope: Evidence = {};

  /**
   * Runs one step. `needs` is what earlier steps have shown; when one of them is missing the step is not checked. Any
   * error inside is a fail of this step. Resolves to what was shown, or undefined.
   */
  async step<N extends StepName, const D extends readonly unknown[], T extends object>(
    name: N,
    needs: D,
    check: (...needs: Needs<D>) => Finding<T> | Promise<Finding<T>>,
  ): Promise<Shown<N, T> | undefined> {
    if (needs.some((need) => need === undefined)) {
      this.#say(name, 'not-checked', 'EARLIER_STEP', {});
      return undefined;
    }
    try {
      const found = await check(...(needs as unknown as Needs<D>));
      this.#say(name, found.outcome ?? 'pass', found.code, found.evidence ?? {});
      return found.value as Shown<N, T>;
    } catch (error) {
      this.#refuse(name, error);
      return undefined;
    }
  }

  /** Every step inside carries this evidence besides its own. */
  async within<R>(scope: Evidence, steps: () => Promise<R>): Promise<R> {
    const outer = this.#scope;
    this.#scope = { ...outer, ...scope };
    try {
      return await steps();
    } finally {
      this.#scope = outer;
    }
  }

  /** A bound of the time of what is examined now: the contract itself, or the amendment of the scope. */
  bounds(source: Omit<TimeSource, 'amendment'>): void {
    const { amendment } = this.#scope;
    this.sources.push({ ...source, ...(typeof amendment === 'number' && { amendment }) });
  }

  proves(...codes: StatementCode[]): void {
    for (const code of codes) this.#proven.add(code);
  }

  leavesOpen(...codes: StatementCode[]): void {
    for (const code of codes) this.#notProven.add(code);
  }

  get verdict(): Verdict {
    if (this.steps.length === 0) return 'undetermined';
    if (this.steps.some(({ outcome }) => outcome === 'fail')) return 'invalid';
    return this.steps.some(({ outcome }) => outcome === 'not-checked') ? 'undetermined' : 'valid';
  }

  get proven(): Statement[] {
    return [...this.#proven].map((code) => ({ code, ...statementTexts[code] }));
  }

  get notProven(): Statement[] {
    return [...this.#notProven].map((code) => ({ code, ...statementTexts[code] }));
  }

  #refuse(name: StepName, error: unknown): void {
    if (error instanceof Undecided) this.#say(name, 'not-checked', error.code, error.evidence);
    else if (error instanceof Fault) this.#say(name, 'fail', error.code, error.evidence);
    else if (error instanceof ProofError) this.#say(name, 'fail', error.code, {});
    else if (error instanceof BundleError && error.code === 'PART_MISSING')
      this.#say(name, 'not-checked', 'PART_MISSING', { path: error.path });
    else if (error instanceof BundleError && isStepCode(error.code))
      this.#say(name, 'fail', error.code, error.path === undefined ? {} : { path: error.path });
    else this.#say(name, 'fail', 'STEP_ERROR', {});
  }

  #say(step: StepName, outcome: Outcome, code: StepCode, evidence: Evidence): void {
    this.steps.push({
      step,
      concern: stepConcerns[step],
      outcome,
      code,
      ...stepTexts[code],
      evidence: { ...evidence, ...this.#scope },
    });
  }
}
