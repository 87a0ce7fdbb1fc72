/** What the steps over a certificate's QR code say. */

export const codeConcerns = {
  'certificate-code': 'format',
  'code-issuer': 'trust',
  'code-signature': 'signer',
  'code-accreditation': 'trust',
  'code-freshness': 'state',
} as const;

export const codeStepTexts = {
  CODE_OK: { zh: '证照码的格式正确。', en: 'The code has its form.' },
  SD_JWT_MALFORMED: { zh: '证照码格式不正确。', en: 'The code does not have its form.' },
  SD_JWT_KEY_UNKNOWN: {
    zh: '证照码所用的密钥不在签发省的密钥之列。',
    en: 'The code names a key that its province does not have.',
  },
  SD_JWT_SIGNATURE: {
    zh: '证照码的签名不成立：内容被改动，或不是此密钥所签。',
    en: 'The signature of the code does not hold.',
  },
  CODE_BY_PROVINCE: {
    zh: '证照码由信任文件所载的省级机构出具。',
    en: 'The code is by a province of the trust file.',
  },
  CODE_NOT_BY_PROVINCE: { zh: '证照码不是省级机构出具的。', en: 'The code is not by a province.' },
  CODE_SIGNED: { zh: '签名成立，密钥当时有效。', en: 'The signature holds, by a key that was in force.' },
  CODE_KEY_NOT_IN_FORCE: {
    zh: '出具证照码时密钥未生效或已失效。',
    en: 'The key was not in force when the code was made.',
  },
  CODE_OTHER_LEDGER: { zh: '证照码属于其他账本。', en: 'The code is of another ledger.' },
  CODE_FRESH: {
    zh: '证照码在有效期内；状态是出具时刻的状态。',
    en: 'The code is in its time; the status is that of the moment when it was made.',
  },
  CODE_CERTIFICATE_OVER: {
    zh: '证照码在有效期内，但证书已过有效期。',
    en: 'The code is in its time, but the certificate’s period is over.',
  },
  CODE_EXPIRED: {
    zh: '证照码已过期，请持证人重新出示。',
    en: 'The code has expired: its holder has to show a new one.',
  },
  CODE_NOT_YET: { zh: '证照码的时间在未来。', en: 'The code is from the future.' },
} as const;

export const codeStatements = {
  CODE_STATUS_THEN: {
    zh: '所示省级机构称：在出具证照码的时刻，该证书有效，内容如所示。',
    en: 'The province shown says that at the moment of the code the certificate was good and says what is shown.',
  },
  CODE_STATUS_SINCE: {
    zh: '没有证明：出具证照码之后状态没有改变。',
    en: 'Not proven: that the status did not change since the code was made.',
  },
  CODE_HOLDER: {
    zh: '没有证明：出示人就是持证人（请核对其身份证件）。',
    en: 'Not proven: that whoever shows the code is its holder (compare an identity document).',
  },
} as const;
