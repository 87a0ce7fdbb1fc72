import { minimumWageAt, type MinimumWage } from '../minimum-wage.js';
import { LABOR_CONTRACT_LAW, LABOR_LAW, when, type Facts, type Rule } from '../rule.js';

/** The minimum wage of the place of work on the first day of the term. */
export const payRules: readonly Rule[] = [
  {
    ...LABOR_LAW,
    code: 'WAGE_BELOW_MINIMUM',
    article: '第四十八条',
    severity: 'violation',
    check: (facts) =>
      when(
        facts.terms.wage.amount < (minimum(facts)?.monthly ?? 0),
        ['/wage/amount', '/workplace/regionCode'],
        '约定的月工资低于工作地点的最低工资标准。',
        'The agreed monthly wage is below the minimum wage of the place of work.',
      ),
  },
  {
    ...LABOR_CONTRACT_LAW,
    code: 'PROBATION_WAGE_BELOW_MINIMUM',
    article: '第二十条',
    severity: 'violation',
    check: (facts) =>
      when(
        facts.terms.probation !== undefined && facts.terms.probation.wage < (minimum(facts)?.monthly ?? 0),
        ['/probation/wage', '/workplace/regionCode'],
        '试用期工资低于用人单位所在地的最低工资标准。',
        'Pay in probation is below the local minimum wage.',
      ),
  },
  {
    ...LABOR_LAW,
    code: 'MINIMUM_WAGE_NOT_CHECKED',
    article: '第四十八条',
    severity: 'warning',
    check: (facts) =>
      when(
        minimum(facts) === undefined,
        ['/wage/amount', '/workplace/regionCode'],
        '没有配置工作地点在合同起始日的最低工资标准，本项没有检查。',
        'No minimum wage is configured for the place of work on the first day: this was not checked.',
      ),
  },
];

function minimum({ terms, minimumWages }: Facts): MinimumWage | undefined {
  return minimumWageAt(minimumWages, terms.workplace.regionCode, terms.startDate);
}
