import type { SealCode, SealSignatureCode } from '@renxin/seal/eseal';

/** What the report says about e-seals and signatures with them. */

export const sealConcerns = {
  'seal-data': 'format',
  'seal-signature': 'signer',
  'seal-maker': 'trust',
  'seal-period': 'time',
  'seal-state': 'state',
  sealing: 'signer',
  'sealed-document': 'integrity',
  'sealing-time': 'time',
  'sealing-certificate': 'trust',
} as const;

type Text = { readonly zh: string; readonly en: string };

/** Codes of other signatures have their texts already. */
type OwnCode = Exclude<
  SealCode | SealSignatureCode,
  | 'NOT_DER'
  | 'FORMAT'
  | 'ALG'
  | 'SIG_VALUE'
  | 'SIGNER_CHAIN'
  | 'SIGNER_KEYUSAGE'
  | 'SIGNER_NOT_VALID_AT_SIGNING'
  | 'SIGNER_REVOKED_BEFORE'
  | 'SIGNING_TIME_AFTER'
  | 'CRL_SIGNATURE'
  | 'REVOCATION_UNKNOWN'
  | 'NO_TRUSTED_TIME'
  | 'TRUST_NOT_GIVEN'
  | 'TS_IMPRINT'
  | 'TS_CHAIN'
  | 'DATA_HASH'
>;

export const sealRefusals = {
  VERSION_MISMATCH: {
    zh: '印章或签章的版本不受支持，或前后不一致（如 GM/T 0031-2025 的 V5）。',
    en: 'The version of the seal is not read here, or contradicts itself (V5 of GM/T 0031-2025, for one).',
  },
  SEAL_SIG: {
    zh: '制章人的签名不成立：印章数据被改动过。',
    en: 'The maker’s signature does not hold: the seal was altered.',
  },
  MAKER_CHAIN: {
    zh: '制章人的证书链不成立。',
    en: 'The chain of the seal maker’s certificate does not hold.',
  },
  MAKER_KEYUSAGE: {
    zh: '制章人的证书不得用于制章。',
    en: 'The maker’s certificate is not for making seals.',
  },
  MAKER_NOT_VALID_AT_MAKING: {
    zh: '制章时制章人的证书不在有效期内。',
    en: 'The maker’s certificate was not in its period when the seal was made.',
  },
  MAKER_REVOKED: { zh: '制章人的证书已被撤销。', en: 'The maker’s certificate was revoked.' },
  SEAL_NOT_YET_VALID: {
    zh: '印章在所问的时间尚未生效。',
    en: 'The seal is not valid yet at the time asked about.',
  },
  SEAL_EXPIRED: { zh: '印章在所问的时间已过期。', en: 'The seal has expired at the time asked about.' },
  SEAL_NOT_VALID_AT_SIGNING: {
    zh: '用印时印章不在有效期内。',
    en: 'The seal was not in its period when it was used.',
  },
  SIGNER_NOT_IN_SEAL: {
    zh: '用印人的证书不在印章的证书列表中。',
    en: 'The signer’s certificate is not among those that may use this seal.',
  },
  PROPERTY_INFO: { zh: '签章指向的是另一处内容。', en: 'The signature says that it stands somewhere else.' },
  TS_INVALID: { zh: '签章内的时间戳不成立。', en: 'The time-stamp inside does not hold.' },
  SEAL_STATUS_APPLIED: {
    zh: '登记显示印章仅处于申请阶段。',
    en: 'By the register the seal was only applied for.',
  },
  SEAL_STATUS_APPROVED: { zh: '登记显示印章尚未制作。', en: 'By the register the seal was not made yet.' },
  SEAL_STATUS_REJECTED: { zh: '登记显示印章申请被驳回。', en: 'By the register the seal was rejected.' },
  SEAL_STATUS_MADE: { zh: '登记显示印章尚未启用。', en: 'By the register the seal was not in use yet.' },
  SEAL_STATUS_NOT_YET: { zh: '登记显示印章尚未生效。', en: 'By the register the seal was not valid yet.' },
  SEAL_STATUS_SUSPENDED: { zh: '登记显示印章当时已停用。', en: 'By the register the seal was suspended.' },
  SEAL_STATUS_EXPIRED: { zh: '登记显示印章当时已过期。', en: 'By the register the seal had expired.' },
  SEAL_STATUS_REPLACED: {
    zh: '登记显示印章当时已被换发。',
    en: 'By the register the seal had been replaced.',
  },
  SEAL_STATUS_REVOKED: { zh: '登记显示印章当时已注销。', en: 'By the register the seal was revoked.' },
} as const satisfies Record<OwnCode, Text>;

export const sealStepTexts = {
  SEAL_DATA_OK: {
    zh: '印章数据是规范编码，格式符合国家标准（GB/T 38540、GM/T 0031）。',
    en: 'The data are in strict encoding and have the form of GB/T 38540 or GM/T 0031.',
  },
  SEAL_SIGNED: { zh: '制章人的签名成立。', en: 'The maker’s signature over the seal holds.' },
  SEAL_MAKER_OK: {
    zh: '制章人受信任，制章时证书有效且未被撤销。',
    en: 'The maker is trusted; its certificate was in its period and not revoked when the seal was made.',
  },
  SEAL_PERIOD_OK: { zh: '在印章的有效期内。', en: 'It lies in the seal’s period.' },
  SEAL_STATE_OK: { zh: '账本登记了这枚印章的状态。', en: 'The ledger has the state of this very seal.' },
  SEAL_STATE_NOT_INCLUDED: {
    zh: '未附账本的状态证明，印章是否停用或注销未知。',
    en: 'No proof from the ledger is beside it: whether it was suspended or revoked is not known.',
  },
  SEAL_STATE_OTHER: {
    zh: '所附账本证明不是关于这枚印章的。',
    en: 'The proof from the ledger is not about this seal.',
  },
  SEALING_OK: {
    zh: '用印签名成立，用印人的证书在印章的证书列表中。',
    en: 'The signature holds, and its certificate is one that may use the seal.',
  },
  SEALED_DOCUMENT_OK: { zh: '签章是对这份文件作出的。', en: 'The signature is over this file.' },
  SEALING_TIME_OK: {
    zh: '用印时间由可信时间戳证明，当时证书在有效期内。',
    en: 'A trusted time-stamp shows when it was sealed; the certificates were in their periods.',
  },
} as const;

export const sealStatements = {
  SEAL_MADE: {
    zh: '印章由受信任的制章人制作，内容未变。',
    en: 'A trusted maker made this seal, and it is unchanged.',
  },
  SEAL_REGISTERED: {
    zh: '印章已在账本登记，状态如所示。',
    en: 'The seal is registered on the ledger, in the state shown.',
  },
  SEALED_UNCHANGED: { zh: '文件用印之后未变。', en: 'The file is unchanged since it was sealed.' },
  SEALED_BY_OWNER: {
    zh: '用印人的证书有权使用该印章，用印时有效。',
    en: 'Whoever sealed had a certificate that may use the seal, valid at that time.',
  },
  SEAL_STATE_UNKNOWN: {
    zh: '没有证明：印章在登记中的状态（是否停用、注销、换发）。',
    en: 'Not proven: the state of the seal in its register (suspended, revoked, replaced).',
  },
} as const;
