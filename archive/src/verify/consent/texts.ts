/** What the report says about consent receipts. */

export const consentConcerns = {
  receipt: 'format',
  'consent-keys': 'signer',
  'consent-commands': 'ledger',
  'consent-openings': 'integrity',
} as const;

export const consentStepTexts = {
  RECEIPT_FORMAT: { zh: '授权回执的格式不正确。', en: 'The consent receipt does not have its form.' },
  RECEIPT_OK: { zh: '授权回执的格式正确。', en: 'The consent receipt has its form.' },
  CONSENT_KEYS_OK: {
    zh: '本人、数源单位和使用方的密钥由账本给出。',
    en: 'The keys of citizen, data source and recipient are those that the ledger gave them.',
  },
  CONSENT_SUBJECT_OTHER: {
    zh: '授权人的标识不是面向该数源单位的授权标识。',
    en: 'The citizen’s identifier is none for consents towards this data source.',
  },
  CONSENT_ORDER: {
    zh: '账本上的操作缺少、重复或顺序不对。',
    en: 'Commands are missing, stand twice or stand in another order than the rules allow.',
  },
  CONSENT_BEYOND: {
    zh: '授权或取数超出所请求的范围。',
    en: 'The grant, or a fetch, goes beyond what was asked or granted.',
  },
  CONSENT_COMMANDS_OK: {
    zh: '请求、授权、取数和撤回均由各方签名并记入账本，计数连续。',
    en: 'Request, grant, fetches and revocation were each signed by their party and recorded; the count has no gap.',
  },
  CONSENT_OPENING: {
    zh: '所附内容与账本上的承诺值不一致。',
    en: 'A text does not open the commitment on the ledger, or stands there without one.',
  },
  CONSENT_OPENING_MISSING: {
    zh: '缺少与账本承诺值对应的内容。',
    en: 'A text that opens a commitment is missing.',
  },
  CONSENT_OPENINGS_OK: {
    zh: '告知内容和授权凭证与账本上的承诺值一致。',
    en: 'The notice and the consent artefact open the commitments on the ledger.',
  },
} as const;

export const consentStatements = {
  CONSENT_GIVEN: {
    zh: '本人以登记密钥签名作出授权，范围如授权凭证所示。',
    en: 'The citizen’s registered key signed this grant, with the scope that the artefact shows.',
  },
  CONSENT_NOT_GIVEN: { zh: '本人没有同意该请求。', en: 'The citizen did not agree to the request.' },
  ACCESS_ON_OTHER_BASIS: {
    zh: '该访问依据的不是同意，而是所列的法定依据，并经另一机关批准。',
    en: 'The access does not stand on consent but on the basis named, approved by another authority.',
  },
  EVERY_FETCH_SHOWN: {
    zh: '截至状态证明时的每一次取数都列在其中。',
    en: 'Every fetch up to the proof of state is listed.',
  },
  DELETION_NOT_SHOWN: {
    zh: '没有证明：使用方确已删除数据，或没有转给他人。',
    en: 'Not proven: that the recipient deleted the data, or gave it to nobody else.',
  },
  CITIZEN_SANDBOX: {
    zh: '没有证明：授权人的真实身份（电子社保卡由沙箱代替）。',
    en: 'Not proven: who the citizen really is (the e-social-security card was a sandbox).',
  },
} as const;
