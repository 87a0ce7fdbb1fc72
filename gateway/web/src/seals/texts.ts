import type { Text } from '../language/language';

export const states: Readonly<Record<string, Text & { readonly look: string; readonly sign: string }>> = {
  APPLIED: { zh: '待审批', en: 'waits for approval', look: 'open', sign: '…' },
  APPROVED: { zh: '已批准，待制章', en: 'approved, to be made', look: 'open', sign: '…' },
  REJECTED: { zh: '已驳回', en: 'rejected', look: 'bad', sign: '✕' },
  MADE: { zh: '已制作，待启用', en: 'made, to be put into use', look: 'open', sign: '…' },
  ACTIVE: { zh: '使用中', en: 'in use', look: 'good', sign: '✓' },
  SUSPENDED: { zh: '已停用', en: 'suspended', look: 'warn', sign: '!' },
  REVOKED: { zh: '已注销', en: 'revoked', look: 'bad', sign: '✕' },
  REPLACED: { zh: '已换章', en: 'replaced', look: 'bad', sign: '✕' },
  EXPIRED: { zh: '已过期', en: 'expired', look: 'bad', sign: '✕' },
  NOT_YET: { zh: '尚未生效', en: 'not in its period yet', look: 'warn', sign: '!' },
};

export const types: Readonly<Record<string, Text>> = {
  contract: { zh: '合同专用章', en: 'contract seal' },
  official: { zh: '单位公章', en: 'official seal' },
  archive: { zh: '档案专用章', en: 'archive seal' },
};

/** Reasons of changes: words of the ledger. */
export const reasons: Readonly<Record<string, Text>> = {
  'first-use': { zh: '首次启用', en: 'first use' },
  'renewed-certificate': { zh: '证书更新后启用', en: 'after the certificate was renewed' },
  'key-at-risk': { zh: '密钥可能泄露', en: 'the key may be at risk' },
  'staff-change': { zh: '管理人员变动', en: 'a change of staff' },
  inspection: { zh: '检查期间', en: 'during an inspection' },
  'inspection-over': { zh: '检查结束', en: 'the inspection is over' },
  'risk-cleared': { zh: '风险已排除', en: 'the risk was cleared' },
  'no-longer-used': { zh: '不再使用', en: 'no longer used' },
  'organisation-changed': { zh: '单位更名或注销', en: 'the organisation changed or ended' },
};

/** Why a use was refused: words of the log. */
export const refusals: Readonly<Record<string, Text>> = {
  'seal-not-active': { zh: '印章不在使用状态', en: 'the seal was not in use' },
  'seal-of-another-certificate': { zh: '证书与印章不符', en: 'the certificate is not the seal’s' },
  'time-stamp-unavailable': { zh: '时间戳服务不可用', en: 'no time-stamp could be had' },
  'certificate-missing': { zh: '没有证书', en: 'there was no certificate' },
};

/** What to do about a refusal. */
export const advices: Readonly<Record<string, Text>> = {
  SEAL_SELF_APPROVAL: {
    zh: '申请人不能审批或制作自己申请的印章。请换另一名审批人办理（改用他的工号）。',
    en: 'Who applied neither approves nor makes it. Let another official do it (under another staff number).',
  },
  SEAL_OFFICIAL: {
    zh: '审批和制章须由不同的人办理。请换另一名人员制章（改用他的工号）。',
    en: 'Who approved does not make. Let somebody else make it (under another staff number).',
  },
  SEAL_STATE: {
    zh: '印章的状态已经变了。请按“重新读取”，再看能办什么。',
    en: 'The seal’s state has changed. Read again, then see what can be done.',
  },
  SEAL_CHANGE_NUMBER: {
    zh: '另一项变更先到了。请按“重新读取”，再办一次。',
    en: 'Another change came first. Read again and try once more.',
  },
  SEAL_PREDECESSOR: {
    zh: '原印章没有制成，或已经换过。请直接申请新印章。',
    en: 'The seal to be replaced was never made, or has a successor. Apply for a new seal.',
  },
  SEAL_CERTIFICATE: {
    zh: '本单位的证书不可用（过期、吊销或密钥不符）。请先更新证书，再申请。',
    en: 'The organisation’s certificate does not serve (expired, revoked or of another key). Renew it first.',
  },
  SEAL_EXISTS: { zh: '请重新提交一份申请。', en: 'Hand in a new application.' },
  PICTURE_NOT_PNG: { zh: '请改用 PNG 图片。', en: 'Use a PNG picture.' },
  PICTURE_TOO_LARGE: {
    zh: '请缩小到 256 KB、每边 2048 像素以内。',
    en: 'Keep it below 256 KiB and 2048 points a side.',
  },
  PICTURE_DAMAGED: { zh: '图片已损坏，请重新导出。', en: 'The picture is damaged; export it again.' },
  PICTURE_TEXT: {
    zh: '名称太长或有不能刻写的字，请改用图片。',
    en: 'The name cannot be drawn; use a picture.',
  },
  NO_SEAL_IN_USE: {
    zh: '印章不在使用中，没有盖章；这次被拒绝的用印已登记在用印记录里。',
    en: 'The seal is not in use; nothing was sealed. The refused use stands in the log.',
  },
  SEAL_UNKNOWN: {
    zh: '没有这枚印章，或不归本单位。请回到列表。',
    en: 'There is no such seal, or it is not yours. Go back to the list.',
  },
  GATEWAY_UNREACHABLE: {
    zh: '请确认平台仍在运行，再按“重新读取”或重新提交。同一份申请不会登记两次。',
    en: 'See that the platform still runs, then read again or hand in again. Nothing is put down twice.',
  },
  BODY_INVALID: {
    zh: '请检查填写：工号只用小写字母、数字和短横线。',
    en: 'Check what you filled in: staff numbers are lower-case letters, digits and hyphens.',
  },
};

export const words = {
  staff: /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/,
} as const;
