import type { Rule } from '../rule.js';
import { clauseRules } from './clauses.js';
import { dispatchRules } from './dispatch.js';
import { payRules } from './pay.js';
import { probationRules } from './probation.js';
import { restraintRules } from './restraint.js';
import { termRules } from './term.js';
import { wordingRules } from './wording.js';
import { workerRules } from './worker.js';

/** Every rule, in the order in which findings are listed. Explained in docs/labor-law.md. */
export const rules: readonly Rule[] = [
  ...clauseRules,
  ...workerRules,
  ...termRules,
  ...dispatchRules,
  ...probationRules,
  ...payRules,
  ...restraintRules,
  ...wordingRules,
];
