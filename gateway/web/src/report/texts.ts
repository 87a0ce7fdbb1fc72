import type { Concern, Outcome, ReportKind, Verdict } from '@renxin/archive/verify';
import type { Text } from '../language/language';

/** A verdict is said in words with a sign, never by colour alone. */
export const verdicts: Record<Verdict, Text & { readonly sign: string }> = {
  valid: { sign: '✓', zh: '验证通过', en: 'Valid' },
  invalid: { sign: '✕', zh: '验证不通过', en: 'Invalid' },
  undetermined: { sign: '?', zh: '无法判定', en: 'Undetermined' },
};

export const outcomes: Record<Outcome, Text & { readonly sign: string }> = {
  pass: { sign: '✓', zh: '通过', en: 'Passed' },
  fail: { sign: '✕', zh: '不通过', en: 'Failed' },
  warn: { sign: '!', zh: '提示', en: 'Warning' },
  'not-checked': { sign: '?', zh: '未检查', en: 'Not checked' },
};

export const concerns: Record<Concern, Text> = {
  format: { zh: '格式', en: 'Format' },
  integrity: { zh: '完整性', en: 'Integrity' },
  signer: { zh: '签名人', en: 'Signer' },
  trust: { zh: '信任', en: 'Trust' },
  time: { zh: '时间', en: 'Time' },
  ledger: { zh: '账本', en: 'Ledger' },
  state: { zh: '状态', en: 'State' },
  holder: { zh: '持有人', en: 'Holder' },
};

export const kinds: Record<ReportKind, Text> = {
  'evidence-bundle': { zh: '证据包', en: 'evidence bundle' },
  'consent-receipt': { zh: '授权回执', en: 'consent receipt' },
  'archive-package': { zh: '归档信息包', en: 'archive package' },
  'archive-registration': { zh: '归档登记的账本证明', en: 'registration of an archive package' },
  credential: { zh: '可验证凭证', en: 'credential' },
  presentation: { zh: '可验证出示', en: 'presentation' },
  'status-list': { zh: '状态列表', en: 'status list' },
  'certificate-code': { zh: '证照码（二维码）', en: 'certificate code (QR)' },
  seal: { zh: '电子印章', en: 'e-seal' },
  'seal-signature': { zh: '电子签章', en: 'signature with an e-seal' },
  'fact-statement': { zh: '查证事实说明', en: 'fact statement' },
  'signed-pdf': { zh: '含签名的 PDF', en: 'PDF with signatures inside' },
  'sealed-ofd': { zh: '电子签章的 OFD 文件', en: 'sealed OFD document' },
  'signed-document': { zh: '已签署文件', en: 'signed document' },
  'command-proof': { zh: '账本操作证明', en: 'proof of a command' },
  'state-proof': { zh: '账本状态证明', en: 'proof of a state' },
  'trust-file': { zh: '信任文件', en: 'trust file' },
  'log-proof': { zh: '存证日志证明', en: 'proof from an evidence log' },
  unknown: { zh: '未知格式', en: 'unknown format' },
};

export const states: Readonly<Record<string, Text>> = {
  DRAFT: { zh: '草稿', en: 'draft' },
  DISCLOSED: { zh: '已告知', en: 'told before signing' },
  LOCKED: { zh: '已定稿', en: 'locked' },
  CONCLUDED: { zh: '已订立', en: 'concluded' },
  DISSOLVED: { zh: '已解除', en: 'dissolved' },
  TERMINATED: { zh: '已终止', en: 'terminated' },
  DECLINED: { zh: '劳动者已拒签', en: 'declined' },
  WITHDRAWN: { zh: '已撤回', en: 'withdrawn' },
  DISPOSED: { zh: '已销毁', en: 'disposed of' },
  VALID: { zh: '有效', en: 'valid' },
  NOT_YET_VALID: { zh: '尚未生效', en: 'not valid yet' },
  EXPIRED: { zh: '已过期', en: 'expired' },
  APPLIED: { zh: '已申请', en: 'applied for' },
  APPROVED: { zh: '已批准', en: 'approved' },
  REJECTED: { zh: '已驳回', en: 'rejected' },
  MADE: { zh: '已制作', en: 'made' },
  ACTIVE: { zh: '使用中', en: 'in use' },
  REPLACED: { zh: '已换发', en: 'replaced' },
  SUSPENDED: { zh: '已暂扣或停用', en: 'suspended' },
  REVOKED: { zh: '已撤销（撤回）', en: 'revoked' },
  REQUESTED: { zh: '等待本人答复', en: 'waiting for the person’s answer' },
  REFUSED: { zh: '本人已拒绝', en: 'refused by the person' },
  GRANTED: { zh: '已授权', en: 'granted' },
  USED_UP: { zh: '次数已用完', en: 'used up' },
};

/** Where a bound of the time line comes from. */
export const sources: Readonly<Record<string, Text>> = {
  'checkpoint:worker': {
    zh: '劳动者的签名里写有这个账本头',
    en: 'the worker’s signature names this ledger header',
  },
  'checkpoint:employer': {
    zh: '用人单位的签名里写有这个账本头',
    en: 'the employer’s signature names this ledger header',
  },
  'time-stamp:sm2': { zh: '国密可信时间戳', en: 'SM2 time-stamp' },
  'time-stamp:ecdsa': { zh: '国际算法可信时间戳', en: 'ECDSA time-stamp' },
  'time-stamp:seal': { zh: '印章签名上的可信时间戳', en: 'time-stamp on the signature with the seal' },
  'time-stamp:ofd': { zh: 'OFD 签名上的可信时间戳', en: 'time-stamp on the signature in the OFD' },
  'time-stamp:signature': { zh: '签名上的可信时间戳', en: 'time-stamp on the signature' },
  'time-stamp:document': { zh: '整份文件上的可信时间戳', en: 'time-stamp over the document' },
  'ledger:block': { zh: '写入账本区块', en: 'recorded in a block of the ledger' },
};

export const texts = {
  state: { zh: '文件自身的状态：', en: 'Its own state: ' },
  asOf: { zh: '截至', en: 'as of' },
  why: { zh: '在这里被拒绝', en: 'Refused here' },
  whyNot: { zh: '还不能判定的原因', en: 'Why it cannot be determined' },
  timeLine: { zh: '时间线（北京时间，UTC+8）', en: 'Time line (China Standard Time, UTC+8)' },
  notBefore: { zh: '不早于', en: 'Not before' },
  notAfter: { zh: '不晚于', en: 'Not after' },
  ofAmendment: { zh: '变更合同', en: 'amendment' },
  now: { zh: '验证时间', en: 'Verified' },
  nowSource: { zh: '本浏览器的时钟', en: 'this browser’s clock' },
  proven: { zh: '证明了什么', en: 'What this proves' },
  notProven: { zh: '没有证明什么', en: 'What this does not prove' },
  nothing: { zh: '没有证明任何事项。', en: 'Nothing.' },
  nothingOpen: { zh: '没有列出未证明的事项。', en: 'Nothing is listed.' },
  independence: { zh: '背后的独立运营方', en: 'Independent operators behind it' },
  steps: { zh: '检查步骤', en: 'Steps' },
  passed: { zh: '通过', en: 'passed' },
  raw: { zh: '完整报告（JSON）', en: 'The whole report (JSON)' },
  print: { zh: '打印', en: 'Print' },
  download: { zh: '下载报告', en: 'Download the report' },
} as const;
