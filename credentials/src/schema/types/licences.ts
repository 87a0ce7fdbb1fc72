import { date, optional, pattern, required, text, uscc, type CredentialType } from '../definition.js';
import { inOrder, notInFuture } from '../rules.js';
import { certificate } from './parts.js';

/** What an organisation may do: its holder is an organisation, not a person. */

const holder = {
  certificateIdentifier: certificate,
  name: required('单位名称', 'Organisation', text(120)),
  uscc: required('统一社会信用代码', 'Unified social credit code', uscc),
  domicile: optional('住所', 'Domicile', text(200)),
  legalRepresentative: optional('法定代表人（主要负责人）', 'Legal representative', text(50)),
};
const term = {
  issuedOn: required('发证日期', 'Issued on', date),
  validFrom: required('有效期自', 'Valid from', date),
  validTo: required('有效期至', 'Valid to', date),
  authority: required('许可机关', 'Authority', text(120)),
};
const licenceNo = required('许可证编号', 'Licence number', pattern('^[0-9A-Z]{4,32}$', 32));
const rules = [inOrder('issuedOn', 'validFrom', 'validTo'), notInFuture('issuedOn')];
const keys = {
  organisation: true,
  number: ['licenceNo'],
  issuedOn: 'issuedOn',
  validUntil: 'validTo',
} as const;

/** 人力资源服务许可证 (人力资源市场暂行条例 art. 18). */
export const humanResourcesServiceLicence: CredentialType = {
  type: 'HumanResourcesServiceLicence',
  word: 'human-resources-service-licence',
  version: 1,
  label: { zh: '人力资源服务许可证', en: 'Licence for human resources services' },
  fields: { ...holder, licenceNo, services: required('服务范围', 'Services', text(200)), ...term },
  rules,
  keys,
};

/** 劳务派遣经营许可证 (劳动合同法 art. 57). */
export const laborDispatchLicence: CredentialType = {
  type: 'LaborDispatchLicence',
  word: 'labor-dispatch-licence',
  version: 1,
  label: { zh: '劳务派遣经营许可证', en: 'Licence for labor dispatch' },
  fields: {
    ...holder,
    licenceNo,
    business: required('许可经营事项', 'Licensed business', text(200)),
    ...term,
  },
  rules,
  keys,
};
