import {
  codes,
  date,
  dateTime,
  integer,
  optional,
  required,
  text,
  type CredentialType,
} from '../definition.js';
import { inOrder, notInFuture } from '../rules.js';
import { certificate, organisation, sensitivePerson } from './parts.js';

/** Work injury (工伤保险条例): all of it about somebody's health, and so sensitive. */

/** 工伤认定决定书. A decision that came later than art. 20 allows is one all the same. */
export const workInjuryDecision: CredentialType = {
  type: 'WorkInjuryDecision',
  word: 'work-injury-decision',
  version: 1,
  label: { zh: '工伤认定决定书', en: 'Work injury decision' },
  fields: {
    certificateIdentifier: certificate,
    documentNo: required('文书号', 'Document number', text(64)),
    worker: required('职工', 'Worker', sensitivePerson, 'sensitive'),
    employer: required('用人单位', 'Employer', organisation),
    accidentAt: required('事故时间', 'Time of the accident', dateTime, 'sensitive'),
    accidentPlace: required('事故地点', 'Place of the accident', text(120), 'sensitive'),
    accidentCause: optional('事故原因', 'Cause of the accident', text(200), 'sensitive'),
    diagnosis: optional('诊断', 'Diagnosis', text(200), 'sensitive'),
    conclusion: required(
      '结论',
      'Conclusion',
      codes({
        recognised: ['认定为工伤', 'Recognised'],
        'treated-as': ['视同工伤', 'Treated as a work injury'],
        'not-recognised': ['不予认定', 'Not recognised'],
      }),
      'sensitive',
    ),
    article: required('依据条款', 'Article', text(60)),
    appliedOn: optional('申请日期', 'Applied on', date),
    acceptedOn: optional('受理日期', 'Accepted on', date),
    decidedOn: required('决定日期', 'Decided on', date),
    authority: required('机关', 'Authority', text(120)),
  },
  rules: [inOrder('accidentAt', 'appliedOn', 'acceptedOn', 'decidedOn'), notInFuture('decidedOn')],
  keys: { holder: 'worker', number: ['documentNo'], issuedOn: 'decidedOn' },
};

/** 劳动能力鉴定结论; rests on a work injury decision. */
export const disabilityAssessment: CredentialType = {
  type: 'DisabilityAssessment',
  word: 'disability-assessment',
  version: 1,
  label: { zh: '劳动能力鉴定结论', en: 'Disability assessment' },
  fields: {
    certificateIdentifier: certificate,
    assessmentNo: required('鉴定号', 'Assessment number', text(64)),
    worker: required('职工', 'Worker', sensitivePerson, 'sensitive'),
    decisionNo: required('工伤认定决定书文书号', 'Number of the work injury decision', text(64), 'sensitive'),
    disabilityGrade: required('伤残等级', 'Disability grade', integer(1, 10), 'sensitive'),
    selfCare: required(
      '生活自理障碍',
      'Self-care',
      codes({
        none: ['无', 'No impairment'],
        partial: ['部分不能自理', 'Partial'],
        major: ['大部分不能自理', 'Major'],
        total: ['完全不能自理', 'Total'],
      }),
      'sensitive',
    ),
    appliedOn: optional('申请日期', 'Applied on', date),
    assessedOn: required('鉴定日期', 'Assessed on', date),
    experts: optional('专家人数', 'Experts', codes({ '3': ['三名', 'Three'], '5': ['五名', 'Five'] })),
    committee: required('劳动能力鉴定委员会', 'Committee', text(120)),
  },
  rules: [inOrder('appliedOn', 'assessedOn'), notInFuture('assessedOn')],
  keys: { holder: 'worker', number: ['assessmentNo'], issuedOn: 'assessedOn' },
};
