import { toBase64url } from '@renxin/chaincode/canonical';
import { certificate as contract } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import { certificateMessages, reservedBy } from '@renxin/chaincode/messages';
import type { BatchIssuingRequest, Receipt } from '@renxin/wallets/api';
import { Refusal } from '../problem/index.js';
import { StoreError, type Change } from '../store/index.js';
import { MOST_OF_PERSON, type CertificateFile } from './certificate-file.js';
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
import {
  isAsApplied,
  numberKey,
  requireCredential,
  requireEnd,
  requireHolder,
  requireOpening,
} from './issuing.js';
import type { Subject } from './keys.js';
import { typeNamed } from './subject.js';

/** A certificate of the batch that was judged: its file as it was, and as it is to be kept. */
interface Judged {
  readonly known: LoadedCertificate;
  readonly issued: NonNullable<CertificateFile['issued']>;
  readonly person: string;
}

/**
 * Checks everything that the issuer signed, countersigns the batch and puts it on the ledger: all of it or nothing. The
 * files are written first; the same request again after a crash finds them and is answered the same.
 * @throws Refusal as issuing one does, with the certificate where it is one's; ContractError what the rules refuse
 */
export async function batchHandedIn(
  desk: CertificateDesk,
  asker: Asker,
  { issuing, certificates }: BatchIssuingRequest,
): Promise<{ batch: string; receipt: Receipt }> {
  const { body } = issuing;
  const isTheirs = body.issuer === asker.identifier && body.province === desk.organisation;
  if (!isTheirs || body.credentialSchema !== typeNamed(body.type).sm3)
    throw new Refusal('CREDENTIAL_MISMATCH');
  const judged: Judged[] = [];
  for (const [i, each] of certificateMessages.issuingsOf(body).entries())
    judged.push(await naming(each.certificate, () => judge(desk, asker, each, certificates[i]!)));
  const numbers = new Set(judged.map(({ issued }) => issued.number));
  if (numbers.size < judged.length) throw new Refusal('CERTIFICATE_NUMBER_EXISTS');
  const { version } = await desk.turns.take('people', () => keep(desk, body.batch, judged));
  const province = await signAsProvince(desk, 'certificate/issue-batch', body);
  const input = { body, issuer: issuing.signature, province };
  let committed;
  try {
    committed = await desk.ledger.submit(contract.operations['issue-batch'], input); // the commit point
  } catch (error) {
    if (error instanceof ContractError)
      await desk.turns.take('people', () => takeBack(desk, version, judged));
    throw error;
  }
  const { at, height, time } = committed;
  await desk.store.write([desk.batches.put(body.batch, { ...at, height, time })]);
  await desk.statusLists.noteIssued(judged.map(({ known }) => known.value.status));
  return { batch: body.batch, receipt: await receiptOf(desk, committed) };
}

async function judge(
  desk: CertificateDesk,
  asker: Asker,
  said: certificateMessages.Issuing,
  { credential, opening }: BatchIssuingRequest['certificates'][number],
): Promise<Judged> {
  const known = await load(desk, said.certificate, ({ issuer }) => issuer === asker.identifier);
  if (!isAsApplied(known.value, said)) throw new Refusal('CREDENTIAL_MISMATCH');
  const { credential: read, by } = await desk.proofs.ofCredential(credential);
  if (by !== asker.identifier) throw new Refusal('CREDENTIAL_MISMATCH');
  const subject = requireCredential(desk, known.value, read);
  requireEnd(read, subject, said.validUntil);
  // Licences of organisations are decided one by one.
  if ('uscc' in subject) throw new Refusal('CREDENTIAL_INVALID');
  const person = desk.personKey(subject.citizenNumber);
  await requirePerson(desk, said.holder, person, subject);
  const digest = sm3OfJson(desk, credential);
  requireOpening(desk, said.credential, opening, digest);
  const issued = { credential, opening, number: subject.certificateNo, digest: toBase64url(digest) };
  const before = known.value.issued;
  const isOther =
    before !== undefined && (before.digest !== issued.digest || before.opening.salt !== opening.salt);
  if (isOther && (await recordOf(desk, said.certificate)) !== undefined)
    throw new Refusal('CERTIFICATE_EXISTS');
  return { known, issued, person };
}

/** The identifier is this person's here, reserved or bound. @throws Refusal HOLDER_MISMATCH, IDENTITY_NOT_PROVEN */
async function requirePerson(
  desk: CertificateDesk,
  holder: string,
  person: string,
  subject: Subject,
): Promise<void> {
  if ((await desk.holders.get(person))?.value.identifier !== holder) throw new Refusal('HOLDER_MISMATCH');
  if (reservedBy(holder) === undefined) await requireHolder(desk, holder, subject);
}

/** Files, numbers and people's lists in one write. @throws Refusal CERTIFICATE_NUMBER_EXISTS, CERTIFICATE_EXISTS, HOLDER_FULL */
async function keep(
  desk: CertificateDesk,
  batch: string,
  judged: readonly Judged[],
): Promise<{ version: number }> {
  const changes: Change[] = [];
  const people = new Map<string, { before: readonly string[]; version: number; names: string[] }>();
  for (const { known, issued, person } of judged) {
    const { certificate, issuer } = known.value;
    const number = numberKey(desk, issuer, issued.number);
    const taken = await desk.numbers.get(number);
    if (taken !== undefined && taken.value.certificate !== certificate)
      throw new Refusal('CERTIFICATE_NUMBER_EXISTS', { members: { certificate } });
    if (taken === undefined) changes.push(desk.numbers.put(number, { certificate }, 0));
    changes.push(desk.files.put(certificate, { ...known.value, issued, batch }, known.version));
    const theirs = people.get(person);
    if (theirs !== undefined) theirs.names.push(certificate);
    else {
      const record = await desk.people.get(person);
      const before = record?.value.certificates ?? [];
      people.set(person, { before, version: record?.version ?? 0, names: [certificate] });
    }
  }
  for (const [person, { before, version, names }] of people) {
    const list = [...new Set([...before, ...names])];
    if (list.length > MOST_OF_PERSON) throw new Refusal('HOLDER_FULL');
    changes.push(desk.people.put(person, { certificates: list }, version));
  }
  return desk.store.write(changes).catch((error: unknown) => {
    if (error instanceof StoreError && error.code === 'STORE_CONFLICT')
      throw new Refusal('CERTIFICATE_EXISTS');
    throw error;
  });
}

/** The rules refused: numbers and people are as before. */
async function takeBack(desk: CertificateDesk, version: number, judged: readonly Judged[]): Promise<void> {
  const changes: Change[] = [];
  const gone = new Set<string>();
  for (const { known, issued } of judged) {
    const { issued: _issued, batch: _batch, ...applied } = known.value;
    const { certificate, issuer } = applied;
    if ((await recordOf(desk, certificate)) !== undefined) continue; // it was there before, and its file is the same
    gone.add(certificate);
    changes.push(desk.files.put(certificate, applied, version));
    changes.push(desk.numbers.delete(numberKey(desk, issuer, issued.number)));
  }
  for (const person of new Set(judged.map((each) => each.person))) {
    const record = await desk.people.get(person);
    const left = record?.value.certificates.filter((each) => !gone.has(each)) ?? [];
    changes.push(desk.people.put(person, { certificates: left }));
  }
  if (changes.length > 0) await desk.store.write(changes);
}

/** A refusal of one certificate of a batch says which. */
async function naming<T>(certificate: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, details } = error;
    throw new Refusal(code, { ...details, members: { ...details.members, certificate } }, { cause: error });
  }
}
