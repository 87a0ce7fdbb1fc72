import {
  codes,
  date,
  integer,
  optional,
  pattern,
  required,
  text,
  type CredentialType,
} from '../definition.js';
import { birthDateOf, inOrder, notInFuture, sexOf } from '../rules.js';
import { certificate, holderName, holderNumber, organisation, sex } from './parts.js';

/** What somebody can do, or has learned. */

/** 职业技能等级证书 */
export const vocationalSkillLevel: CredentialType = {
  type: 'VocationalSkillLevel',
  word: 'vocational-skill-level',
  version: 1,
  label: { zh: '职业技能等级证书', en: 'Vocational skill level certificate' },
  fields: {
    certificateIdentifier: certificate,
    name: holderName,
    citizenNumber: holderNumber,
    occupation: required('职业名称', 'Occupation', text(60)),
    occupationCode: optional('职业编码', 'Occupation code', pattern('^\\d-\\d{2}-\\d{2}-\\d{2}$', 10)),
    trade: optional('工种或方向', 'Trade', text(60)),
    level: required(
      '等级',
      'Level',
      codes({
        apprentice: ['学徒工', 'Apprentice'],
        '5': ['五级（初级工）', 'Level 5 (junior)'],
        '4': ['四级（中级工）', 'Level 4 (intermediate)'],
        '3': ['三级（高级工）', 'Level 3 (senior)'],
        '2': ['二级（技师）', 'Level 2 (technician)'],
        '1': ['一级（高级技师）', 'Level 1 (senior technician)'],
        special: ['特级技师', 'Special-grade technician'],
        chief: ['首席技师', 'Chief technician'],
      }),
    ),
    assessor: required('评价机构', 'Assessor', organisation),
    certificateNo: required('证书编号', 'Certificate number', pattern('^[A-Z]\\d{21}$', 22)),
    issuedOn: required('发证日期', 'Issued on', date),
    theoryScore: optional('理论成绩', 'Theory score', integer(0, 100)),
    practiceScore: optional('实操成绩', 'Practice score', integer(0, 100)),
  },
  rules: [notInFuture('issuedOn')],
  keys: { number: ['certificateNo'], issuedOn: 'issuedOn' },
};

/** 专业技术人员职业资格证书 */
export const professionalQualification: CredentialType = {
  type: 'ProfessionalQualification',
  word: 'professional-qualification',
  version: 1,
  label: { zh: '专业技术人员职业资格证书', en: 'Professional qualification certificate' },
  fields: {
    certificateIdentifier: certificate,
    name: holderName,
    citizenNumber: holderNumber,
    qualification: required('资格名称', 'Qualification', text(60)),
    speciality: optional('专业类别', 'Speciality', text(60)),
    grade: optional('级别', 'Grade', text(20)),
    approvedOn: required('批准日期', 'Approved on', date),
    managementNo: required('管理号', 'Management number', pattern('^[0-9A-Z]{4,32}$', 32)),
    approvedBy: required('批准机关', 'Approved by', text(120)),
    issuedBy: optional('签发单位', 'Issued by', text(120)),
  },
  rules: [notInFuture('approvedOn')],
  keys: { number: ['managementNo'], issuedOn: 'approvedOn' },
};

/** 职称证书 */
export const professionalTitle: CredentialType = {
  type: 'ProfessionalTitle',
  word: 'professional-title',
  version: 1,
  label: { zh: '职称证书', en: 'Professional title certificate' },
  fields: {
    certificateIdentifier: certificate,
    name: holderName,
    citizenNumber: holderNumber,
    series: required('系列', 'Series', text(60)),
    speciality: optional('专业', 'Speciality', text(60)),
    qualification: required('资格名称', 'Qualification', text(60)),
    titleLevel: required(
      '级别',
      'Level',
      codes({
        junior: ['初级', 'Junior'],
        intermediate: ['中级', 'Intermediate'],
        associate: ['副高级', 'Associate senior'],
        senior: ['正高级', 'Senior'],
      }),
    ),
    committee: optional('评审委员会', 'Committee', text(120)),
    passedOn: required('通过日期', 'Passed on', date),
    certificateNo: required('证书编号', 'Certificate number', pattern('^[0-9A-Z]{4,32}$', 32)),
  },
  rules: [notInFuture('passedOn')],
  keys: { number: ['certificateNo'], issuedOn: 'passedOn' },
};

/** 技工院校毕业证书 */
export const techSchoolDiploma: CredentialType = {
  type: 'TechSchoolDiploma',
  word: 'tech-school-diploma',
  version: 1,
  label: { zh: '技工院校毕业证书', en: 'Technical school diploma' },
  fields: {
    certificateIdentifier: certificate,
    name: holderName,
    citizenNumber: optional('公民身份号码', 'Citizen number', holderNumber.value),
    sex,
    birthDate: optional('出生日期', 'Date of birth', date),
    school: required('学校', 'School', organisation),
    speciality: required('专业', 'Speciality', text(60)),
    years: optional('学制（年）', 'Years of study', integer(1, 8)),
    enteredOn: optional('入学日期', 'Entered on', date),
    graduatedOn: required('毕业日期', 'Graduated on', date),
    stage: required(
      '层次',
      'Stage',
      codes({
        intermediate: ['中级工', 'Intermediate'],
        senior: ['高级工', 'Senior'],
        technician: ['预备技师（技师）', 'Technician'],
      }),
    ),
    certificateNo: required('证书编号', 'Certificate number', pattern('^[0-9A-Z]{4,32}$', 32)),
  },
  rules: [
    birthDateOf('citizenNumber', 'birthDate'),
    sexOf('citizenNumber', 'sex'),
    inOrder('birthDate', 'enteredOn', 'graduatedOn'),
    notInFuture('graduatedOn'),
  ],
  keys: { number: ['certificateNo'], issuedOn: 'graduatedOn' },
};
