import type { registryMessages } from '@renxin/chaincode/messages';

/** Without its key: who holds it says it. */
export type Organisation = Omit<registryMessages.Organisation, 'key'>;

/** Organisations of the demonstration: invented codes with valid check characters (docs/labor-law.md, county 0000). */
export const ministry: Organisation = {
  id: 'mohrss',
  role: 'ministry',
  name: '人力资源和社会保障部（演示）',
  uscc: '11100000TX00009928',
  region: '10',
};
export const identityAuthorityOrganisation: Organisation = {
  id: 'mohrss-identity',
  role: 'identity-authority',
  name: '人社身份认证机构（演示沙箱）',
  uscc: '12100000TX00030182',
  region: '10',
};
export const guangdong: Organisation = {
  id: 'gd',
  role: 'province',
  name: '广东省人力资源和社会保障厅（演示）',
  uscc: '11440000TX00040108',
  region: '44',
};
export const shanghai: Organisation = {
  id: 'sh',
  role: 'province',
  name: '上海市人力资源和社会保障局（演示）',
  uscc: '11310000TX00031140',
  region: '31',
};
export const sichuan: Organisation = {
  id: 'sc',
  role: 'province',
  name: '四川省人力资源和社会保障厅（演示）',
  uscc: '11510000TX000511X9',
  region: '51',
};
export const arbitration: Organisation = {
  id: 'gd-arbitration',
  role: 'arbitration',
  name: '广东省劳动人事争议仲裁委员会（演示）',
  uscc: '11440000TX0004416H',
  region: '44',
};
export const court: Organisation = {
  id: 'gd-court',
  role: 'court',
  name: '广东演示人民法院',
  uscc: '11440000TX0004424C',
  region: '44',
};

/** Organisations whose gateways this platform serves; the first is the ministry. */
export const hosted = [ministry, guangdong, shanghai, sichuan, arbitration, court] as const;

/** Clients, each in a process of its own. */
export const employer: Organisation & {
  readonly domicile: string;
  readonly legalRepresentative: string;
  readonly phone: string;
} = {
  id: 'yanshi-manufacturing',
  role: 'employer',
  name: '演示制造（广东）有限公司',
  uscc: '91440000TX0000028W',
  region: '44',
  domicile: '广东省演示区工业大道 8 号',
  legalRepresentative: '钱演示',
  phone: '020-12345678',
};
export const bank: Organisation = {
  id: 'yanshi-bank',
  role: 'bank',
  name: '演示银行股份有限公司',
  uscc: '91310000TX00007144',
  region: '31',
};
export const assessor: Organisation = {
  id: 'yanshi-assessment',
  role: 'assessor',
  name: '演示职业技能评价（广东）有限公司',
  uscc: '91440000TX0000618X',
  region: '44',
};

const skillLevel = {
  type: 'vocational-skill-level',
  regions: ['44'],
  from: '2024-01-01',
  until: '2035-12-31',
};

/** What a province of the demonstration issues itself, in its own region: decided when an official first comes to its desk. */
export function provincesAccreditations({ id, region }: Organisation) {
  const types = [
    'vocational-skill-level',
    'professional-title',
    'professional-qualification',
    'human-resources-service-licence',
    'labor-dispatch-licence',
  ];
  const common = { organisation: id, regions: [region], from: '2024-01-01', until: '2035-12-31' };
  return types.map((type) => ({ id: `${id}-${type}`, type, ...common }));
}

/** What the assessor may issue, and where: given by 广东 within its own when the assessor comes in. */
export const assessorsAccreditation = {
  by: guangdong.id,
  under: `${guangdong.id}-${skillLevel.type}`,
  accreditation: { id: 'yanshi-assessment-skill-level', organisation: assessor.id, ...skillLevel },
};
