import type { Json } from '@renxin/chaincode/canonical';
import { provinceOf } from '@renxin/chaincode/identifiers';
import type { Terms } from '@renxin/chaincode/labor-law';
import { dateText, moneyText, monthsText } from '../money.js';
import type { Source } from '../template.js';

/** A member of the terms as a person reads it. Browser-safe. */
export interface TermField {
  /** JSON pointer into the terms. */
  readonly pointer: string;
  readonly zh: string;
  readonly en: string;
  /** A clause that matters: term, probation, pay, place, non-competition. */
  readonly mark: boolean;
  /** Its text, or texts; undefined when the member is absent. */
  readonly read: (terms: Terms) => string | readonly string[] | undefined;
}

/** Every member of the terms, in the order of the contract. A test holds it complete against the schema. */
export const termFields: readonly TermField[] = [
  field('/contractNo', '合同编号', 'contract number', (t) => t.contractNo),
  field('/templateId', '合同文本', 'template', (t) => t.templateId),
  field(
    '/templateVersion',
    '合同文本版本',
    'version of the template',
    (t) => `第${String(t.templateVersion)}版`,
  ),
  field('/language', '合同语言', 'language', () => '中文'),
  field('/employer/name', '用人单位名称', "employer's name", (t) => t.employer.name),
  field('/employer/uscc', '统一社会信用代码', 'unified social credit code', (t) => t.employer.uscc),
  field('/employer/domicile', '住所', 'domicile', (t) => t.employer.domicile),
  field(
    '/employer/legalRepresentative',
    '法定代表人（主要负责人）',
    'legal representative',
    (t) => t.employer.legalRepresentative,
  ),
  field('/employer/contact/name', '联系人', 'contact', (t) => t.employer.contact.name),
  field('/employer/contact/phone', '联系电话', 'phone', (t) => t.employer.contact.phone),
  field('/worker/name', '劳动者姓名', "worker's name", (t) => t.worker.name),
  field('/worker/idType', '证件类型', 'kind of identity number', () => '公民身份号码'),
  field('/worker/idNo', '公民身份号码', 'identity number', (t) => t.worker.idNo),
  field('/worker/address', '住址', 'address', (t) => t.worker.address),
  field('/worker/mobile', '手机号码', 'mobile phone', (t) => t.worker.mobile),
  marked('/termType', '合同期限类型', 'kind of term', (t) => TERM_TYPES[t.termType]),
  marked('/startDate', '合同起始日期', 'first day', (t) => dateText(t.startDate)),
  marked('/endDate', '合同终止日期', 'last day', (t) => map(t.endDate, dateText)),
  marked('/projectCompletion', '任务完成的标准', 'completion of the task', (t) => t.projectCompletion),
  field('/workStartDate', '用工之日', 'first day of work', (t) => map(t.workStartDate, dateText)),
  marked('/probation/months', '试用期', 'probation', (t) => map(t.probation?.months, monthsText)),
  marked('/probation/wage', '试用期月工资', 'pay in probation', (t) => map(t.probation?.wage, moneyText)),
  field('/probation/lowestGradeWage', '相同岗位最低档月工资', 'lowest grade of the post', (t) =>
    map(t.probation?.lowestGradeWage, moneyText),
  ),
  marked(
    '/dispatch/host/name',
    '用工单位',
    'where the worker is dispatched to',
    (t) => t.dispatch?.host.name,
  ),
  field('/dispatch/host/uscc', '用工单位统一社会信用代码', 'its credit code', (t) => t.dispatch?.host.uscc),
  marked('/dispatch/startDate', '派遣起始日期', 'first day of the dispatch', (t) =>
    map(t.dispatch?.startDate, dateText),
  ),
  marked('/dispatch/endDate', '派遣终止日期', 'last day of the dispatch', (t) =>
    map(t.dispatch?.endDate, dateText),
  ),
  marked('/jobTitle', '工作岗位', 'post', (t) => t.jobTitle),
  field('/jobContent', '工作内容', 'work', (t) => t.jobContent),
  marked('/workplace/regionCode', '工作地点所在地', 'region of the workplace', (t) =>
    regionText(t.workplace.regionCode),
  ),
  marked('/workplace/address', '工作地点', 'workplace', (t) => t.workplace.address),
  field('/workingTimeSystem', '工时制度', 'working-time system', (t) => WORKING_TIME[t.workingTimeSystem]),
  field('/workingTimeApproval', '工时制度批准文号', 'permission for it', (t) => t.workingTimeApproval),
  field('/restRules', '休息休假', 'rest and leave', (t) => t.restRules),
  marked('/wage/amount', '月工资', 'monthly wage', (t) => moneyText(t.wage.amount)),
  field('/wage/currency', '币种', 'currency', () => '人民币'),
  field('/wage/method', '工资形式', 'kind of pay', (t) => WAGE_METHODS[t.wage.method]),
  field('/wage/structure', '工资构成', 'how pay is made up', (t) => t.wage.structure),
  marked('/wage/payDay', '发薪日', 'pay day', (t) => `${String(t.wage.payDay)}日`),
  field('/socialInsurance', '社会保险', 'social insurance', (t) =>
    t.socialInsurance.map((kind) => INSURANCES[kind]).join('、'),
  ),
  field('/hazards', '职业病危害', 'occupational hazards', (t) =>
    t.hazards.map(
      ({ factor, consequence, measures }) =>
        `${factor}。可能的后果：${sentence(consequence)}防护措施：${sentence(measures)}`,
    ),
  ),
  field('/protection', '劳动保护和劳动条件', 'labor protection', (t) => t.protection),
  field('/benefits', '补充保险和福利待遇', 'benefits', (t) => t.benefits),
  field('/training/content', '培训内容', 'training', (t) => t.training?.content),
  field('/training/cost', '培训费用', 'cost of training', (t) => map(t.training?.cost, moneyText)),
  field('/training/serviceMonths', '服务期', 'period of service', (t) =>
    map(t.training?.serviceMonths, monthsText),
  ),
  field('/training/penalty', '服务期违约金上限', 'most that is due for leaving it', (t) =>
    map(t.training?.penalty, moneyText),
  ),
  field('/confidentiality', '保密事项', 'confidentiality', (t) => t.confidentiality),
  marked('/nonCompete/months', '竞业限制期限', 'length of non-competition', (t) =>
    map(t.nonCompete?.months, monthsText),
  ),
  marked('/nonCompete/personnel', '竞业限制人员', 'who is bound by it', (t) =>
    map(t.nonCompete?.personnel, (who) => PERSONNEL[who]),
  ),
  marked('/nonCompete/scope', '竞业限制范围', 'its scope', (t) => t.nonCompete?.scope),
  marked('/nonCompete/area', '竞业限制地域', 'its area', (t) => t.nonCompete?.area),
  marked('/nonCompete/compensation', '竞业限制月补偿', 'its monthly compensation', (t) =>
    map(t.nonCompete?.compensation, moneyText),
  ),
  field('/additions', '其他约定', 'further clauses', (t) => t.additions),
  field('/attachments', '附件', 'attachments', (t) =>
    t.attachments.map(({ name, sm3 }) => `${name}（SM3：${sm3}）`),
  ),
];

/** Terms as what fills a template. */
export function termsSource(terms: Terms): Source {
  return {
    field: (pointer) => {
      const known = BY_POINTER.get(pointer);
      const text = known?.read(terms);
      return known === undefined || text === undefined ? undefined : { text, mark: known.mark };
    },
    value: (pointer) => memberAt(terms, pointer),
  };
}

/** The member at a JSON pointer whose steps need no escaping; undefined when there is none. */
export function memberAt(value: Json, pointer: string): Json | undefined {
  let member: Json | undefined = value;
  for (const step of pointer.split('/').slice(1)) {
    if (typeof member !== 'object' || member === null || !Object.hasOwn(member, step)) return undefined;
    member = (member as { readonly [name: string]: Json })[step];
  }
  return member;
}

export const TERM_TYPES: Readonly<Record<Terms['termType'], string>> = {
  FIXED: '固定期限',
  OPEN_ENDED: '无固定期限',
  PROJECT: '以完成一定工作任务为期限',
};
const WORKING_TIME: Readonly<Record<Terms['workingTimeSystem'], string>> = {
  STANDARD: '标准工时制',
  COMPREHENSIVE: '综合计算工时制',
  FLEXIBLE: '不定时工作制',
};
const WAGE_METHODS: Readonly<Record<Terms['wage']['method'], string>> = {
  TIME: '计时工资',
  PIECE: '计件工资',
};
const INSURANCES: Readonly<Record<Terms['socialInsurance'][number], string>> = {
  PENSION: '基本养老保险',
  MEDICAL: '基本医疗保险',
  UNEMPLOYMENT: '失业保险',
  WORK_INJURY: '工伤保险',
  MATERNITY: '生育保险',
};
const PERSONNEL: Readonly<Record<NonNullable<Terms['nonCompete']>['personnel'], string>> = {
  SENIOR_MANAGER: '高级管理人员',
  SENIOR_TECHNICIAN: '高级技术人员',
  CONFIDENTIALITY: '负有保密义务的人员',
  OTHER: '其他人员',
};

const BY_POINTER: ReadonlyMap<string, TermField> = new Map(termFields.map((known) => [known.pointer, known]));

function field(pointer: string, zh: string, en: string, read: TermField['read']): TermField {
  return { pointer, zh, en, mark: false, read };
}

function marked(pointer: string, zh: string, en: string, read: TermField['read']): TermField {
  return { pointer, zh, en, mark: true, read };
}

function map<T>(value: T | undefined, text: (value: T) => string): string | undefined {
  return value === undefined ? undefined : text(value);
}

function regionText(code: string): string {
  return `${provinceOf(code)?.zh ?? ''}，行政区划代码${code}`;
}

function sentence(text: string): string {
  return /[。！？；]$/.test(text) ? text : `${text}。`;
}
