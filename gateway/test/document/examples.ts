import type { Terms } from '@renxin/chaincode/labor-law';
import { createHash } from 'node:crypto';

/** Synthetic terms in the shortest form: no optional member. */
export const shortTerms: Terms = {
  schema: 1,
  contractNo: 'RX-2026-000001',
  templateId: 'renxin-labor-contract-fixed-term',
  templateVersion: 1,
  language: 'zh-CN',
  employer: {
    name: '示例精密制造有限公司',
    uscc: '91440000TX0000028W',
    domicile: '广东省示例市示例路1号',
    legalRepresentative: '示例甲',
    contact: { name: '示例乙', phone: '0755-00000000' },
  },
  worker: {
    name: '示例丙',
    idType: 'CITIZEN_NUMBER',
    idNo: '440000199202299032',
    address: '广东省示例市示例路2号',
    mobile: '19900000001',
  },
  termType: 'FIXED',
  startDate: '2026-12-01',
  endDate: '2028-11-30',
  jobTitle: '数控机床操作工',
  jobContent: '操作和维护数控机床，按工艺要求加工零件并自检',
  workplace: { regionCode: '440300', address: '广东省示例市示例路3号' },
  workingTimeSystem: 'STANDARD',
  restRules: '周六、周日休息；依法享受法定节假日和带薪年休假',
  wage: { amount: 1_000_000, currency: 'CNY', method: 'TIME', payDay: 10 },
  socialInsurance: ['PENSION', 'MEDICAL', 'UNEMPLOYMENT', 'WORK_INJURY', 'MATERNITY'],
  hazards: [],
  protection: '提供符合国家标准的安全卫生条件和劳动防护用品，上岗前进行安全培训',
  additions: [],
  attachments: [],
};

/** Dispatched to somebody else's business. */
export const dispatchTerms: Terms = {
  ...shortTerms,
  templateId: 'renxin-labor-contract-dispatch',
  dispatch: {
    host: { name: '示例用工单位', uscc: '91310000TX00007144' },
    startDate: '2026-12-01',
    endDate: '2027-11-30',
  },
};

/** The same with every optional member that a fixed term can have. */
export const fullTerms: Terms = {
  ...shortTerms,
  workStartDate: '2026-11-20',
  probation: { months: 2, wage: 800_050, lowestGradeWage: 900_000 },
  workingTimeSystem: 'COMPREHENSIVE',
  workingTimeApproval: '示例许〔2026〕1号',
  wage: { ...shortTerms.wage, structure: '基本工资八千元，岗位津贴二千元；加班工资另计' },
  hazards: [
    { factor: '噪声', consequence: '长期接触可能损伤听力', measures: '发放防噪声耳塞，每年进行职业健康检查' },
    { factor: '切削液', consequence: '可能引起皮炎。', measures: '发放防护手套。' },
  ],
  benefits: '补充商业医疗保险，每年体检一次',
  training: { content: '五轴加工专项培训', cost: 500_000, serviceMonths: 24, penalty: 400_000 },
  confidentiality: '工艺参数、客户名单和报价',
  nonCompete: {
    months: 12,
    personnel: 'SENIOR_TECHNICIAN',
    scope: '与用人单位有竞争关系的数控加工业务',
    area: '广东省',
    compensation: 300_000,
  },
  additions: [
    '双方应当遵守依法制定并公示的规章制度。',
    '乙方使用 GitLab 与 e-mail 办公，账号为 worker@example.invalid',
  ],
  attachments: [{ name: '岗位说明书', sm3: Buffer.alloc(32, 7).toString('base64url') }],
};

/** A contract for a task, with the date by which it is expected. */
export const projectTerms: Terms = {
  ...shortTerms,
  templateId: 'renxin-labor-contract-project',
  termType: 'PROJECT',
  projectCompletion: '示例厂房一期设备安装并通过验收',
};

/** An open-ended contract. */
export const openEndedTerms: Terms = (() => {
  const { endDate: _, ...rest } = shortTerms;
  return { ...rest, templateId: 'renxin-labor-contract-open-ended', termType: 'OPEN_ENDED' };
})();

export function sm3(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sm3').update(bytes).digest());
}

export const createdAt = new Date('2026-11-23T06:05:00.000Z');
