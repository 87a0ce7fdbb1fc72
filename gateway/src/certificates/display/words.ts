import type { Json } from '@renxin/chaincode/canonical';

/**
 * What a certificate says besides its claims. Its canonical bytes have an SM3 that stands in the layout. A new text is a
 * new version. Format: docs/formats/certificate-display.md.
 */
export const skillCertificateWords = {
  id: 'renxin-skill-certificate',
  version: 1,
  kind: 'display',
  title: '职业技能等级证书',
  titleInEnglish: 'Certificate of Vocational Skill Level',
  statement: '经评价，持证人达到下列职业（工种）的技能等级，特发此证。',
  statementInEnglish: 'The holder was assessed and has the skill level named below.',
  labels: {
    name: ['姓　　名', 'Name'],
    citizenNumber: ['证件号码', 'ID number'],
    occupation: ['职业名称', 'Occupation'],
    trade: ['工种方向', 'Trade'],
    level: ['技能等级', 'Level'],
    certificateNo: ['证书编号', 'Certificate No.'],
  },
  assessor: '评价机构（盖章）',
  assessorInEnglish: 'Assessor (seal)',
  issuedOn: '发证日期',
  scan: '扫码核验 Scan to verify',
  identifier: '电子证照标识',
  credential: '凭证 SM3',
  note: '本页为可验证凭证的显示件，以凭证及其在账本上的状态为准。',
  demonstration: '演示证书，合成数据，没有法律效力',
  copy: {
    heading: '加注件',
    purpose: '仅用于',
    recipient: '提供给',
    expires: '有效期至',
    limit: '用于其他用途、提供给他人或者超过有效期的，无效。',
  },
} as const satisfies Json;

/** The place of the assessor's seal: it is centred on these words. */
export const SEAL_WORDS = skillCertificateWords.assessor;
