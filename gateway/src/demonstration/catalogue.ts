import type { CatalogueContent } from '../consent/catalogue-content.js';
import type { CitizenData } from '../consent/citizens.js';
import { Seeded } from './people.js';
import { employer, guangdong } from './organisations.js';

const both = (zh: string, en: string) => ({ zh, en });
const general = { sensitivity: 'general', owner: guangdong.id } as const;
const sensitive = { sensitivity: 'sensitive', owner: guangdong.id } as const;

/** The catalogue of the demonstration's data source: words and sensitivity after domain practice, invented purposes. */
export const demonstrationCatalogue: CatalogueContent = {
  version: 1,
  fields: [
    { field: 'bank-account', ...sensitive },
    { field: 'contribution-base', ...sensitive },
    { field: 'employer-name', ...general },
    { field: 'injury-grade', ...sensitive },
    { field: 'insured-months', ...general },
    { field: 'insured-status', ...general },
  ],
  purposes: [
    {
      purpose: 'dispute-hearing',
      bases: ['arbitration', 'court-order'],
      fields: ['contribution-base', 'employer-name', 'insured-months'],
      count: 5,
      days: 30,
    },
    {
      purpose: 'injury-benefit',
      bases: ['consent', 'emergency'],
      fields: ['bank-account', 'injury-grade'],
      count: 3,
      days: 30,
    },
    {
      purpose: 'loan-income-check',
      bases: ['consent'],
      fields: ['employer-name', 'insured-months'],
      count: 10,
      days: 90,
    },
  ],
  text: {
    kind: 'renxin-catalogue',
    schema: 1,
    source: guangdong.id,
    version: 1,
    fields: [
      { field: 'bank-account', name: both('社会保障卡银行账号', 'Bank account of the social-security card') },
      { field: 'contribution-base', name: both('社会保险缴费基数', 'Contribution base') },
      { field: 'employer-name', name: both('参保单位名称', 'Employer by insurance') },
      { field: 'injury-grade', name: both('劳动能力鉴定等级', 'Grade of work injury') },
      { field: 'insured-months', name: both('养老保险累计缴费月数', 'Months of pension contributions') },
      { field: 'insured-status', name: both('参保状态', 'Insurance status') },
    ],
    purposes: [
      {
        purpose: 'dispute-hearing',
        name: both('劳动争议审理', 'Hearing of a labor dispute'),
        necessity: both('查明劳动关系和工资标准', 'To establish employment and pay'),
        refusal: both('依法调取，不以同意为前提', 'Demanded by law, not subject to consent'),
      },
      {
        purpose: 'injury-benefit',
        name: both('工伤待遇核发', 'Payment of injury benefits'),
        necessity: both('核定待遇等级并付款', 'To set the grade and to pay'),
        refusal: both('可改为到窗口办理', 'You can go to the counter instead'),
      },
      {
        purpose: 'loan-income-check',
        name: both('个人贷款收入核验', 'Income check for a personal loan'),
        necessity: both('核实工作单位和参保时长', 'To check employer and length of insurance'),
        refusal: both(
          '不影响存取款等其他服务，可改为提交纸质证明',
          'Other services stay open; you can hand in paper instead',
        ),
      },
    ],
  },
};

/** Invented data of an invented person, the same for the same number. */
export function syntheticCitizenData(citizenNumber: string): CitizenData {
  const seeded = new Seeded(Number(citizenNumber.slice(6, 17)) % 4_294_967_295);
  const asOf = '2026-10-31';
  const value = (given: string | number) => ({ value: given, owner: guangdong.id, asOf });
  const account = `62${String(seeded.below(1_000_000_000)).padStart(9, '0')}0000`;
  return {
    'bank-account': value(account),
    'contribution-base': value(400_000 + seeded.below(1_200_000)),
    'employer-name': value(employer.name),
    'injury-grade': value(7 + seeded.below(4)),
    'insured-months': value(6 + seeded.below(240)),
    'insured-status': value('active'),
  };
}
