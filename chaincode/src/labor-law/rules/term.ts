import { addDays, addMonths, wholeMonths } from '../calendar.js';
import { LABOR_CONTRACT_LAW, NONE, when, type Facts, type PriorContract, type Rule } from '../rule.js';

/** The term, the deadline for the written form, and when a contract has to be open-ended. */
export const termRules: readonly Rule[] = [
  {
    ...LABOR_CONTRACT_LAW,
    code: 'TERM_END_MISSING',
    article: '第十三条',
    severity: 'violation',
    check: ({ terms }) =>
      when(
        terms.termType === 'FIXED' && terms.endDate === undefined,
        ['/endDate'],
        '固定期限劳动合同必须约定合同终止时间。',
        'A fixed-term contract must name the day on which it ends.',
      ),
  },
  {
    ...LABOR_CONTRACT_LAW,
    code: 'TERM_END_NOT_AFTER_START',
    article: '第十三条',
    severity: 'violation',
    check: ({ terms }) =>
      when(
        terms.endDate !== undefined && terms.endDate <= terms.startDate,
        ['/startDate', '/endDate'],
        '合同终止日期必须晚于起始日期。',
        'The term must end after it starts.',
      ),
  },
  {
    ...LABOR_CONTRACT_LAW,
    code: 'TERM_END_FORBIDDEN',
    article: '第十四条',
    severity: 'violation',
    check: ({ terms }) =>
      when(
        terms.termType === 'OPEN_ENDED' && terms.endDate !== undefined,
        ['/termType', '/endDate'],
        '无固定期限劳动合同不得约定终止日期。',
        'An open-ended contract must not name a day on which it ends.',
      ),
  },
  {
    ...LABOR_CONTRACT_LAW,
    code: 'TERM_COMPLETION_MISSING',
    article: '第十五条',
    severity: 'violation',
    check: ({ terms }) =>
      when(
        terms.termType === 'PROJECT' && terms.projectCompletion === undefined,
        ['/projectCompletion'],
        '以完成一定工作任务为期限的劳动合同必须约定任务完成的标准。',
        'A contract for the completion of a task must say when the task is complete.',
      ),
  },
  {
    ...LABOR_CONTRACT_LAW,
    code: 'TERM_COMPLETION_FORBIDDEN',
    article: '第十二条',
    severity: 'violation',
    check: ({ terms }) =>
      when(
        terms.termType !== 'PROJECT' && terms.projectCompletion !== undefined,
        ['/termType', '/projectCompletion'],
        '一份劳动合同只能有一种期限：约定了任务完成标准的，应当选择以完成一定工作任务为期限。',
        'A contract has one kind of term: one that ends with a task must be of that kind.',
      ),
  },
  {
    ...LABOR_CONTRACT_LAW,
    code: 'TERM_ALREADY_OVER',
    article: '第四十四条',
    severity: 'warning',
    check: ({ terms, today }) =>
      when(
        terms.endDate !== undefined && terms.endDate < today,
        ['/endDate'],
        '合同期限在订立之前已经届满，请核对日期。',
        'The term is over before the contract is concluded; please check the dates.',
      ),
  },
  {
    ...LABOR_CONTRACT_LAW,
    code: 'WRITTEN_CONTRACT_LATE',
    article: '第八十二条',
    severity: 'warning',
    check: (facts) =>
      when(
        facts.amended === undefined &&
          facts.today > addMonths(unwrittenSince(facts), 1) &&
          facts.today < addMonths(unwrittenSince(facts), 12),
        writtenPointers(facts),
        '自用工之日起已超过一个月未订立书面劳动合同（第十条），用人单位应当向劳动者每月支付二倍的工资。',
        'More than a month of work without a written contract (art. 10): the employer owes double pay for each month.',
      ),
  },
  {
    ...LABOR_CONTRACT_LAW,
    code: 'WRITTEN_CONTRACT_AFTER_A_YEAR',
    article: '第十四条',
    severity: 'warning',
    check: (facts) =>
      when(
        facts.amended === undefined && facts.today >= addMonths(unwrittenSince(facts), 12),
        writtenPointers(facts),
        '自用工之日起已满一年未订立书面劳动合同，视为双方已订立无固定期限劳动合同（第三款）。',
        'A year of work without a written contract: an open-ended contract is deemed concluded (para. 3).',
      ),
  },
  {
    ...LABOR_CONTRACT_LAW,
    code: 'OPEN_ENDED_AFTER_TWO_FIXED_TERMS',
    article: '第十四条',
    severity: 'warning',
    check: (facts) =>
      when(
        facts.amended === undefined && facts.terms.termType !== 'OPEN_ENDED' && fixedTermsInARow(facts) >= 2,
        ['/termType'],
        '双方已连续订立二次固定期限劳动合同。除劳动者提出订立固定期限劳动合同外，续订应当订立无固定期限劳动合同（第二款第三项）。',
        'Two fixed-term contracts in a row came before: unless the worker asks for a fixed term, this one has to be open-ended (para. 2 item 3).',
      ),
  },
  {
    ...LABOR_CONTRACT_LAW,
    code: 'OPEN_ENDED_AFTER_TEN_YEARS',
    article: '第十四条',
    severity: 'warning',
    check: (facts) => {
      if (facts.amended !== undefined || facts.terms.termType === 'OPEN_ENDED') return NONE;
      const since = continuous(facts)[0]?.startDate ?? facts.workStart;
      const until = facts.today > facts.terms.startDate ? facts.today : facts.terms.startDate;
      return when(
        wholeMonths(since, until) >= 120,
        ['/termType'],
        '劳动者在本单位连续工作已满十年。除劳动者提出订立固定期限劳动合同外，应当订立无固定期限劳动合同（第二款第一项）。',
        'The worker has served ten years without a break: unless the worker asks for a fixed term, this one has to be open-ended (para. 2 item 1).',
      );
    },
  },
];

/** The day since which there has been work without a written contract: after a contract that ran on, its start. */
function unwrittenSince({ terms, workStart, contracts }: Facts): string {
  const last = contracts.at(-1);
  if (last === undefined || last.endDate < workStart) return workStart;
  const next = addDays(last.endDate, 1);
  return next < terms.startDate ? next : terms.startDate;
}

function writtenPointers({ terms }: Facts): readonly string[] {
  return terms.workStartDate === undefined ? ['/startDate'] : ['/startDate', '/workStartDate'];
}

/** The earlier contracts that follow one another without a gap up to this one, oldest first. */
function continuous({ contracts, workStart }: Facts): readonly PriorContract[] {
  let start = workStart;
  let first = contracts.length;
  for (let i = contracts.length - 1; i >= 0; i--) {
    const prior = contracts[i];
    if (prior === undefined || addDays(prior.endDate, 1) < start) break;
    first = i;
    start = prior.startDate;
  }
  return contracts.slice(first);
}

function fixedTermsInARow(facts: Facts): number {
  const chain = continuous(facts);
  let count = 0;
  for (let i = chain.length - 1; i >= 0 && chain[i]?.termType === 'FIXED'; i--) count += 1;
  return count;
}
