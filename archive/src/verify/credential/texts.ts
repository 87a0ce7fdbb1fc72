/** What the report says about credentials, presentations and status lists. */

export const credentialConcerns = {
  credential: 'format',
  'credential-issuer': 'trust',
  proofs: 'signer',
  'credential-schema': 'format',
  accreditation: 'trust',
  recognition: 'state',
  validity: 'state',
  status: 'state',
  presentation: 'format',
  'holder-key': 'holder',
  'holder-proof': 'holder',
  'holder-binding': 'holder',
  'status-list': 'format',
} as const;

/** Codes with which credentials and their proofs are refused (docs/formats/credential.md, sm2-jcs.md, status-list.md). */
export const credentialRefusals = {
  JSON_NOT_UTF8: { zh: '文件不是 UTF-8 编码。', en: 'The file is not UTF-8.' },
  JSON_SYNTAX: { zh: '文件不是 JSON。', en: 'The file is not JSON.' },
  JSON_TOO_DEEP: { zh: 'JSON 嵌套过深。', en: 'The JSON is nested too deeply.' },
  JSON_MEMBER_REPEATED: { zh: 'JSON 中有重复的成员。', en: 'A member of the JSON stands twice.' },
  JSON_MEMBER_FORBIDDEN: {
    zh: 'JSON 中有不允许的成员名。',
    en: 'A member of the JSON has a forbidden name.',
  },
  CREDENTIAL_MALFORMED: {
    zh: '不符合可验证凭证数据模型 2.0 的格式。',
    en: 'It has not the form of VC Data Model 2.0.',
  },
  PRESENTATION_MALFORMED: {
    zh: '不符合可验证出示的格式。',
    en: 'It has not the form of a presentation of VC Data Model 2.0.',
  },
  CONTEXT_UNKNOWN: { zh: '引用了未知的上下文。', en: 'It names a context that is not known here.' },
  TERM_UNDEFINED: {
    zh: '含有其上下文未定义的字段或类型。',
    en: 'It has a member or a type that none of its contexts defines.',
  },
  PROOF_MISSING: { zh: '没有证明（签名）。', en: 'There is no proof.' },
  PROOF_MALFORMED: { zh: '证明的格式不正确。', en: 'A proof does not have its form.' },
  PROOF_SUITE_UNKNOWN: { zh: '密码套件未知。', en: 'The cryptosuite is not known here.' },
  PROOF_PREVIOUS_MISSING: {
    zh: '证明所依据的前一证明不在凭证中。',
    en: 'A proof builds on one that is not there.',
  },
  PROOF_PREVIOUS_FAILED: {
    zh: '证明所依据的前一证明不成立。',
    en: 'A proof builds on one that does not hold.',
  },
  PROOF_DOUBLED: {
    zh: '同一密钥以同一套件的证明出现两次。',
    en: 'There are two proofs of one suite and key.',
  },
  PROOF_PURPOSE: { zh: '证明是为其他用途作出的。', en: 'A proof was made for another purpose.' },
  PROOF_CONTEXT: {
    zh: '上下文在签名之后被改动。',
    en: 'The contexts are not those under which it was signed.',
  },
  PROOF_CREATED_IN_FUTURE: { zh: '证明的时间在未来。', en: 'A proof is from the future.' },
  PROOF_EXPIRED: { zh: '证明已过期。', en: 'A proof has expired.' },
  PROOF_DOMAIN: { zh: '证明是给其他核验方的。', en: 'A proof was made for another verifier.' },
  PROOF_CHALLENGE: { zh: '证明回答的是其他质询。', en: 'A proof answers another challenge.' },
  VERIFICATION_METHOD_UNKNOWN: {
    zh: '证明所用的密钥不在签发方的密钥之列。',
    en: 'A proof names a key that its maker does not have.',
  },
  VERIFICATION_METHOD_PURPOSE: {
    zh: '该密钥不得用于此用途。',
    en: 'The key of a proof may not be used for this.',
  },
  PROOF_KEY_ALGORITHM: {
    zh: '密钥的算法与密码套件不符。',
    en: 'The key of a proof is of another algorithm than its suite.',
  },
  PROOF_KEY_NOT_IN_FORCE: {
    zh: '作出证明时密钥未生效或已失效。',
    en: 'The key of a proof was not in force when it was made.',
  },
  PROOF_SIGNATURE: { zh: '证明不成立：内容被改动，或不是此密钥所签。', en: 'A proof does not hold.' },
  PROOF_REQUIRED_MISSING: {
    zh: '缺少所要求的证明（须有 SM2 与 EdDSA）。',
    en: 'A proof that is asked for is missing (SM2 and EdDSA).',
  },
  PROOF_NOT_BY_ISSUER: { zh: '证明不是签发方作出的。', en: 'A proof is not by the issuer.' },
  DOCUMENT_NOT_CANONICAL: { zh: '内容没有规范形式。', en: 'It has no canonical form.' },
  SCHEMA_MISSING: { zh: '没有指明凭证架构。', en: 'It names no schema.' },
  SCHEMA_UNKNOWN: { zh: '凭证类型或架构未知。', en: 'Its type, or its schema, is not known here.' },
  SUBJECT_INVALID: { zh: '内容不符合其凭证架构。', en: 'What it says is not what its schema asks for.' },
  CHECK_DIGIT_MISMATCH: {
    zh: '电子证照标识的校验位不符（有系统计算有误，不等于伪造）。',
    en: 'The check character of the certificate identifier differs (some systems compute it wrongly; it shows no forgery).',
  },
  HOLDER_MISMATCH: {
    zh: '凭证不是出示人的。',
    en: 'The credential is about somebody else than who shows it.',
  },
  STATUS_LIST_INVALID: { zh: '状态列表无效。', en: 'A status list is not valid.' },
  STATUS_LIST_ISSUER: { zh: '状态列表不是有权机构发布的。', en: 'A status list is by somebody else.' },
  STATUS_LIST_EXPIRED: { zh: '状态列表不在有效期内。', en: 'A status list is not in its period.' },
  STATUS_PURPOSE_MISMATCH: { zh: '状态列表的用途不符。', en: 'A status list is for another purpose.' },
  STATUS_INDEX_OUT_OF_RANGE: { zh: '状态索引超出列表。', en: 'The index lies outside its status list.' },
} as const;

export const credentialStepTexts = {
  CREDENTIAL_OK: {
    zh: '凭证的格式和用语正确。',
    en: 'The credential has its form, and every term is defined.',
  },
  ISSUER_KNOWN: { zh: '签发方在信任文件中。', en: 'The issuer stands in the trust file.' },
  ISSUER_UNKNOWN: { zh: '信任文件不含该签发方。', en: 'The trust file does not know the issuer.' },
  CREDENTIAL_PROOFS_OK: {
    zh: 'SM2 与 EdDSA 证明都成立，密钥当时有效。',
    en: 'The SM2 and the EdDSA proof hold, by keys that were in force.',
  },
  SCHEMA_OK: {
    zh: '内容符合其凭证架构和跨字段规则。',
    en: 'What it says is what its schema and rules ask for.',
  },
  ISSUER_ACCREDITED: {
    zh: '签发方在签发日具有该类证书的资质。',
    en: 'The issuer was accredited for this type on the day of issue.',
  },
  PROVINCE_OWN_WORD: {
    zh: '由省级机构出具：其登记簿的记载，或自他省转入；不是原签发机构签发的原件。',
    en: 'The province’s own word: what stands in its register, or what it took over from another province; not as its first issuer signed it.',
  },
  RECOGNISED_ELSEWHERE: {
    zh: '按信任文件所载互认规则，其他省份承认该类证书。',
    en: 'By the rules of the trust file certificates of this kind count in other provinces too.',
  },
  RECOGNISED_NOWHERE_ELSE: {
    zh: '按信任文件所载互认规则，没有其他省份承认该类证书（不影响真伪）。',
    en: 'By the rules of the trust file certificates of this kind count in no other province; that says nothing against it.',
  },
  TRUST_BEFORE_ISSUE: {
    zh: '信任文件所载登记簿早于签发日，无从判断。',
    en: 'The trust file has the registry of a time before the day of issue: it cannot say.',
  },
  ISSUER_NOT_ACCREDITED: {
    zh: '签发方在签发日没有该类证书的资质。',
    en: 'The issuer was not accredited for this type on the day of issue.',
  },
  VALIDITY_OK: { zh: '在所问的时间处于有效期内。', en: 'It is in its period at the time asked about.' },
  VALIDITY_NOT_YET: { zh: '在所问的时间尚未生效。', en: 'It is not valid yet at the time asked about.' },
  VALIDITY_OVER: { zh: '在所问的时间已过有效期。', en: 'Its period is over at the time asked about.' },
  STATUS_OK: { zh: '状态已由状态列表查明。', en: 'Its status is that of the status lists.' },
  STATUS_NONE: { zh: '凭证没有状态列表。', en: 'The credential names no status list.' },
  STATUS_NOT_INCLUDED: {
    zh: '未附状态列表，目前状态未知。',
    en: 'No status list is beside it: its present status is not known.',
  },
  STATUS_LIST_OK: {
    zh: '状态列表的格式和期限正确。',
    en: 'The status list has its form and is in its period.',
  },
  PRESENTATION_OK: { zh: '出示的格式正确。', en: 'The presentation has its form.' },
  HOLDER_KEY_OK: { zh: '账本记载了出示人的密钥。', en: 'The ledger shows the keys of the holder.' },
  HOLDER_KEY_NOT_INCLUDED: {
    zh: '未附出示人密钥的账本证明。',
    en: 'No proof of the holder’s keys from the ledger is beside it.',
  },
  HOLDER_KEY_OTHER: {
    zh: '所附账本证明不是关于出示人的。',
    en: 'The proof from the ledger is not about the holder.',
  },
  HOLDER_PROOF_OK: { zh: '出示人亲自签署了这次出示。', en: 'The holder signed this presentation.' },
  HOLDER_BOUND: { zh: '凭证是出示人的。', en: 'Each credential is about the holder.' },
} as const;

export const credentialStatements = {
  CREDENTIAL_ISSUED: {
    zh: '凭证由所示机构签发，内容未变。',
    en: 'The organisation shown issued this credential, and it is unchanged.',
  },
  ISSUER_WAS_ACCREDITED: {
    zh: '签发机构在签发日具有资质。',
    en: 'The issuing organisation was accredited on the day of issue.',
  },
  ORIGINAL_ISSUE: {
    zh: '没有证明：原签发机构当时的签发（这里只有省级机构的证明）。',
    en: 'Not proven: that it was issued by its first issuer as it says (the word here is the province’s).',
  },
  SHOWN_BY_HOLDER: {
    zh: '凭证由其持有人出示。',
    en: 'The credential was shown by its holder.',
  },
  ISSUE_TIME_CLAIMED: {
    zh: '没有证明：签发的时间（只有签发方所称的时间，未附账本证明）。',
    en: 'Not proven: when it was issued (the time is the issuer’s word; no proof from the ledger is beside it).',
  },
  REGION_NOT_JUDGED: {
    zh: '没有证明：签发方的资质覆盖哪个地区的这份证书（证书不载明地区）。',
    en: 'Not proven: that the accreditation covers the region of this certificate, which names none.',
  },
  CHALLENGE_NOT_KNOWN: {
    zh: '没有证明：这次出示回答了谁的质询、是否已被使用过。',
    en: 'Not proven: whose challenge the presentation answers, and that it was not taken before.',
  },
} as const;
