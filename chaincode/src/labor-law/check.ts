import { parseCitizenNumber } from '../identifiers/index.js';
import type { MinimumWage } from './minimum-wage.js';
import type { Facts, Finding, History, Rule } from './rule.js';
import { rules } from './rules/index.js';
import type { Terms } from './terms.js';

export interface CheckOptions {
  /** YYYY-MM-DD at the place of work: the day on which the contract is checked. Rules in force on it apply. */
  readonly today: string;
  readonly history?: History;
  /** The operator's table; without it the finding MINIMUM_WAGE_NOT_CHECKED says that nobody looked. */
  readonly minimumWages?: readonly MinimumWage[];
}

export interface Findings {
  /** Clear violations: the contract is refused. */
  readonly violations: readonly Finding[];
  /** Doubts and reminders: shown to both parties, they refuse nothing. */
  readonly warnings: readonly Finding[];
}

/** Every rule of labor law in force at the place and on the day, over parsed terms. Pure; the same answer everywhere. */
export function checkTerms(terms: Terms, options: CheckOptions): Findings {
  return applyRules(rules, terms, options);
}

/** {@link checkTerms} with a table of rules of one's own. */
export function applyRules(table: readonly Rule[], terms: Terms, options: CheckOptions): Findings {
  const facts = factsOf(terms, options);
  const violations: Finding[] = [];
  const warnings: Finding[] = [];
  for (const rule of table) {
    if (!applies(rule, facts)) continue;
    const into = rule.severity === 'violation' ? violations : warnings;
    for (const { pointers, zh, en } of rule.check(facts))
      into.push({
        code: rule.code,
        article: rule.article,
        law: rule.law,
        region: rule.region,
        pointers,
        zh,
        en,
      });
  }
  return { violations, warnings };
}

function applies(rule: Rule, { terms, today }: Facts): boolean {
  const here = rule.region === 'CN' || terms.workplace.regionCode.startsWith(rule.region);
  return here && rule.inForce.from <= today && today <= (rule.inForce.until ?? today);
}

function factsOf(terms: Terms, options: CheckOptions): Facts {
  const worker = parseCitizenNumber(terms.worker.idNo);
  if (!worker.ok) throw new TypeError('terms that were not parsed');
  return {
    terms,
    worker,
    today: options.today,
    contracts: options.history?.contracts ?? [],
    amended: options.history?.amended,
    workStart:
      terms.workStartDate !== undefined && terms.workStartDate < terms.startDate
        ? terms.workStartDate
        : terms.startDate,
    minimumWages: options.minimumWages ?? [],
  };
}
