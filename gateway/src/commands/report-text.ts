import type { Outcome, Report, Verdict } from '@renxin/archive/verify';

type Language = 'zh' | 'en';

const VERDICT: Record<Verdict, Record<Language, string>> = {
  valid: { zh: '✓ 验证通过', en: '✓ Valid' },
  invalid: { zh: '✕ 验证不通过', en: '✕ Invalid' },
  undetermined: { zh: '? 无法判定', en: '? Undetermined' },
};
const OUTCOME: Record<Outcome, Record<Language, string>> = {
  pass: { zh: '通过　', en: 'passed     ' },
  fail: { zh: '不通过', en: 'FAILED     ' },
  warn: { zh: '提示　', en: 'warning    ' },
  'not-checked': { zh: '未检查', en: 'not checked' },
};
const WORDS = {
  state: { zh: '状态', en: 'State' },
  between: { zh: '签署时间', en: 'Signed between' },
  proven: { zh: '证明了什么', en: 'What this proves' },
  notProven: { zh: '没有证明什么', en: 'What this does not prove' },
  operators: { zh: '独立运营方', en: 'Independent operators' },
} as const;

/** A report for a terminal. */
export function readable(report: Report, language: Language): string {
  const word = (key: keyof typeof WORDS): string => WORDS[key][language];
  const lines = [`${report.file}: ${VERDICT[report.verdict][language]}  (${report.kind})`];
  if (report.state !== null) lines.push(`  ${word('state')}: ${report.state}  ${report.statusAsOf ?? ''}`);
  const { notBefore, notAfter } = report.signedBetween;
  if (notBefore !== null || notAfter !== null)
    lines.push(`  ${word('between')}: ${notBefore ?? '?'} — ${notAfter ?? '?'}`);
  for (const step of report.steps)
    lines.push(`  ${OUTCOME[step.outcome][language]}  ${step[language]}  [${step.code}]`);
  lines.push(`  ${word('proven')}:`, ...report.proven.map((each) => `    · ${each[language]}`));
  lines.push(`  ${word('notProven')}:`, ...report.notProven.map((each) => `    · ${each[language]}`));
  lines.push(
    `  ${word('operators')}: ${report.independence.operators} ${report.independence.names.join(language === 'zh' ? '、' : ', ')}`,
    '',
  );
  return lines.join('\n');
}
