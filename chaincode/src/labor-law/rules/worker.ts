import { addMonths } from '../calendar.js';
import {
  IMPLEMENTING_REGULATION,
  LABOR_LAW,
  OCCUPATIONAL_DISEASES_LAW,
  when,
  type Facts,
  type Rule,
} from '../rule.js';

/** The worker's age on the first day of work. */
export const workerRules: readonly Rule[] = [
  {
    ...LABOR_LAW,
    code: 'WORKER_UNDER_AGE',
    article: '第十五条',
    severity: 'violation',
    check: (facts) =>
      when(
        !isOfAge(facts, 16),
        ['/worker/idNo', '/startDate'],
        '禁止用人单位招用未满十六周岁的未成年人。',
        'It is forbidden to employ anybody under sixteen.',
      ),
  },
  {
    ...OCCUPATIONAL_DISEASES_LAW,
    code: 'WORKER_MINOR_HAZARD',
    article: '第三十八条',
    severity: 'violation',
    check: (facts) =>
      when(
        isOfAge(facts, 16) && !isOfAge(facts, 18) && facts.terms.hazards.length > 0,
        ['/worker/idNo', '/hazards'],
        '不得安排未成年工从事接触职业病危害的作业。',
        'A worker under eighteen must not do work that is exposed to occupational hazards.',
      ),
  },
  {
    ...LABOR_LAW,
    code: 'WORKER_MINOR',
    article: '第六十五条',
    severity: 'warning',
    check: (facts) =>
      when(
        isOfAge(facts, 16) && !isOfAge(facts, 18),
        ['/worker/idNo'],
        '劳动者未满十八周岁：用人单位应当定期进行健康检查，不得安排第六十四条禁止的劳动。',
        'The worker is under eighteen: health checks are due, and the work that art. 64 forbids must not be assigned.',
      ),
  },
  {
    ...IMPLEMENTING_REGULATION,
    code: 'WORKER_NEAR_PENSION',
    article: '第二十一条',
    severity: 'warning',
    check: (facts) =>
      when(
        isOfAge(facts, facts.worker.sex === 'male' ? 60 : 50),
        ['/worker/idNo'],
        '劳动者可能已经达到法定退休年龄，请核对能否建立劳动关系。',
        'The worker may have reached the statutory pension age; please check whether a labor relation can be founded.',
      ),
  },
];

/** Whether the birthday of that age is on or before the first day of work. */
function isOfAge({ worker, workStart }: Facts, years: number): boolean {
  return addMonths(worker.birthDate, years * 12) <= workStart;
}
