import type { Terms } from '@renxin/chaincode/labor-law';
import { employer } from './organisations.js';
import type { SyntheticPerson } from './people.js';

/** Terms of the demonstration's contract: two years from the next month's first day, an ordinary office post. */
export function demonstrationTerms(
  worker: SyntheticPerson,
  template: { readonly id: string; readonly version: number },
  contractNo: string,
  today: string,
): Terms {
  const startDate = firstOfNextMonth(today);
  return {
    schema: 1,
    contractNo,
    templateId: template.id,
    templateVersion: template.version,
    language: 'zh-CN',
    employer: {
      name: employer.name,
      uscc: employer.uscc,
      domicile: employer.domicile,
      legalRepresentative: employer.legalRepresentative,
      contact: { name: '孙演示', phone: employer.phone },
    },
    worker: {
      name: worker.name,
      idType: 'CITIZEN_NUMBER',
      idNo: worker.citizenNumber,
      address: worker.address,
      mobile: worker.mobile,
    },
    termType: 'FIXED',
    startDate,
    endDate: lastDayAfterYears(startDate, 2),
    probation: { months: 2, wage: 850_000 },
    jobTitle: '质量检验员',
    jobContent: '按照检验规程对产品进行检验，填写检验记录，报告不合格品。',
    workplace: { regionCode: '440100', address: '广东省演示区工业大道 8 号' },
    workingTimeSystem: 'STANDARD',
    restRules: '每日工作不超过八小时，每周不超过四十小时；每周至少休息一日；依法享受法定节假日和带薪年休假。',
    wage: { amount: 950_000, currency: 'CNY', method: 'TIME', payDay: 10 },
    socialInsurance: ['PENSION', 'MEDICAL', 'UNEMPLOYMENT', 'WORK_INJURY', 'MATERNITY'],
    hazards: [],
    protection: '用人单位提供符合国家标准的劳动条件和必要的劳动防护用品，并进行岗前安全培训。',
    additions: [],
    attachments: [],
  };
}

function firstOfNextMonth(today: string): string {
  const [year, month] = today.split('-').map(Number) as [number, number];
  return month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
}

/** The last day of a term of whole years that begins on the first of a month. */
function lastDayAfterYears(first: string, years: number): string {
  const day = new Date(Date.UTC(Number(first.slice(0, 4)) + years, Number(first.slice(5, 7)) - 1, 0));
  return day.toISOString().slice(0, 10);
}
