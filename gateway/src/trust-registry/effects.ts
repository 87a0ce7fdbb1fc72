import { recognitionRules, registryRules } from '@renxin/chaincode/contracts';
import type { DryRunAnswer } from '@renxin/wallets/api';
import { chainOf, type Book } from './book.js';

/** What two states of the registry differ in on a day. */
export function effectsOf(
  before: Book,
  after: Book,
  on: string,
): Pick<DryRunAnswer, 'issuing' | 'recognition'> {
  const [entitledBefore, entitledAfter] = [entitledIn(before, on), entitledIn(after, on)];
  return {
    issuing: {
      begin: [...entitledAfter.holds.values()].filter((each) => !entitledBefore.holds.has(keyOf(each))),
      cease: [...entitledBefore.holds.values()]
        .filter((each) => !entitledAfter.holds.has(keyOf(each)))
        .map((each) => ({ ...each, ...entitledAfter.why.get(keyOf(each)) })),
    },
    recognition: recognitionEffects(before, after, on),
  };
}

interface Entitled {
  readonly issuer: string;
  readonly type: string;
  readonly region: string;
}

function keyOf({ issuer, type, region }: Entitled): string {
  return `${issuer} ${type} ${region}`;
}

/** Who may issue what where on a day; of the others why not. */
function entitledIn(book: Book, on: string) {
  const holds = new Map<string, Entitled>();
  const why = new Map<string, { readonly reason: string; readonly accreditation: string }>();
  for (const { id, organisation: issuer, type, regions } of book.accreditations.values()) {
    const chain = chainOf(book, id);
    if (chain === undefined) continue;
    for (const region of regions) {
      const entitled = { issuer, type, region };
      const broken = registryRules.whyChainBroken(chain, region, on);
      if (broken === undefined) holds.set(keyOf(entitled), entitled);
      else why.set(keyOf(entitled), broken);
    }
  }
  return { holds, why };
}

/** The levels that a province recognises of another's type: all of them, or these. */
type Levels = 'all' | ReadonlySet<string>;

export function levelsIn(book: Book, by: string, of: string, type: string, on: string): Levels {
  const levels = new Set<string>();
  for (const record of book.recognitions.values()) {
    const { recognition } = record;
    const isIts = recognition.by === by || book.organisations.get(recognition.by)?.role === 'ministry';
    if (!isIts || recognition.of !== of || recognition.type !== type) continue;
    if (recognitionRules.whyNotRecognised(record, recognition.levels?.[0], on) !== undefined) continue;
    if (recognition.levels === undefined) return 'all';
    for (const level of recognition.levels) levels.add(level);
  }
  return levels;
}

function recognitionEffects(before: Book, after: Book, on: string): DryRunAnswer['recognition'] {
  const provinces = [...after.organisations.values()].filter(({ role }) => role === 'province');
  const changes: DryRunAnswer['recognition'] = { begin: [], cease: [] };
  for (const { identifier: of, region } of provinces) {
    for (const type of typesOf(before, after, of)) {
      for (const { identifier: by } of provinces) {
        if (by === of) continue;
        const [was, is] = [levelsIn(before, by, of, type, on), levelsIn(after, by, of, type, on)];
        const about = { by, of, type };
        const begins = beyond(is, was);
        if (begins !== undefined)
          changes.begin.push({ ...about, ...begins, issuers: issuersOf(after, type, region, on) });
        const ceases = beyond(was, is);
        if (ceases !== undefined)
          changes.cease.push({ ...about, ...ceases, issuers: issuersOf(before, type, region, on) });
      }
    }
  }
  return changes;
}

function typesOf(before: Book, after: Book, of: string): ReadonlySet<string> {
  const all = [...before.recognitions.values(), ...after.recognitions.values()];
  return new Set(
    all.filter(({ recognition }) => recognition.of === of).map(({ recognition }) => recognition.type),
  );
}

/** What the first has and the second has not; undefined: nothing. */
function beyond(first: Levels, second: Levels): { readonly levels?: string[] } | undefined {
  if (second === 'all') return undefined;
  if (first === 'all') return {};
  const levels = [...first].filter((level) => !second.has(level)).sort();
  return levels.length === 0 ? undefined : { levels };
}

/** Who may issue a type in a province on a day. */
function issuersOf(book: Book, type: string, region: string, on: string): string[] {
  const province = region.slice(0, 2);
  const { holds } = entitledIn(book, on);
  const issuers = [...holds.values()].filter(
    (each) => each.type === type && each.region.slice(0, 2) === province,
  );
  return [...new Set(issuers.map(({ issuer }) => issuer))].sort();
}
