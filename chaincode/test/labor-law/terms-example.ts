import type { Terms } from '../../src/labor-law/index.js';

/** Synthetic terms that no rule objects to: two years from 2026-12-01, two months of probation. */
export const exampleTerms: Terms = {
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
  probation: { months: 2, wage: 800_000 },
  jobTitle: '数控机床操作工',
  jobContent: '操作和维护数控机床，按工艺要求加工零件并自检。',
  workplace: { regionCode: '440300', address: '广东省示例市示例路1号' },
  workingTimeSystem: 'STANDARD',
  restRules: '每日工作八小时，每周工作五日，周六、周日休息；依法享受法定节假日和带薪年休假。',
  wage: { amount: 1_000_000, currency: 'CNY', method: 'TIME', payDay: 10 },
  socialInsurance: ['PENSION', 'MEDICAL', 'UNEMPLOYMENT', 'WORK_INJURY', 'MATERNITY'],
  hazards: [],
  protection: '提供符合国家标准的安全卫生条件和劳动防护用品，上岗前进行安全培训。',
  additions: [],
  attachments: [],
};
