import { EMPLOYMENT_PROMOTION_LAW, LABOR_CONTRACT_LAW, LABOR_LAW, type Hit, type Rule } from '../rule.js';
import type { Terms } from '../terms.js';

/**
 * Words that often stand in void clauses. A word proves nothing (不得收取押金 is lawful), so these rules only warn and ask
 * a person to read the clause.
 */
export const wordingRules: readonly Rule[] = [
  {
    ...LABOR_CONTRACT_LAW,
    code: 'WORDING_DEPOSIT',
    article: '第九条',
    severity: 'warning',
    check: ({ terms }) =>
      find(
        terms,
        /押金|保证金|抵押金|风险金|(?:扣押|扣留|留存|收取|上交|保管).{0,8}(?:身份证|证件|毕业证|资格证)/,
        '条款提到押金、保证金或者证件：用人单位不得扣押劳动者的证件，不得要求提供担保或者以其他名义收取财物（违者依第八十四条处罚）。请核对。',
        'The clause speaks of a deposit or of identity documents: an employer must keep no documents and take no security (art. 84 for the penalty). Please check.',
      ),
  },
  {
    ...LABOR_CONTRACT_LAW,
    code: 'WORDING_PENALTY',
    article: '第二十五条',
    severity: 'warning',
    check: ({ terms }) =>
      find(
        terms,
        /违约金/,
        '条款提到违约金：除服务期和竞业限制外，不得约定由劳动者承担违约金。请核对。',
        'The clause speaks of liquidated damages: a worker may owe them for a period of service or non-competition only. Please check.',
      ),
  },
  {
    ...LABOR_CONTRACT_LAW,
    code: 'WORDING_LIABILITY_WAIVER',
    article: '第二十六条',
    severity: 'warning',
    check: ({ terms }) =>
      find(
        terms,
        /(?:工伤|伤亡|伤残|生死|事故).{0,12}(?:概不负责|不负责任|自负|自行承担|不承担)/,
        '条款可能免除用人单位的法定责任；这样的约定无效。请核对。',
        'The clause may free the employer of a duty by law; such a clause is void. Please check.',
      ),
  },
  {
    ...LABOR_LAW,
    code: 'WORDING_INSURANCE_WAIVER',
    article: '第七十二条',
    severity: 'warning',
    check: ({ terms }) =>
      find(
        terms,
        /(?:放弃|不缴|不交|不参加|无需|不予办理|不办理).{0,8}(?:社保|社会保险|养老保险|医疗保险|工伤保险|失业保险)/,
        '条款可能放弃社会保险；参加社会保险是双方的法定义务，不能以约定放弃。请核对。',
        'The clause may waive social insurance; taking part is a duty of both parties and cannot be waived. Please check.',
      ),
  },
  {
    ...EMPLOYMENT_PROMOTION_LAW,
    code: 'WORDING_MARRIAGE_OR_BIRTH',
    article: '第二十七条',
    severity: 'warning',
    check: ({ terms }) =>
      find(
        terms,
        /(?:不得|不准|禁止|不允许|不能|承诺不).{0,8}(?:结婚|怀孕|生育)/,
        '条款可能限制女职工结婚、生育；劳动合同不得作这样的规定。请核对。',
        "The clause may restrict a woman's marriage or childbirth; a labor contract must not. Please check.",
      ),
  },
];

function find(terms: Terms, words: RegExp, zh: string, en: string): readonly Hit[] {
  return freeTexts(terms)
    .filter(([, text]) => words.test(text.normalize('NFKC').replace(/[\s·.,、,。]/g, '')))
    .map(([pointer]) => ({ pointers: [pointer], zh, en }));
}

/** The members in which parties write sentences. */
function freeTexts(terms: Terms): readonly (readonly [pointer: string, text: string])[] {
  return [
    ['/jobContent', terms.jobContent],
    ['/restRules', terms.restRules],
    ['/wage/structure', terms.wage.structure ?? ''],
    ['/protection', terms.protection],
    ['/benefits', terms.benefits ?? ''],
    ['/training/content', terms.training?.content ?? ''],
    ['/confidentiality', terms.confidentiality ?? ''],
    ['/nonCompete/scope', terms.nonCompete?.scope ?? ''],
    ...terms.additions.map((text, i) => [`/additions/${String(i)}`, text] as const),
  ];
}
