import { INTERPRETATION_ONE, LABOR_CONTRACT_LAW, when, type Rule } from '../rule.js';

/** What may bind a worker beyond the work itself: non-competition, confidentiality, training. */
export const restraintRules: readonly Rule[] = [
  {
    ...LABOR_CONTRACT_LAW,
    code: 'NON_COMPETE_TOO_LONG',
    article: '第二十四条',
    severity: 'violation',
    check: ({ terms }) =>
      when(
        terms.nonCompete !== undefined && terms.nonCompete.months > 24,
        ['/nonCompete/months'],
        '竞业限制期限不得超过二年。',
        'Non-competition must not last longer than two years.',
      ),
  },
  {
    ...LABOR_CONTRACT_LAW,
    code: 'NON_COMPETE_PERSONNEL',
    article: '第二十四条',
    severity: 'violation',
    check: ({ terms }) =>
      when(
        terms.nonCompete?.personnel === 'OTHER',
        ['/nonCompete/personnel'],
        '竞业限制的人员限于用人单位的高级管理人员、高级技术人员和其他负有保密义务的人员。',
        'Only senior managers, senior technicians and people bound to secrecy may be bound by non-competition.',
      ),
  },
  {
    ...LABOR_CONTRACT_LAW,
    code: 'NON_COMPETE_WITHOUT_CONFIDENTIALITY',
    article: '第二十三条',
    severity: 'warning',
    check: ({ terms }) =>
      when(
        terms.nonCompete?.personnel === 'CONFIDENTIALITY' && terms.confidentiality === undefined,
        ['/nonCompete/personnel', '/confidentiality'],
        '竞业限制以负有保密义务为由，但合同没有约定保密事项。',
        'Non-competition rests on a duty of secrecy, but the contract has no clause on confidentiality.',
      ),
  },
  {
    ...INTERPRETATION_ONE,
    code: 'NON_COMPETE_COMPENSATION_LOW',
    article: '第三十六条',
    severity: 'warning',
    check: ({ terms }) =>
      when(
        terms.nonCompete !== undefined && terms.nonCompete.compensation * 10 < terms.wage.amount * 3,
        ['/nonCompete/compensation', '/wage/amount'],
        '竞业限制的月补偿低于月工资的百分之三十；没有约定补偿时法院以此为标准。',
        'Monthly compensation for non-competition is below 30 % of the monthly wage, which courts apply where none is agreed.',
      ),
  },
  {
    ...LABOR_CONTRACT_LAW,
    code: 'TRAINING_PENALTY_TOO_HIGH',
    article: '第二十二条',
    severity: 'violation',
    check: ({ terms }) =>
      when(
        terms.training !== undefined && terms.training.penalty > terms.training.cost,
        ['/training/penalty', '/training/cost'],
        '服务期违约金的数额不得超过用人单位提供的培训费用。',
        'What is due for leaving a period of service must not exceed the cost of the training.',
      ),
  },
];
