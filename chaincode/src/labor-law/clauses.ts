import type { Terms } from './terms.js';

/** One of the clauses that a labor contract must have (劳动合同法 art. 17 para. 1, in force since 2008-01-01). */
export interface MandatoryClause {
  /** The item's number, 1 to 9. */
  readonly item: number;
  /** As it is cited: 第十七条第一款第三项. */
  readonly article: string;
  readonly zh: string;
  readonly en: string;
  /** JSON pointers of the members that state it. */
  readonly pointers: readonly string[];
}

/** Items 1 to 8. Item 9 (matters that other laws demand) is what the other rules check. */
export const mandatoryClauses: readonly MandatoryClause[] = [
  item(
    1,
    '一',
    '用人单位的名称、住所和法定代表人或者主要负责人',
    "the employer's name, domicile and legal representative",
    ['/employer/name', '/employer/domicile', '/employer/legalRepresentative'],
  ),
  item(
    2,
    '二',
    '劳动者的姓名、住址和居民身份证或者其他有效身份证件号码',
    "the worker's name, address and identity number",
    ['/worker/name', '/worker/address', '/worker/idNo'],
  ),
  item(3, '三', '劳动合同期限', 'the term', ['/termType', '/startDate']),
  item(4, '四', '工作内容和工作地点', 'the work and its place', [
    '/jobTitle',
    '/jobContent',
    '/workplace/regionCode',
    '/workplace/address',
  ]),
  item(5, '五', '工作时间和休息休假', 'working hours, rest and leave', ['/workingTimeSystem', '/restRules']),
  item(6, '六', '劳动报酬', 'remuneration', ['/wage']),
  item(7, '七', '社会保险', 'social insurance', ['/socialInsurance']),
  item(
    8,
    '八',
    '劳动保护、劳动条件和职业危害防护',
    'labor protection, working conditions and occupational hazards',
    ['/hazards', '/protection'],
  ),
];

/** The clauses that these terms leave empty, each with the pointers of its empty members. */
export function emptyClauses(terms: Terms): { clause: MandatoryClause; pointers: readonly string[] }[] {
  const empty = new Set<string>();
  const blank = (pointer: string, text: string) => {
    if (text === '') empty.add(pointer);
  };
  blank('/employer/domicile', terms.employer.domicile);
  blank('/worker/address', terms.worker.address);
  blank('/jobTitle', terms.jobTitle);
  blank('/jobContent', terms.jobContent);
  blank('/workplace/address', terms.workplace.address);
  blank('/restRules', terms.restRules);
  blank('/protection', terms.protection);
  if (terms.socialInsurance.length === 0) empty.add('/socialInsurance');
  return mandatoryClauses
    .map((clause) => ({ clause, pointers: clause.pointers.filter((pointer) => empty.has(pointer)) }))
    .filter(({ pointers }) => pointers.length > 0);
}

/** The mandatory clause that a member belongs to, or undefined. */
export function clauseOf(pointer: string): MandatoryClause | undefined {
  return mandatoryClauses.find((clause) =>
    clause.pointers.some(
      (own) => pointer === own || pointer.startsWith(`${own}/`) || own.startsWith(`${pointer}/`),
    ),
  );
}

function item(
  number: number,
  ordinal: string,
  zh: string,
  en: string,
  pointers: readonly string[],
): MandatoryClause {
  return { item: number, article: `第十七条第一款第${ordinal}项`, zh, en, pointers };
}
