import { dateInChina } from '@renxin/chaincode/messages';
import { methodInHistory } from '@renxin/credentials/did';
import type { VerificationMethod } from '@renxin/credentials/data-integrity';
import type { Belief } from '../context.js';
import type { Issuer } from '../trust.js';

/** What a trust file says about those who issue credentials. */

/** The issuer of a DID, when the trust file is about it. */
export function issuerIn({ trust }: Belief, did: string): Issuer | undefined {
  return trust.issuers?.find(({ id }) => didOf(trust.ledger, id) === did);
}

export function didOf(ledger: string, id: string): string {
  return `did:renxin:${ledger}:${id}`;
}

/** The key of a verification method, with its period, of any issuer of the trust file. */
export function methodIn(belief: Belief): (url: string) => Promise<VerificationMethod | undefined> {
  return async (url) => {
    const [did = ''] = url.split('#');
    const issuer = issuerIn(belief, did);
    return issuer === undefined ? undefined : methodInHistory(did, issuer, url);
  };
}

export type Accreditation = Issuer['accreditations'][number];

/**
 * The accreditations of an issuer for a type that held on a day (docs/formats/registry.md): in their period, not withdrawn,
 * not suspended at any time of that day, nor the issuer; and so that of the province under which it was given.
 */
export function accreditationsOn(
  belief: Belief,
  issuer: Issuer,
  type: string,
  day: string,
): readonly Accreditation[] {
  return [...issuer.accreditations, ...byLaw(issuer)].filter(
    (each) => each.type === type && holdsOn(belief, issuer, each, day),
  );
}

function holdsOn(belief: Belief, issuer: Issuer, accreditation: Accreditation, day: string): boolean {
  const { from, until, withdrawnFrom, states = [], under } = accreditation;
  const isInPeriod = from <= day && day <= until && (withdrawnFrom === undefined || day < withdrawnFrom);
  if (!isInPeriod || wasSuspendedOn(issuer.states, day) || wasSuspendedOn(states, day)) return false;
  return under === undefined || holdsAbove(belief, accreditation, under, day);
}

/** That of the province, which is under nobody's, for the same type and all these regions. */
function holdsAbove(belief: Belief, given: Accreditation, under: string, day: string): boolean {
  for (const province of belief.trust.issuers ?? []) {
    const above = province.accreditations.find(({ id }) => id === under);
    if (above === undefined) continue;
    const covers = given.regions.every((region) => above.regions.some((each) => isWithin(region, each)));
    const isAbove = province.role === 'province' && above.under === undefined && above.type === given.type;
    return covers && isAbove && holdsOn(belief, province, above, day);
  }
  return false;
}

/** As in docs/formats/registry.md: 440305 lies in 4403(00), in 44 and in 440000. */
export function isWithin(region: string, other: string): boolean {
  return region.startsWith(other.replace(/(?:00)+$/, ''));
}

/** What the law makes every employer issue (实施条例 art. 24) needs nobody's accreditation; it counts in its own region. */
function byLaw({ role, region }: Issuer): readonly Accreditation[] {
  if (role !== 'employer') return [];
  const type = 'contract-end-certificate';
  return [{ id: 'by-law', type, regions: [region], from: '2008-09-18', until: '9999-12-31' }];
}

/**
 * A province's own word about certificates: of what stands in its register, or of what it took over from another province.
 * It needs no accreditation, and is never that of the organisation that issued it first.
 */
export function ownWordOn(issuer: Issuer, type: string, day: string): readonly Accreditation[] {
  if (issuer.role !== 'province' || wasSuspendedOn(issuer.states, day)) return [];
  return [{ id: 'own-word', type, regions: [issuer.region], from: day, until: day }];
}

function wasSuspendedOn(states: Issuer['states'], day: string): boolean {
  const before = states.filter(({ at }) => dateInChina(at) < day).at(-1);
  const thatDay = states.filter(({ at }) => dateInChina(at) === day);
  return [before, ...thatDay].some((each) => each?.state === 'suspended');
}

/** The DIDs that may publish the status of what an issuer issued: itself, and the provinces of its accreditations. */
export function statusIssuersOf(
  { trust }: Belief,
  did: string,
  held: readonly Accreditation[],
): readonly string[] {
  const prefixes = held.flatMap(({ regions }) => regions.map((region) => region.slice(0, 2)));
  const provinces = (trust.issuers ?? []).filter(
    ({ role, region }) => role === 'province' && prefixes.includes(region.slice(0, 2)),
  );
  return [did, ...provinces.map(({ id }) => didOf(trust.ledger, id))];
}
