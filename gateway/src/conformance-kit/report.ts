import type { CheckResult, KitReport } from './run.js';
import { checks } from './run.js';

type Language = 'zh' | 'en';

const OUTCOME: Record<CheckResult['outcome'], Record<Language, string>> = {
  pass: { zh: '通过', en: 'passed' },
  fail: { zh: '不通过', en: 'FAILED' },
  skipped: { zh: '未检查', en: 'not checked' },
  planned: { zh: '将检查', en: 'would run' },
};

const WORDS = {
  title: { zh: '人信接入符合性报告', en: 'Renxin conformance report' },
  deployment: { zh: '部署地址', en: 'Deployment' },
  province: { zh: '省级机构', en: 'Province' },
  at: { zh: '时间', en: 'Time' },
  fingerprint: { zh: '信任文件指纹', en: 'Fingerprint of the trust file' },
  creates: { zh: '会在部署中产生', en: 'Creates in the deployment' },
  left: { zh: '未能结束，请人工处理', en: 'Could not be ended: look after it' },
  check: { zh: '检查', en: 'Check' },
  clause: { zh: '依据', en: 'Clause' },
  outcome: { zh: '结果', en: 'Outcome' },
} as const;

/** For a terminal. */
export function kitText(report: KitReport, language: Language): string {
  const word = (key: keyof typeof WORDS): string => WORDS[key][language];
  return [
    word('title'),
    `  ${word('deployment')}  ${report.url}  ${word('province')} ${report.province}`,
    `  ${word('at')}  ${report.at}`,
    `  ${word('fingerprint')}  ${report.fingerprint ?? '-'}`,
    ...(report.dryRun ? createdLines(report).map((each) => `  ${word('creates')}: ${each[language]}`) : []),
    ...report.results.flatMap((result) => [
      `  ${OUTCOME[result.outcome][language]}  ${result.title[language]}  [${result.id}: ${result.code}]`,
      ...(result.outcome === 'fail' ? [`      ${word('clause')}: ${result.clause}`] : []),
    ]),
    ...report.left.map((each) => `  ${word('left')}: ${each}`),
    `  ${countsOf(report, language)}`,
  ].join('\n');
}

/** One page by itself, in both languages: no script, nothing fetched. */
export function kitHtml(report: KitReport): string {
  const both = (key: keyof typeof WORDS): string => `${WORDS[key].zh} ${WORDS[key].en}`;
  const rows = report.results.map(
    ({ outcome, title, id, code, clause, milliseconds }) =>
      `<tr class="${outcome}"><td>${OUTCOME[outcome].zh} ${OUTCOME[outcome].en}</td><td>${safe(title.zh)}<br>${safe(title.en)}</td><td><code>${safe(id)}</code><br><code>${safe(code)}</code></td><td>${safe(clause)}</td><td>${String(milliseconds)} ms</td></tr>`,
  );
  const list = (title: string, items: readonly string[]): string =>
    items.length === 0
      ? ''
      : `<h2>${title}</h2><ul>${items.map((each) => `<li>${safe(each)}</li>`).join('')}</ul>`;
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${both('title')}</title>
<style>body{font:16px/1.5 sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}th,td{border:1px solid #767676;padding:.4rem;text-align:left;vertical-align:top}.fail{background:#fbe3e0}.skipped{color:#555}</style></head>
<body><h1>${both('title')}</h1>
<p>${both('deployment')}: <code>${safe(report.url)}</code><br>${both('province')}: <code>${safe(report.province)}</code><br>${both('at')}: ${safe(report.at)}<br>${both('fingerprint')}: <code>${safe(report.fingerprint ?? '-')}</code></p>
<p><strong>${countsOf(report, 'zh')}　${countsOf(report, 'en')}</strong></p>
${list(both('left'), report.left)}
<table><thead><tr><th scope="col">${both('outcome')}</th><th scope="col">${both('check')}</th><th scope="col">ID</th><th scope="col">${both('clause')}</th><th scope="col">ms</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></body></html>
`;
}

/** What the checks of a dry run would create. */
function createdLines({ results }: KitReport) {
  const planned = new Set(results.filter(({ outcome }) => outcome === 'planned').map(({ id }) => id));
  return checks.flatMap(({ id, creates }) => (creates !== undefined && planned.has(id) ? [creates] : []));
}

function countsOf({ results }: KitReport, language: Language): string {
  const count = (outcome: CheckResult['outcome']): string => {
    const number = results.filter((each) => each.outcome === outcome).length;
    return `${OUTCOME[outcome][language]} ${String(number)}`;
  };
  const shown: CheckResult['outcome'][] = results.some(({ outcome }) => outcome === 'planned')
    ? ['planned', 'skipped']
    : ['pass', 'fail', 'skipped'];
  return shown.map(count).join(language === 'zh' ? '，' : ', ');
}

function safe(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
