import { dateInChina } from '@renxin/chaincode/messages';
import type { NamedSchema } from '@renxin/credentials/schema';
import { subjectsOf, type Credential } from '@renxin/credentials/credential';
import type { Believed, Context } from '../context.js';
import type { Finding, Shown } from '../examination.js';
import type { Issuer, Trust } from '../trust.js';
import type { Accreditation } from './issuers.js';

type Rule = NonNullable<Trust['recognitions']>[number];

/** What the step is asked about: a credential whose issuer was accredited. */
export interface Recognisable {
  readonly credential: Credential;
  readonly definition: NamedSchema['definition'];
  readonly issuer: Issuer;
  readonly held: readonly Accreditation[];
}

/**
 * In which other provinces certificates of this kind count on the day that is asked about, by the rules of the trust file
 * (docs/formats/recognition.md): by a province's own word, or by the ministry's, which is good for all. It says nothing
 * about whether the credential is genuine, so nowhere is a warning.
 */
export function checkRecognition(
  { asOf }: Context,
  { trust }: Believed,
  rules: readonly Rule[],
  { credential, definition, issuer, held }: Recognisable,
): Finding<Shown<'recognition', object>> {
  const provinces = (trust.issuers ?? []).filter(({ role }) => role === 'province');
  const own = provinces.filter((province) => isOf(province, issuer, held));
  const [on, type] = [dateInChina(asOf), definition.word.replace(/-claim$/, '')];
  const level = subjectsOf(credential)[0]?.['level'];
  const holding = rules.filter(
    (rule) =>
      rule.type === type &&
      own.some(({ id }) => id === rule.of) &&
      holdsOn(rule, on) &&
      (rule.levels === undefined || (typeof level === 'string' && rule.levels.includes(level))),
  );
  const others = provinces.filter((province) => !own.includes(province));
  const isEverywhere = holding.some(({ by }) => !provinces.some(({ id }) => id === by));
  const recognised = others.filter(({ id }) => isEverywhere || holding.some(({ by }) => by === id));
  const evidence = {
    on,
    of: own.map(({ id }) => id),
    recognisedBy: recognised.map(({ id, name }) => ({ id, name })),
    rules: holding.map(({ id }) => id),
  };
  const value = {} as Shown<'recognition', object>;
  return recognised.length > 0
    ? { code: 'RECOGNISED_ELSEWHERE', evidence, value }
    : { code: 'RECOGNISED_NOWHERE_ELSE', outcome: 'warn', evidence, value };
}

/** The province that keeps certificates of this issuer: itself, or that of the regions of its accreditation. */
function isOf(province: Issuer, issuer: Issuer, held: readonly Accreditation[]): boolean {
  if (issuer.role === 'province') return province.id === issuer.id;
  const prefix = province.region.slice(0, 2);
  return held.some(({ regions }) => regions.some((region) => region.slice(0, 2) === prefix));
}

function holdsOn({ from, until, withdrawnFrom }: Rule, on: string): boolean {
  return from <= on && on <= until && (withdrawnFrom === undefined || on < withdrawnFrom);
}
