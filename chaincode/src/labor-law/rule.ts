import type { CitizenNumber } from '../identifiers/index.js';
import type { MinimumWage } from './minimum-wage.js';
import type { Terms } from './terms.js';

/** One thing that the law has to say about these terms. */
export interface Finding {
  /** Stable; nobody branches on the prose. */
  readonly code: string;
  /** 第十九条. */
  readonly article: string;
  /** The law's short title: 劳动合同法. */
  readonly law: string;
  /** `CN`, or a province's two digits. */
  readonly region: string;
  /** JSON pointers of the members concerned. */
  readonly pointers: readonly string[];
  readonly zh: string;
  readonly en: string;
}

/** A labor contract that the same two parties had before. */
export interface PriorContract {
  readonly termType: Terms['termType'];
  readonly startDate: string;
  /** The last day on which it was in force. */
  readonly endDate: string;
  /** 0 when it had no probation. */
  readonly probationMonths: number;
}

export interface History {
  /** Earlier contracts of this worker with this employer, oldest first. */
  readonly contracts?: readonly PriorContract[];
  /** The terms in force that these amend (art. 35); absent when a contract is concluded. */
  readonly amended?: Terms;
}

/** All that a rule may look at. */
export interface Facts {
  readonly terms: Terms;
  readonly worker: CitizenNumber;
  readonly today: string;
  readonly contracts: readonly PriorContract[];
  readonly amended: Terms | undefined;
  /** The day on which work began, or begins, under this contract. */
  readonly workStart: string;
  readonly minimumWages: readonly MinimumWage[];
}

/** Where a rule finds something, in words that repeat no personal value. */
export interface Hit {
  readonly pointers: readonly string[];
  readonly zh: string;
  readonly en: string;
}

/** One rule of law. `check` is total and pure. */
export interface Rule {
  readonly code: string;
  readonly law: string;
  readonly article: string;
  /** `CN`, or the two digits of the province of the workplace. */
  readonly region: string;
  /** Days on which a contract that is checked falls under the rule, both included. */
  readonly inForce: { readonly from: string; readonly until?: string };
  /** Only a clear violation refuses; what is doubtful warns. */
  readonly severity: 'violation' | 'warning';
  check(facts: Facts): readonly Hit[];
}

export const NONE: readonly Hit[] = [];

/** One hit when `found`, else none. */
export function when(found: boolean, pointers: readonly string[], zh: string, en: string): readonly Hit[] {
  return found ? [{ pointers, zh, en }] : NONE;
}

type Head = Pick<Rule, 'law' | 'region' | 'inForce'>;

/** 劳动合同法, in force since 2008-01-01. */
export const LABOR_CONTRACT_LAW: Head = { law: '劳动合同法', region: 'CN', inForce: { from: '2008-01-01' } };
/** 劳动合同法实施条例, in force since 2008-09-18. */
export const IMPLEMENTING_REGULATION: Head = {
  law: '劳动合同法实施条例',
  region: 'CN',
  inForce: { from: '2008-09-18' },
};
/** 劳动法, in force since 1995-01-01. */
export const LABOR_LAW: Head = { law: '劳动法', region: 'CN', inForce: { from: '1995-01-01' } };
/** 就业促进法, in force since 2008-01-01. */
export const EMPLOYMENT_PROMOTION_LAW: Head = {
  law: '就业促进法',
  region: 'CN',
  inForce: { from: '2008-01-01' },
};
/** 职业病防治法 as numbered since its amendment of 2017-11-05. */
export const OCCUPATIONAL_DISEASES_LAW: Head = {
  law: '职业病防治法',
  region: 'CN',
  inForce: { from: '2017-11-05' },
};
/** 最高人民法院关于审理劳动争议案件适用法律问题的解释(一), in force since 2021-01-01. */
export const INTERPRETATION_ONE: Head = {
  law: '最高人民法院审理劳动争议案件解释（一）',
  region: 'CN',
  inForce: { from: '2021-01-01' },
};
