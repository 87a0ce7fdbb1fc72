import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import { certificate as contract, registry } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import type { applicationRequest, issuingRequest, Receipt } from '@renxin/wallets/api';
import { issuerOf, subjectsOf, type Credential } from '@renxin/credentials/credential';
import { certificateUrn, didOf, endOf } from '@renxin/wallets/e-certificate';
import { commitment } from '@renxin/seal/crypto';
import type { z } from 'zod';
import { Refusal } from '../problem/index.js';
import { requireSchemaInForce } from '../trust-registry/schema-in-force.js';
import type { CertificateFile } from './certificate-file.js';
import {
  load,
  receiptOf,
  recordOf,
  signAsProvince,
  sm3OfJson,
  type Asker,
  type CertificateDesk,
  type LoadedCertificate,
} from './desk.js';
import { warningsAbout } from './process.js';
import { holderNumber } from './keys.js';
import {
  schemaOfCredential,
  subjectOf,
  typeNamed,
  type OrganisationSubject,
  type Subject,
} from './subject.js';

/** An organisation issues: it applies for a place in the status list, then hands the signed credential in. */

export async function applied(
  desk: CertificateDesk,
  asker: Asker,
  request: z.infer<typeof applicationRequest>,
) {
  const { certificate, type } = request;
  await requireSchemaInForce(desk.ledger, typeNamed(type).sm3);
  await requireAccreditation(desk, asker, request);
  const before = await desk.files.get(certificate);
  const fresh = { schema: 1 as const, ...request, issuer: asker.identifier };
  if (before === undefined) {
    const status = await desk.statusLists.place();
    await desk.store.write([desk.files.put(certificate, { ...fresh, status }, 0)]);
  } else if (before.value.issuer !== asker.identifier || !isAsApplied(before.value, fresh)) {
    throw new Refusal('CERTIFICATE_EXISTS');
  }
  const { value } = await load(desk, certificate, () => true);
  return {
    certificate,
    province: desk.organisation,
    status: value.status,
    credentialStatus: desk.statusLists.entries(value.status),
  };
}

/**
 * Checks what the issuer signed, countersigns, and puts it on the ledger. The file is written first, because it holds the
 * salt that opens what the ledger will hold; the same request again after a crash finds the same file.
 */
export async function handedIn(
  desk: CertificateDesk,
  asker: Asker,
  request: z.infer<typeof issuingRequest>,
): Promise<Issued> {
  const { issuing, opening } = request;
  const credential = request.credential;
  const { body } = issuing;
  const known = await load(desk, body.certificate, ({ issuer }) => issuer === asker.identifier);
  if (!isAsApplied(known.value, body) || body.province !== desk.organisation)
    throw new Refusal('CREDENTIAL_MISMATCH');
  const { credential: read, by } = await desk.proofs.ofCredential(credential);
  if (by !== asker.identifier) throw new Refusal('CREDENTIAL_MISMATCH');
  const subject = requireCredential(desk, known.value, read);
  if (body.credentialSchema !== typeNamed(body.type).sm3) throw new Refusal('CREDENTIAL_MISMATCH');
  requireEnd(read, subject, body.validUntil);
  await requireHolder(desk, body.holder, subject);
  const digest = sm3OfJson(desk, credential);
  requireOpening(desk, body.credential, opening, digest);
  const issued = { credential, opening, number: subject.certificateNo, digest: toBase64url(digest) };
  await requireUnfollowed(desk, body);
  const kept = await keepFile(desk, known, issued, subject, body.predecessor);
  const province = await signAsProvince(desk, 'certificate/issue', body);
  const input = { body, issuer: issuing.signature, province };
  try {
    const committed = await desk.ledger.submit(contract.operations.issue, input); // the commit point
    const receipt = await finished(desk, kept, committed);
    return { certificate: body.certificate, receipt, warnings: await warningsOf(desk, body.certificate) };
  } catch (error) {
    if (error instanceof ContractError) await forget(desk, known, kept.version, issued.number);
    throw error;
  }
}

/** What whoever issued is told. */
export interface Issued {
  readonly certificate: string;
  readonly receipt: Receipt;
  readonly warnings: string[];
}

export async function warningsOf(desk: CertificateDesk, certificate: string): Promise<string[]> {
  const record = await recordOf(desk, certificate);
  return record === undefined ? [] : warningsAbout(record);
}

/** What follows the ledger: the file knows where it stands, the person's list has it, the status lists count it. */
export async function finished(
  desk: CertificateDesk,
  { value, version }: { readonly value: CertificateFile; readonly version: number },
  committed: Parameters<typeof receiptOf>[1],
): Promise<Receipt> {
  const { at, height, time } = committed;
  await desk.store.write([
    desk.files.put(value.certificate, { ...value, step: { ...at, height, time } }, version),
  ]);
  const record = await recordOf(desk, value.certificate);
  if (record !== undefined) await desk.statusLists.note(record);
  const replaced = await ownPredecessor(desk, record);
  if (replaced !== undefined) {
    await desk.statusLists.note(replaced);
    await takeNumber(desk, value, replaced.certificate);
  }
  return receiptOf(desk, committed);
}

/** What it says of its end is what the ledger has, so that whoever has no ledger sees it. @throws Refusal CREDENTIAL_MISMATCH */
export function requireEnd(
  { validUntil }: Credential,
  subject: Subject | OrganisationSubject,
  onLedger: string | undefined,
): void {
  const isClaimed = subject.validUntil === undefined || subject.validUntil === onLedger;
  const isSaid = validUntil === (onLedger === undefined ? undefined : endOf(onLedger));
  if (!isClaimed || !isSaid) throw new Refusal('CREDENTIAL_MISMATCH');
}

/** The rules decide; here it is said before anything is kept. @throws ContractError CERTIFICATE_PREDECESSOR, CERTIFICATE_REPLACED */
async function requireUnfollowed(
  desk: CertificateDesk,
  { certificate, predecessor }: z.infer<typeof issuingRequest>['issuing']['body'],
): Promise<void> {
  if (predecessor === undefined) return;
  const before = await recordOf(desk, predecessor);
  if (before === undefined) throw new ContractError('CERTIFICATE_PREDECESSOR');
  const { successor } = before;
  if (successor !== undefined && successor !== certificate)
    throw new ContractError('CERTIFICATE_REPLACED', { certificate: predecessor });
}

/** The certificate whose place this one took, when it stands in this province's lists. */
async function ownPredecessor(desk: CertificateDesk, record: Awaited<ReturnType<typeof recordOf>>) {
  const predecessor = record?.beginning.body.predecessor;
  const before = predecessor === undefined ? undefined : await recordOf(desk, predecessor);
  return before?.province === desk.organisation ? before : undefined;
}

/** The number of the one before, where it stays: it is found under it from now on. */
async function takeNumber(
  desk: CertificateDesk,
  { certificate, issuer, issued }: CertificateFile,
  predecessor: string,
): Promise<void> {
  const key = numberKey(desk, issuer, issued?.number ?? '');
  const known = await desk.numbers.get(key);
  if (known?.value.certificate === predecessor)
    await desk.store.write([desk.numbers.put(key, { certificate }, known.version)]);
}

/** The file with what was handed in, the number and the person's list, in one write. */
export async function keepFile(
  desk: CertificateDesk,
  known: LoadedCertificate,
  issued: NonNullable<CertificateFile['issued']>,
  subject: Subject | OrganisationSubject,
  /** Whose number it may have, once the ledger has it: the certificate whose place it takes. */
  predecessor?: string,
): Promise<{ value: CertificateFile; version: number }> {
  const { certificate, issuer } = known.value;
  const number = numberKey(desk, issuer, issued.number);
  const taken = await desk.numbers.get(number);
  const isTheirs = (name: string): boolean => name === certificate || name === predecessor;
  if (taken !== undefined && !isTheirs(taken.value.certificate))
    throw new Refusal('CERTIFICATE_NUMBER_EXISTS');
  const value = { ...known.value, issued };
  return desk.turns.take('people', async () => {
    const person = desk.personKey(holderNumber(subject));
    const theirs = await desk.people.get(person);
    const certificates = [...new Set([...(theirs?.value.certificates ?? []), certificate])];
    const { version } = await desk.store.write([
      desk.files.put(certificate, value, known.version),
      ...(taken === undefined ? [desk.numbers.put(number, { certificate }, 0)] : []),
      desk.people.put(person, { certificates }, theirs?.version ?? 0),
    ]);
    return { value, version };
  });
}

/** The rules refused: a number that was its own is free again. */
export async function forget(
  desk: CertificateDesk,
  known: LoadedCertificate,
  version: number,
  number: string,
): Promise<void> {
  const key = numberKey(desk, known.value.issuer, number);
  const isNew = known.value.issued?.number !== number;
  const isOwn = (await desk.numbers.get(key))?.value.certificate === known.value.certificate;
  await desk.store.write([
    desk.files.put(known.key, known.value, version),
    ...(isNew && isOwn ? [desk.numbers.delete(key)] : []),
  ]);
}

export function numberKey(desk: Pick<CertificateDesk, 'provider'>, issuer: string, number: string): string {
  return `${issuer}:${toBase64url(desk.provider.hash('SM3', new TextEncoder().encode(number)))}`;
}

/** The rule on the ledger decides; here it is said before anything is made. @throws Refusal ISSUER_NOT_ACCREDITED */
export async function requireAccreditation(
  desk: CertificateDesk,
  asker: Asker,
  { type, region, issuedOn }: Pick<z.infer<typeof applicationRequest>, 'type' | 'region' | 'issuedOn'>,
): Promise<void> {
  if (type === 'contract-end-certificate' && asker.role === 'employer') return;
  const question = { organisation: asker.identifier, type, region, on: issuedOn };
  const found = await desk.ledger.evaluate(registry.operations.accredited, question);
  if (!found.accredited) throw new Refusal('ISSUER_NOT_ACCREDITED');
}

/** The credential is that of this certificate, holder, issuer, type and place in the list. */
export function requireCredential(
  desk: CertificateDesk,
  file: CertificateFile,
  credential: Credential,
): Subject | OrganisationSubject {
  const now = desk.clock();
  const schema = schemaOfCredential(credential, now);
  const subject = subjectOf(schema.definition, credential, now);
  const ledger = desk.ledger.name;
  const isOfFile =
    schema.definition.word === file.type &&
    credential.id === certificateUrn(ledger, file.certificate) &&
    issuerOf(credential) === didOf(ledger, file.issuer) &&
    subjectsOf(credential)[0]?.['id'] === didOf(ledger, file.holder) &&
    subject.issuedOn === file.issuedOn &&
    isSame(desk, credential.credentialStatus, desk.statusLists.entries(file.status));
  if (!isOfFile) throw new Refusal('CREDENTIAL_MISMATCH');
  return subject;
}

/** @throws Refusal IDENTITY_NOT_PROVEN, HOLDER_MISMATCH when it is about somebody else than the holder */
export async function requireHolder(
  desk: CertificateDesk,
  holder: string,
  subject: Pick<Subject, 'name' | 'citizenNumber'> | Pick<OrganisationSubject, 'name' | 'uscc'>,
): Promise<void> {
  if ('uscc' in subject) return requireOrganisation(desk, holder, subject);
  const { name, citizenNumber } = subject;
  const attested = await desk.identities.of(holder);
  if (attested.name !== name || attested.citizenNumber !== citizenNumber)
    throw new Refusal('HOLDER_MISMATCH');
}

/** @throws Refusal HOLDER_MISMATCH; ContractError IDENTIFIER_UNKNOWN */
async function requireOrganisation(
  desk: CertificateDesk,
  holder: string,
  { name, uscc }: Pick<OrganisationSubject, 'name' | 'uscc'>,
): Promise<void> {
  const record = await desk.ledger.evaluate(registry.operations.identifier, { identifier: holder });
  const isIt = record.kind === 'organisation' && record.name === name && record.uscc === uscc;
  if (!isIt) throw new Refusal('HOLDER_MISMATCH');
}

/** @throws Refusal COMMITMENT_MISMATCH */
export function requireOpening(
  desk: CertificateDesk,
  committed: string,
  opening: { readonly salt: string; readonly digest: string },
  digest: Uint8Array,
): void {
  const salt = fromBase64url(opening.salt) ?? new Uint8Array();
  const fits =
    opening.digest === toBase64url(digest) && commitment(desk.provider, salt, digest) === committed;
  if (!fits) throw new Refusal('COMMITMENT_MISMATCH');
}

/** The status place as well, where it is said: what the lists say of another place is said of another certificate. */
export function isAsApplied(
  file: Omit<CertificateFile, 'schema' | 'issued' | 'step'>,
  given: Omit<CertificateFile, 'schema' | 'status' | 'issued' | 'step'> & {
    readonly status?: CertificateFile['status'];
  },
): boolean {
  const names = ['certificate', 'issuer', 'holder', 'type', 'region', 'issuedOn'] as const;
  const { status = file.status } = given;
  const isItsPlace = status.list === file.status.list && status.index === file.status.index;
  return isItsPlace && names.every((name) => file[name] === given[name]);
}

function isSame(desk: CertificateDesk, a: unknown, b: unknown): boolean {
  try {
    return toBase64url(sm3OfJson(desk, a)) === toBase64url(sm3OfJson(desk, b));
  } catch {
    return false;
  }
}
