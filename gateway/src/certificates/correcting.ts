import type { certificateRecords } from '@renxin/chaincode/contracts';
import type { Correction, correctionRefusal, correctionRequest } from '@renxin/wallets/api';
import { keyPaths } from './keys.js';
import type { z } from 'zod';
import { Refusal } from '../problem/index.js';
import type { CertificateFile, CorrectionFile } from './certificate-file.js';
import { load, recordOf, requireStanding, type Asker, type CertificateDesk } from './desk.js';
import { typeNamed } from './subject.js';

/**
 * Somebody says that a certificate says something wrong (更正). The holder and the province ask; the organisation that said
 * it corrects it, by issuing another in its place, or refuses. What the ledger has decides what became of a request.
 */

type Request = z.infer<typeof correctionRequest>;

/** How many requests are kept of one certificate: a bound, not a right. */
const MOST_OF_CERTIFICATE = 32;

/**
 * @throws Refusal CERTIFICATE_UNKNOWN, CLAIM_UNKNOWN, CORRECTION_EXISTS, CORRECTION_OPEN, and the code of the certificate's
 *   state when it is not valid
 */
export async function correctionAsked(
  desk: CertificateDesk,
  asker: Asker,
  certificate: string,
  { request, claims, statement }: Request,
): Promise<Correction> {
  const { value } = await loadFor(desk, asker, certificate);
  const { issuer, type } = value;
  const known = await requestsOf(desk, value);
  const before = known.find((each) => each.request === request);
  if (before !== undefined) {
    const isIt = before.statement === statement && before.claims.join() === claims.join();
    if (!isIt) throw new Refusal('CORRECTION_EXISTS');
    return viewOf(desk, before);
  }
  await requireStanding(desk, certificate);
  const isOpen = known.some(({ refused }) => refused === undefined);
  if (isOpen || known.length >= MOST_OF_CERTIFICATE) throw new Refusal('CORRECTION_OPEN');
  requireMembers(type, claims);
  const askedAt = desk.clock().toISOString();
  const by = asker.identifier;
  const file = { schema: 1 as const, request, certificate, type, issuer, by, claims, statement, askedAt };
  await desk.store.write([desk.corrections.put(keyOf(file), file, 0)]);
  return viewOf(desk, file);
}

/** What was asked about one certificate, for its holder and its province. @throws Refusal CERTIFICATE_UNKNOWN */
export async function correctionsOf(
  desk: CertificateDesk,
  asker: Asker,
  certificate: string,
): Promise<Correction[]> {
  const { value } = await loadFor(desk, asker, certificate);
  const known = await requestsOf(desk, value);
  return Promise.all(known.map((each) => viewOf(desk, each)));
}

/** What waits for this issuer, at most so many. */
export async function correctionsFor(desk: CertificateDesk, { identifier }: Asker): Promise<Correction[]> {
  const { records } = await desk.corrections.list({ prefix: `${identifier}:`, limit: 1000 });
  const unanswered = records.map(({ value }) => value).filter(({ refused }) => refused === undefined);
  const views = await Promise.all(unanswered.map((each) => viewOf(desk, each)));
  return views.filter(({ state }) => state === 'waiting');
}

/** The issuer stands by what it said. @throws Refusal CORRECTION_UNKNOWN, CORRECTION_ANSWERED */
export async function correctionRefused(
  desk: CertificateDesk,
  asker: Asker,
  certificate: string,
  request: string,
  { reason }: z.infer<typeof correctionRefusal>,
): Promise<Correction> {
  const key = keyOf({ issuer: asker.identifier, certificate, request });
  const known = await desk.corrections.get(key);
  if (known === undefined) throw new Refusal('CORRECTION_UNKNOWN');
  const before = await viewOf(desk, known.value);
  if (before.state === 'refused' && before.reason === reason) return before;
  if (before.state !== 'waiting') throw new Refusal('CORRECTION_ANSWERED');
  const file = { ...known.value, refused: { reason, at: desk.clock().toISOString() } };
  await desk.store.write([desk.corrections.put(key, file, known.version)]);
  return viewOf(desk, file);
}

function loadFor(desk: CertificateDesk, { identifier }: Asker, certificate: string) {
  return load(desk, certificate, ({ holder, issued }) => {
    return issued !== undefined && (holder === identifier || identifier === desk.organisation);
  });
}

function keyOf(of: Pick<CorrectionFile, 'issuer' | 'certificate' | 'request'>): string {
  return `${of.issuer}:${of.certificate}:${of.request}`;
}

async function requestsOf(
  desk: CertificateDesk,
  { issuer, certificate }: CertificateFile,
): Promise<CorrectionFile[]> {
  const prefix = `${issuer}:${certificate}:`;
  const { records } = await desk.corrections.list({ prefix, limit: MOST_OF_CERTIFICATE });
  return records.map(({ value }) => value);
}

/** @throws Refusal CLAIM_UNKNOWN for what is no member of the type, or says whose it is: nobody else's is made of it */
function requireMembers(type: string, claims: readonly string[]): void {
  const { definition } = typeNamed(type);
  const paths = keyPaths(definition);
  const isMember = (name: string): boolean =>
    Object.hasOwn(definition.fields, name) && name !== paths.citizenNumber && name !== paths.issuedOn;
  if (!claims.every(isMember)) throw new Refusal('CLAIM_UNKNOWN');
}

async function viewOf(desk: CertificateDesk, file: CorrectionFile): Promise<Correction> {
  const { schema: _schema, refused, ...view } = file;
  if (refused !== undefined) return { ...view, state: 'refused', reason: refused.reason };
  const record = await recordOf(desk, file.certificate);
  const successor = record?.successor === undefined ? undefined : await recordOf(desk, record.successor);
  if (successor !== undefined && isCorrection(successor))
    return { ...view, state: 'corrected', successor: successor.certificate };
  const hasEnded = record === undefined || record.successor !== undefined || ended.has(record.state);
  return { ...view, state: hasEnded ? 'lapsed' : 'waiting' };
}

/** States after which nothing is corrected any more. */
const ended: ReadonlySet<string> = new Set(['REVOKED', 'CANCELLED', 'EXPIRED', 'TRANSFERRED', 'REPLACED']);

function isCorrection({ beginning }: certificateRecords.CertificateRecord): boolean {
  if (beginning.provenance === 'issued') return beginning.body.succession === 'correction';
  return beginning.provenance === 'register' && beginning.body.predecessor !== undefined;
}
