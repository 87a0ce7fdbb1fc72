import type { Concern, Outcome, Verdict } from '@renxin/archive/verify';

type Text = { readonly zh: string; readonly en: string };

/** A verdict is said in words with a sign, never by colour alone. */
export const verdicts: Record<Verdict, Text & { readonly sign: string }> = {
  valid: { sign: '✓', zh: '验证通过', en: 'Valid' },
  invalid: { sign: '✕', zh: '验证不通过', en: 'Invalid' },
  undetermined: { sign: '?', zh: '无法判定', en: 'Undetermined' },
};

export const outcomes: Record<Outcome, Text> = {
  pass: { zh: '通过', en: 'Passed' },
  fail: { zh: '不通过', en: 'Failed' },
  warn: { zh: '提示', en: 'Warning' },
  'not-checked': { zh: '未检查', en: 'Not checked' },
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

export const texts = {
  state: { zh: '当前状态', en: 'Its state' },
  asOf: { zh: '截至', en: 'as of' },
  timeLine: { zh: '时间线', en: 'Time line' },
  notBefore: { zh: '不早于', en: 'not before' },
  notAfter: { zh: '不晚于', en: 'not after' },
  proven: { zh: '证明了什么', en: 'What this proves' },
  notProven: { zh: '没有证明什么', en: 'What this does not prove' },
  nothing: { zh: '没有证明任何事项。', en: 'Nothing.' },
  independence: { zh: '背后的独立运营方数量：', en: 'Independent operators behind it:' },
  steps: { zh: '检查步骤', en: 'Steps' },
  evidence: { zh: '原始证据', en: 'Raw evidence' },
  print: { zh: '打印', en: 'Print' },
  download: { zh: '下载报告', en: 'Download the report' },
} as const;
