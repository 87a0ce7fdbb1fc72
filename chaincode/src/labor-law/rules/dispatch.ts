import { addDays, addMonths } from '../calendar.js';
import { LABOR_CONTRACT_LAW, when, type Rule } from '../rule.js';

/** The form of contract that needs a licence on the ledger as well. */
export const DISPATCH_TEMPLATE = 'renxin-labor-contract-dispatch';

/** Workers who are dispatched to somebody else's business (劳务派遣, 劳动合同法 art. 57 to 67). */
export const dispatchRules: readonly Rule[] = [
  {
    ...LABOR_CONTRACT_LAW,
    code: 'DISPATCH_TERM_TOO_SHORT',
    article: '第五十八条',
    severity: 'violation',
    check: ({ terms }) =>
      when(
        terms.dispatch !== undefined &&
          (terms.termType !== 'FIXED' || (terms.endDate ?? terms.startDate) < twoYears(terms.startDate)),
        ['/termType', '/startDate', '/endDate'],
        '劳务派遣单位应当与被派遣劳动者订立二年以上的固定期限劳动合同。',
        'A dispatching employer concludes a fixed term of two years or more.',
      ),
  },
  {
    ...LABOR_CONTRACT_LAW,
    code: 'DISPATCH_FORM',
    article: '第五十八条',
    severity: 'violation',
    check: ({ terms }) =>
      when(
        (terms.dispatch !== undefined) !== (terms.templateId === DISPATCH_TEMPLATE),
        ['/templateId', '/dispatch'],
        '劳务派遣的劳动合同应当使用劳务派遣文本，并载明用工单位和派遣期限；其他文本不得约定劳务派遣。',
        'Dispatch is agreed in its own form, which names the host and the period, and in no other.',
      ),
  },
  {
    ...LABOR_CONTRACT_LAW,
    code: 'DISPATCH_OUTSIDE_TERM',
    article: '第五十八条',
    severity: 'violation',
    check: ({ terms: { dispatch, startDate, endDate } }) =>
      when(
        dispatch !== undefined &&
          (dispatch.endDate < dispatch.startDate ||
            dispatch.startDate < startDate ||
            (endDate !== undefined && dispatch.endDate > endDate)),
        ['/dispatch/startDate', '/dispatch/endDate'],
        '派遣期限应当在劳动合同期限之内。',
        'The dispatch lies within the term of the contract.',
      ),
  },
  {
    ...LABOR_CONTRACT_LAW,
    code: 'DISPATCH_TO_ITSELF',
    article: '第六十七条',
    severity: 'violation',
    check: ({ terms: { dispatch, employer } }) =>
      when(
        dispatch?.host.uscc === employer.uscc,
        ['/dispatch/host/uscc'],
        '用人单位不得设立劳务派遣单位向本单位派遣劳动者。',
        'Nobody dispatches workers to its own business.',
      ),
  },
];

/** The last day of two years that begin on this day. */
function twoYears(startDate: string): string {
  return addDays(addMonths(startDate, 24), -1);
}
