import { emptyClauses } from '../clauses.js';
import { LABOR_CONTRACT_LAW, LABOR_LAW, when, type Rule } from '../rule.js';
import { socialInsuranceKind } from '../terms.js';

/** What a contract must contain. */
export const clauseRules: readonly Rule[] = [
  {
    ...LABOR_CONTRACT_LAW,
    code: 'MANDATORY_CLAUSE_MISSING',
    article: '第十七条',
    severity: 'violation',
    check: ({ terms }) =>
      emptyClauses(terms).map(({ clause, pointers }) => ({
        pointers,
        zh: `缺少劳动合同必备条款：${clause.zh}（${clause.article}）。`,
        en: `A mandatory clause is missing: ${clause.en} (art. 17 para. 1 item ${String(clause.item)}).`,
      })),
  },
  {
    ...LABOR_LAW,
    code: 'SOCIAL_INSURANCE_INCOMPLETE',
    article: '第七十二条',
    severity: 'warning',
    check: ({ terms }) =>
      when(
        terms.socialInsurance.length > 0 && terms.socialInsurance.length < socialInsuranceKind.options.length,
        ['/socialInsurance'],
        '合同没有列明全部社会保险险种。用人单位和劳动者必须依法参加社会保险，请核对。',
        'Not every kind of social insurance is listed. Taking part is compulsory for both parties; please check.',
      ),
  },
  {
    ...LABOR_LAW,
    code: 'WORKING_TIME_APPROVAL_MISSING',
    article: '第三十九条',
    severity: 'warning',
    check: ({ terms }) =>
      when(
        terms.workingTimeSystem !== 'STANDARD' && terms.workingTimeApproval === undefined,
        ['/workingTimeSystem', '/workingTimeApproval'],
        '实行综合计算工时或者不定时工作制须经劳动行政部门批准，合同没有写明批准文号。',
        'A comprehensive or flexible working-time system needs permission by the labor authority; its number is missing.',
      ),
  },
];
