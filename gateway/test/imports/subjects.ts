import type { JsonObject } from '@renxin/chaincode/canonical';
import { today } from '../story/instance.js';

const employer = { name: '演示制造（广东）有限公司', uscc: '91440000TX0000028W' };
const days = { startsOn: '2020-03-02', post: '装配工' };

/** A subject of each type of certificate, dated today, about one person; numbers end as they are told. */
export function subjectsOf(
  about: { readonly name: string; readonly citizenNumber: string },
  end: string,
): Readonly<Record<string, JsonObject>> {
  const { name, citizenNumber } = about;
  const on = today();
  const person = { name, citizenNumber };
  return {
    'social-security-card': { ...person, cardNo: `A${end}`, issuingRegion: '440100', issuedOn: on },
    'vocational-skill-level': {
      ...person,
      occupation: '电工',
      level: '3',
      assessor: employer,
      certificateNo: `S${end.padStart(21, '0')}`,
      issuedOn: on,
    },
    'professional-qualification': {
      ...person,
      qualification: '注册安全工程师',
      approvedOn: on,
      managementNo: `M${end}`,
      approvedBy: '演示考试中心',
    },
    'professional-title': {
      ...person,
      series: '工程',
      qualification: '工程师',
      titleLevel: 'intermediate',
      passedOn: on,
      certificateNo: `T${end}`,
    },
    'tech-school-diploma': {
      ...person,
      school: employer,
      speciality: '机电一体化',
      graduatedOn: on,
      stage: 'senior',
      certificateNo: `D${end}`,
    },
    'employment-registration': {
      ...person,
      registration: 'employed',
      registeredOn: on,
      registeredBy: '演示街道服务中心',
    },
    'labor-contract': {
      ...person,
      contractNo: `C${end}`,
      employer,
      termType: 'FIXED',
      ...days,
      workplaceRegion: '440100',
      documentSm3: 'A'.repeat(43),
      signedAt: `${on}T00:00:00Z`,
      timeStampSerial: 'ab12',
    },
    'contract-end-certificate': {
      ...person,
      certificateNo: `E${end}`,
      contractNo: `C${end}`,
      employer,
      endKind: 'DISSOLUTION',
      termType: 'FIXED',
      ...days,
      endedOn: on,
      serviceSince: '2020-03-02',
      serviceMonths: 60,
      issuedOn: on,
    },
    'work-injury-decision': {
      documentNo: `W${end}`,
      worker: person,
      employer,
      accidentAt: '2024-03-02T01:00:00Z',
      accidentPlace: '演示车间',
      conclusion: 'recognised',
      article: '工伤保险条例第十四条第一项',
      decidedOn: on,
      authority: '演示人力资源和社会保障局',
    },
    'disability-assessment': {
      assessmentNo: `F${end}`,
      worker: person,
      decisionNo: `W${end}`,
      disabilityGrade: 7,
      selfCare: 'none',
      assessedOn: on,
      committee: '演示劳动能力鉴定委员会',
    },
  };
}
