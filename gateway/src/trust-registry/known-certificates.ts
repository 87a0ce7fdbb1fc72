import { registryRules, type certificateRecords } from '@renxin/chaincode/contracts';
import type { JsonObject } from '@renxin/chaincode/canonical';
import type { DryRunAnswer } from '@renxin/wallets/api';
import { recordOf, type CertificateDesk } from '../certificates/desk.js';
import { chainOf, type Book } from './book.js';
import { levelsIn } from './effects.js';

/** How many files and receipts are looked at. */
const MOST_LOOKED = 10_000;
/** How many certificates an answer names. */
const MOST_NAMED = 100;

type Certificates = DryRunAnswer['certificates'];

/**
 * The certificates that a province keeps, as they count in the other provinces, and those of other provinces that were shown
 * to it, as they count here: which of them two states of the registry judge differently on a day.
 */
export async function certificateEffects(
  desk: CertificateDesk,
  before: Book,
  after: Book,
  on: string,
): Promise<Certificates> {
  const found: Certificates = { looked: 0, begins: 0, ceases: 0, undetermined: 0, begin: [], cease: [] };
  const others = [...after.organisations.values()]
    .filter(({ role, identifier }) => role === 'province' && identifier !== desk.organisation)
    .map(({ identifier }) => identifier);
  for await (const { certificate, level } of keptHere(desk)) await look(certificate, others, level);
  for await (const certificate of shownHere(desk)) await look(certificate, [desk.organisation], undefined);
  return found;

  async function look(
    certificate: string,
    where: readonly string[],
    level: string | undefined,
  ): Promise<void> {
    const record = await recordOf(desk, certificate);
    if (record === undefined) return;
    found.looked++;
    for (const by of where) {
      const [was, is] = [judged(before, record, by, level, on), judged(after, record, by, level, on)];
      if (was === is) continue;
      if (was === undefined || is === undefined) {
        found.undetermined++;
        continue;
      }
      const { issuer, beginning } = record;
      const { type, issuedOn } = beginning.body;
      const named = is ? found.begin : found.cease;
      if (is) found.begins++;
      else found.ceases++;
      if (named.length < MOST_NAMED) named.push({ certificate, by, type, issuer, issuedOn });
    }
  }
}

/** Whether a certificate counts in a province on a day; undefined when its level decides and is not known here. */
function judged(
  book: Book,
  record: certificateRecords.CertificateRecord,
  by: string,
  level: string | undefined,
  on: string,
): boolean | undefined {
  const { beginning, province, issuer } = record;
  const { type, issuedOn, region } = beginning.body;
  if (beginning.provenance === 'issued' && !isEntitled(book, issuer, type, region, issuedOn)) return false;
  const levels = levelsIn(book, by, province, type, on);
  if (levels === 'all') return true;
  if (levels.size === 0) return false;
  return level === undefined ? undefined : levels.has(level);
}

/** By an accreditation on the day of issue, or by law. */
function isEntitled(book: Book, issuer: string, type: string, region: string, on: string): boolean {
  if (type === 'contract-end-certificate' && book.organisations.get(issuer)?.role === 'employer') return true;
  return [...book.accreditations.values()]
    .filter((each) => each.organisation === issuer && each.type === type)
    .some(({ id }) => {
      const chain = chainOf(book, id);
      return chain !== undefined && registryRules.whyChainBroken(chain, region, on) === undefined;
    });
}

async function* keptHere(desk: CertificateDesk) {
  for await (const { value } of pages((after) => desk.files.list({ limit: 500, ...after }))) {
    const subject = value.issued?.credential['credentialSubject'];
    const isObject = typeof subject === 'object' && subject !== null && !Array.isArray(subject);
    const level = isObject ? (subject as JsonObject)['level'] : undefined;
    if (value.issued !== undefined)
      yield { certificate: value.certificate, level: typeof level === 'string' ? level : undefined };
  }
}

/** Of other provinces, each once. */
async function* shownHere(desk: CertificateDesk) {
  const seen = new Set<string>();
  for await (const { body } of desk.receipts.all(MOST_LOOKED)) {
    const isOthers = body.verifier === desk.organisation && body.province !== desk.organisation;
    if (!isOthers || seen.has(body.certificate)) continue;
    seen.add(body.certificate);
    yield body.certificate;
  }
}

async function* pages<T>(
  read: (after: { after?: string }) => Promise<{ records: T[]; next?: string }>,
): AsyncGenerator<T> {
  let next: string | undefined;
  let looked = 0;
  do {
    const page = await read(next === undefined ? {} : { after: next });
    yield* page.records;
    looked += page.records.length;
    next = page.next;
  } while (next !== undefined && looked < MOST_LOOKED);
}
