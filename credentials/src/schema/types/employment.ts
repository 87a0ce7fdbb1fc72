import {
  bankCard,
  codes,
  date,
  dateTime,
  digest,
  integer,
  optional,
  pattern,
  region,
  required,
  text,
  type CredentialType,
} from '../definition.js';
import { inOrder, notInFuture, ofWorkingAge } from '../rules.js';
import { certificate, holderName, holderNumber, organisation } from './parts.js';

/** Social security card, registration, contract and its end. */

/** 社会保障卡信息. The social security number is the citizen number (社会保险法 art. 58). */
export const socialSecurityCard: CredentialType = {
  type: 'SocialSecurityCard',
  word: 'social-security-card',
  version: 1,
  label: { zh: '社会保障卡信息', en: 'Social security card' },
  fields: {
    certificateIdentifier: certificate,
    name: holderName,
    citizenNumber: required('社会保障号码', 'Social security number', holderNumber.value),
    cardNo: required('卡号', 'Card number', pattern('^[0-9A-Z]{9}$', 9)),
    cardId: optional('卡识别码', 'Card identification', pattern('^[0-9A-F]{32}$', 32)),
    issuingRegion: required('发卡地', 'Issuing region', region),
    issuedOn: required('签发日期', 'Issued on', date),
    validTo: optional('有效期至', 'Valid to', date),
    cardState: optional(
      '状态',
      'State',
      codes({
        active: ['正常', 'Active'],
        lost: ['挂失', 'Reported lost'],
        cancelled: ['注销', 'Cancelled'],
      }),
    ),
    bankName: optional('银行', 'Bank', text(60), 'sensitive'),
    bankAccount: optional('银行账号', 'Bank account', bankCard, 'sensitive'),
  },
  rules: [inOrder('issuedOn', 'validTo'), notInFuture('issuedOn')],
  keys: { number: ['cardNo'], issuedOn: 'issuedOn', validUntil: 'validTo' },
};

/** 就业失业登记 */
export const employmentRegistration: CredentialType = {
  type: 'EmploymentRegistration',
  word: 'employment-registration',
  version: 1,
  label: { zh: '就业失业登记', en: 'Employment registration' },
  fields: {
    certificateIdentifier: certificate,
    name: holderName,
    citizenNumber: required('社会保障号码', 'Social security number', holderNumber.value),
    registration: required(
      '登记类型',
      'Registration',
      codes({ employed: ['就业登记', 'Employed'], unemployed: ['失业登记', 'Unemployed'] }),
    ),
    registeredOn: required('登记日期', 'Registered on', date),
    registeredBy: required('登记机构', 'Registered by', text(120)),
    unemploymentCause: optional('失业原因', 'Cause of unemployment', text(60)),
    formerEmployer: optional('原单位', 'Former employer', organisation),
    validTo: optional('有效期至', 'Valid to', date),
  },
  rules: [
    inOrder('registeredOn', 'validTo'),
    notInFuture('registeredOn'),
    ofWorkingAge('citizenNumber', 'registeredOn'),
  ],
  keys: {
    number: ['citizenNumber', 'registeredOn', 'registration'],
    issuedOn: 'registeredOn',
    validUntil: 'validTo',
  },
};

const termType = required(
  '合同期限类型',
  'Kind of term',
  codes({
    FIXED: ['固定期限', 'Fixed term'],
    OPEN_ENDED: ['无固定期限', 'Open-ended'],
    PROJECT: ['以完成一定工作任务为期限', 'Until a task is done'],
  }),
);

/** 电子劳动合同: that there is one, not what it says; its text is named by a digest. */
export const laborContract: CredentialType = {
  type: 'LaborContract',
  word: 'labor-contract',
  version: 1,
  label: { zh: '电子劳动合同', en: 'Labor contract' },
  fields: {
    name: holderName,
    citizenNumber: holderNumber,
    contractNo: required('合同编号', 'Contract number', text(64)),
    employer: required('用人单位', 'Employer', organisation),
    termType,
    startsOn: required('起始日期', 'Starts on', date),
    endsOn: optional('终止日期', 'Ends on', date),
    post: required('岗位', 'Post', text(60)),
    workplaceRegion: required('工作地', 'Workplace', region),
    documentSm3: required('合同文件摘要（SM3）', 'Digest of the document (SM3)', digest),
    signedAt: required('签订时间', 'Signed at', dateTime),
    timeStampSerial: required(
      '时间戳序列号',
      'Serial number of the time-stamp',
      pattern('^[0-9a-f]{2,40}$', 40),
    ),
    contractState: optional(
      '状态',
      'State',
      codes({
        CONCLUDED: ['已订立', 'Concluded'],
        DISSOLVED: ['已解除', 'Dissolved'],
        TERMINATED: ['已终止', 'Terminated'],
      }),
    ),
  },
  rules: [inOrder('startsOn', 'endsOn'), notInFuture('signedAt'), ofWorkingAge('citizenNumber', 'startsOn')],
  keys: { number: ['contractNo'], issuedOn: 'signedAt' },
};

/** 解除、终止劳动合同证明 (劳动合同法实施条例 art. 24): no reason is asked for. */
export const contractEndCertificate: CredentialType = {
  type: 'ContractEndCertificate',
  word: 'contract-end-certificate',
  version: 1,
  label: { zh: '解除、终止劳动合同证明', en: 'Contract end certificate' },
  fields: {
    certificateIdentifier: certificate,
    name: holderName,
    citizenNumber: holderNumber,
    certificateNo: required('证明编号', 'Certificate number', text(64)),
    contractNo: required('合同编号', 'Contract number', text(64)),
    employer: required('用人单位', 'Employer', organisation),
    endKind: required(
      '类别',
      'Kind',
      codes({ DISSOLUTION: ['解除', 'Dissolution'], TERMINATION: ['终止', 'Termination'] }),
    ),
    termType,
    startsOn: required('合同起始日期', 'Contract starts on', date),
    endsOn: optional('合同终止日期', 'Contract ends on', date),
    endedOn: required('解除或终止日期', 'Ended on', date),
    post: required('岗位', 'Post', text(60)),
    serviceSince: required('本单位连续工作起始日期', 'In service since', date),
    serviceMonths: required('本单位工作月数', 'Months of service', integer(0, 1200)),
    issuedOn: required('出具日期', 'Issued on', date),
  },
  rules: [
    inOrder('startsOn', 'endsOn'),
    inOrder('startsOn', 'endedOn'),
    inOrder('serviceSince', 'endedOn'),
    notInFuture('issuedOn'),
  ],
  keys: { number: ['certificateNo'], issuedOn: 'issuedOn' },
};
