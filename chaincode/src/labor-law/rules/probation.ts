import { lastsMonths } from '../calendar.js';
import { LABOR_CONTRACT_LAW, NONE, when, type Rule } from '../rule.js';
import type { Terms } from '../terms.js';

/** Probation: how long, how often, for what pay. */
export const probationRules: readonly Rule[] = [
  {
    ...LABOR_CONTRACT_LAW,
    code: 'PROBATION_NOT_ALLOWED',
    article: '第十九条',
    severity: 'violation',
    check: ({ terms }) =>
      when(
        terms.probation !== undefined && probationCap(terms) === 0,
        ['/probation/months', '/termType', ...end(terms)],
        '以完成一定工作任务为期限的劳动合同或者期限不满三个月的劳动合同，不得约定试用期。',
        'No probation in a contract for the completion of a task or of less than three months.',
      ),
  },
  {
    ...LABOR_CONTRACT_LAW,
    code: 'PROBATION_TOO_LONG',
    article: '第十九条',
    severity: 'violation',
    check: ({ terms }) => {
      const cap = probationCap(terms);
      if (terms.probation === undefined || cap === undefined || cap === 0) return NONE;
      return when(
        terms.probation.months > cap,
        ['/probation/months', '/startDate', ...end(terms)],
        `试用期过长：按本合同的期限，试用期不得超过${CHINESE[cap] ?? String(cap)}个月（劳动合同法第十九条）。`,
        `Probation is too long: with this term it must not exceed ${String(cap)} month${cap === 1 ? '' : 's'} (Labor Contract Law, art. 19).`,
      );
    },
  },
  {
    ...LABOR_CONTRACT_LAW,
    code: 'PROBATION_REPEATED',
    article: '第十九条',
    severity: 'violation',
    check: ({ terms, contracts }) =>
      when(
        terms.probation !== undefined && contracts.some(({ probationMonths }) => probationMonths > 0),
        ['/probation'],
        '同一用人单位与同一劳动者只能约定一次试用期（第二款）。',
        'The same employer and worker may agree on probation once only (para. 2).',
      ),
  },
  {
    ...LABOR_CONTRACT_LAW,
    code: 'PROBATION_EXTENDED',
    article: '第十九条',
    severity: 'violation',
    check: ({ terms, amended }) =>
      when(
        amended !== undefined && (terms.probation?.months ?? 0) > (amended.probation?.months ?? 0),
        ['/probation/months'],
        '同一用人单位与同一劳动者只能约定一次试用期，变更合同不得延长或者另设试用期（第二款）。',
        'Probation is agreed once only: an amendment must not lengthen or add it (para. 2).',
      ),
  },
  {
    ...LABOR_CONTRACT_LAW,
    code: 'PROBATION_WAGE_TOO_LOW',
    article: '第二十条',
    severity: 'violation',
    check: ({ terms }) =>
      when(
        terms.probation !== undefined &&
          !isFourFifths(terms.probation.wage, terms.wage.amount) &&
          !isFourFifths(terms.probation.wage, terms.probation.lowestGradeWage),
        ['/probation/wage', '/wage/amount'],
        '试用期工资不得低于本单位相同岗位最低档工资的百分之八十或者劳动合同约定工资的百分之八十。',
        'Pay in probation must not be below 80 % of the agreed wage, or of the lowest grade of the same post.',
      ),
  },
  {
    ...LABOR_CONTRACT_LAW,
    code: 'PROBATION_WAGE_BY_LOWEST_GRADE',
    article: '第二十条',
    severity: 'warning',
    check: ({ terms }) =>
      when(
        terms.probation !== undefined &&
          !isFourFifths(terms.probation.wage, terms.wage.amount) &&
          isFourFifths(terms.probation.wage, terms.probation.lowestGradeWage),
        ['/probation/wage', '/probation/lowestGradeWage'],
        '试用期工资低于约定工资的百分之八十，仅以用人单位声明的相同岗位最低档工资为依据；用人单位应当能够证明。',
        'Pay in probation is below 80 % of the agreed wage and rests on the lowest grade that the employer declares; the employer has to be able to prove it.',
      ),
  },
];

/**
 * The longest probation in months for this term (art. 19): 0 when none is allowed, undefined when the term itself is not
 * stated.
 */
export function probationCap(
  terms: Pick<Terms, 'termType' | 'startDate'> & { readonly endDate?: string },
): 0 | 1 | 2 | 6 | undefined {
  if (terms.termType === 'PROJECT') return 0;
  if (terms.termType === 'OPEN_ENDED') return 6;
  if (terms.endDate === undefined || terms.endDate <= terms.startDate) return undefined;
  if (lastsMonths(terms.startDate, terms.endDate, 36)) return 6;
  if (lastsMonths(terms.startDate, terms.endDate, 12)) return 2;
  return lastsMonths(terms.startDate, terms.endDate, 3) ? 1 : 0;
}

const CHINESE: Readonly<Record<number, string>> = { 1: '一', 2: '二', 6: '六' };

function end(terms: Terms): readonly string[] {
  return terms.endDate === undefined ? [] : ['/endDate'];
}

function isFourFifths(wage: number, of: number | undefined): boolean {
  return of !== undefined && wage * 5 >= of * 4;
}
