import { toBase64url, type JsonObject } from '@renxin/chaincode/canonical';
import {
  certificate as contract,
  recognition,
  registry,
  type certificateRecords,
} from '@renxin/chaincode/contracts';
import { ContractError, type CertificateCode } from '@renxin/chaincode/kernel';
import { dateInChina, type VerificationReceipt } from '@renxin/chaincode/messages';
import {
  readPresentation,
  requirePeriod,
  statusEntriesOf,
  subjectsOf,
  type Credential,
  type HeldProof,
  type Presentation,
} from '@renxin/credentials/credential';
import type { VerificationAnswer } from '@renxin/wallets/api';
import { annotatedCopy, didOf } from '@renxin/wallets/e-certificate';
import { randomUUID } from 'node:crypto';
import { Refusal } from '../problem/index.js';
import { signAsProvince, sm3OfJson, type Asker, type CertificateDesk } from './desk.js';
import { warningsAbout } from './process.js';
import { isCopy } from './copying.js';
import { refusing, type ProvenCredential } from './proofs.js';
import { schemaOfCredential, subjectOf } from './subject.js';

/**
 * A province judges what a holder shows. Each step takes what the one before found; each refusal is its own reason:
 * what it is for, who shows it, whose word it is, its form and check character, the issuer's right, the certificate's
 * state and what it rests on, and whether it counts here.
 * @throws Refusal, ContractError with the reason
 */
export async function verified(
  desk: CertificateDesk,
  asker: Asker,
  given: JsonObject,
  asOf: string | undefined,
): Promise<VerificationAnswer> {
  const now = desk.clock();
  const at = asOf ?? now.toISOString();
  if (at > now.toISOString()) throw new Refusal('PRESENTATION_INVALID');
  const presentation = await refusing('PRESENTATION_INVALID', () => readPresentation(given));
  const purpose = requireCopy(desk, presentation, now);
  await requireAnswer(desk, presentation);
  const [credential, another] = presentation.verifiableCredential;
  if (credential === undefined || another !== undefined) throw new Refusal('PRESENTATION_INVALID');
  const judgement = await judged(desk, credential, presentation.holder, asOf);
  // Who is logged in shows it.
  if (presentation.holder !== didOf(desk.ledger.name, asker.identifier)) throw new Refusal('HOLDER_MISMATCH');
  const { record, claims } = judgement;
  const receipt = await receiptFor(desk, judgement, purpose, given);
  const warnings = warningsAbout(record);
  const { provenance } = record.beginning;
  return { valid: true, asOf: at, claims, provenance, ...(warnings.length > 0 && { warnings }), receipt };
}

/** A credential that holds, with what the ledger has about it. */
export interface Judgement {
  readonly record: certificateRecords.CertificateRecord;
  /** The members that were shown. */
  readonly claims: JsonObject;
  /** The time that was asked about. */
  readonly at: string;
}

/**
 * The one way to judge a credential, whatever brought it: whose word it is, about whom, its form, the issuer's right, its
 * state, and whether it counts here. That the holder shows it, now and to us, was judged before.
 * @param holder DID of who shows it
 * @throws Refusal, ContractError with the reason
 */
export async function judged(
  desk: CertificateDesk,
  credential: unknown,
  holder: string,
  asOf?: string,
): Promise<Judgement> {
  const now = desk.clock();
  const at = asOf ?? now.toISOString();
  const shown =
    typeof credential === 'string'
      ? await shownAsSdJwt(desk, credential, now)
      : await shownIn(desk, credential, now);
  if (shown.subject['id'] !== holder) throw new Refusal('HOLDER_MISMATCH');
  const found = await standingOf(desk, shown, at);
  requireKeyInForce(found, shown);
  await requireState(desk, found, shown, asOf);
  // The ledger's word about its end comes first, and is about the time that is asked for.
  if (!shown.isDerived)
    await refusing('CREDENTIAL_EXPIRED', () => requirePeriod(shown.credential, new Date(at)));
  await requireRecognition(desk, found.record, shown, at);
  const { id: _id, ...claims } = shown.subject;
  return { record: found.record, claims, at };
}

/** The verifier's signed word that it saw this, for the issuing province and the citizen. */
export async function receiptFor(
  desk: CertificateDesk,
  { record, at }: Judgement,
  purpose: string,
  given: unknown,
): Promise<VerificationAnswer['receipt']> {
  const body: VerificationReceipt = {
    receipt: `r-${randomUUID()}`,
    verifier: desk.organisation,
    province: record.province,
    certificate: record.certificate,
    holder: record.holder,
    type: record.beginning.body.type,
    purpose,
    presentation: toBase64url(sm3OfJson(desk, given)),
    asOf: at,
    at: desk.clock().toISOString(),
  };
  return { body, signature: await signAsProvince(desk, 'verification/receipt', body) };
}

/** Made for this province, for a stated purpose, not over (加注件). @returns the purpose */
function requireCopy(desk: CertificateDesk, presentation: Presentation, now: Date): string {
  const copy = annotatedCopy(presentation);
  if (copy === undefined) throw new Refusal('PRESENTATION_INVALID');
  if (copy.copyRecipient !== didOf(desk.ledger.name, desk.organisation))
    throw new Refusal('PRESENTATION_OTHER_RECIPIENT');
  if (Date.parse(copy.copyExpires) <= now.getTime()) throw new Refusal('PRESENTATION_EXPIRED');
  return copy.copyPurpose;
}

/** The holder's own key answers a challenge of this province, once. */
async function requireAnswer(desk: CertificateDesk, presentation: Presentation): Promise<void> {
  const { proof } = presentation;
  const challenge =
    typeof proof === 'object' && proof !== null && 'challenge' in proof ? proof.challenge : '';
  if (typeof challenge !== 'string') throw new Refusal('CHALLENGE_INVALID');
  try {
    desk.challenges.assertOurs(challenge);
  } catch (cause) {
    throw new Refusal('CHALLENGE_INVALID', {}, { cause });
  }
  await desk.proofs.ofPresentation(presentation, { challenge, domain: desk.base() });
  try {
    desk.challenges.use(challenge);
  } catch (cause) {
    throw new Refusal('CHALLENGE_USED', {}, { cause });
  }
}

/** What was shown: one credential whose form, proofs, period and schema hold. */
interface Shown extends Pick<ProvenCredential, 'by' | 'credential'> {
  readonly proofs: readonly Pick<HeldProof, 'method'>[];
  readonly subject: JsonObject;
  /** The type's word on the ledger. */
  readonly type: string;
  /** Derived for one verifier, or a copy for a wallet's key; else the certificate itself. */
  readonly isDerived: boolean;
}

/** @throws Refusal PRESENTATION_INVALID, CREDENTIAL_INVALID, CREDENTIAL_PROOF_INVALID, CREDENTIAL_EXPIRED, CHECK_DIGIT_MISMATCH */
async function shownIn(desk: CertificateDesk, value: unknown, now: Date): Promise<Shown> {
  const proven = await desk.proofs.ofCredential(value);
  const { credential } = proven;
  const { definition } = schemaOfCredential(credential, now);
  const isClaim = definition.word.endsWith(CLAIM);
  const isDerived = isClaim || isCopy(credential);
  if (isDerived) await refusing('CREDENTIAL_EXPIRED', () => requirePeriod(credential, now));
  if (!isClaim) subjectOf(definition, credential, now);
  if (isDerived && credential.validUntil === undefined) throw new Refusal('CREDENTIAL_INVALID');
  const type = isClaim ? definition.word.slice(0, -CLAIM.length) : definition.word;
  return { ...proven, subject: subjectsOf(credential)[0] ?? {}, type, isDerived };
}

/** The same of an SD-JWT VC: always a copy, with the members that are disclosed. */
async function shownAsSdJwt(desk: CertificateDesk, compact: string, now: Date): Promise<Shown> {
  const { by, method, schema, credential } = await desk.proofs.ofSdJwt(compact);
  const read = credential as Credential;
  await refusing('CREDENTIAL_EXPIRED', () => requirePeriod(read, now));
  if (!isCopy(read)) throw new Refusal('CREDENTIAL_INVALID');
  const subject = subjectsOf(read)[0] ?? {};
  return {
    by,
    credential: read,
    proofs: [{ method }],
    subject,
    type: schema.definition.word,
    isDerived: true,
  };
}

const CLAIM = '-claim';

interface Found {
  readonly record: certificateRecords.CertificateRecord;
  readonly code?: CertificateCode;
}

/**
 * The issuer's right comes before the certificate's state: somebody who may not issue has no certificate on the ledger.
 * @throws Refusal ISSUER_NOT_ACCREDITED, CREDENTIAL_MISMATCH; ContractError CERTIFICATE_UNKNOWN
 */
async function standingOf(desk: CertificateDesk, shown: Shown, at: string): Promise<Found> {
  const { type, by, credential } = shown;
  const certificate = certificateOf(desk, shown);
  const found = certificate === undefined ? undefined : await standing(desk, certificate, at);
  if (found === undefined) {
    await requireAccreditation(desk, by, type, undefined, dateInChina(instantOf(credential.validFrom)));
    throw new Refusal('CERTIFICATE_UNKNOWN');
  }
  const { record, origin } = found;
  const { provenance, body } = origin.beginning;
  if (provenance === 'issued')
    await requireAccreditation(desk, origin.issuer, type, body.region, body.issuedOn);
  const isIt =
    record.issuer === by &&
    record.beginning.body.type === type &&
    (shown.isDerived || didOf(desk.ledger.name, record.holder) === shown.subject['id']);
  if (!isIt) throw new Refusal('CREDENTIAL_MISMATCH');
  return { record, ...(found.code !== undefined && { code: found.code }) };
}

async function standing(desk: CertificateDesk, certificate: string, at: string) {
  try {
    return await desk.ledger.evaluate(contract.operations.standing, { certificate, at });
  } catch (error) {
    if (error instanceof ContractError && error.code === 'CERTIFICATE_UNKNOWN') return undefined;
    throw error;
  }
}

/** @throws Refusal ISSUER_NOT_ACCREDITED */
async function requireAccreditation(
  desk: CertificateDesk,
  organisation: string,
  type: string,
  region: string | undefined,
  on: string,
): Promise<void> {
  const holder = await desk.ledger.evaluate(registry.operations.identifier, { identifier: organisation });
  if (holder.kind === 'organisation') {
    // The law makes every employer issue it.
    if (type === 'contract-end-certificate' && holder.role === 'employer') return;
    const question = { organisation, type, region: region ?? holder.region, on };
    if ((await desk.ledger.evaluate(registry.operations.accredited, question)).accredited) return;
  }
  throw new Refusal('ISSUER_NOT_ACCREDITED');
}

/**
 * The key was in force when the ledger took the certificate; a derived claim is young, so its key is in force still.
 * @throws Refusal ISSUER_KEY_NOT_IN_FORCE
 */
function requireKeyInForce({ record }: Found, { proofs, isDerived }: Shown): void {
  const issuedAt = record.states[0]?.at ?? '';
  for (const { method } of proofs) {
    const { from = '', until } = method;
    const isInForce = isDerived
      ? until === undefined
      : from <= issuedAt && (until === undefined || issuedAt < until);
    if (!isInForce) throw new Refusal('ISSUER_KEY_NOT_IN_FORCE');
  }
}

/**
 * The ledger's word about the time that is asked for; about now the province's own list as well: the stricter one counts.
 * @throws ContractError, Refusal with the code of the state, STATUS_UNAVAILABLE, STATUS_LIST_INVALID
 */
async function requireState(
  desk: CertificateDesk,
  { record, code }: Found,
  { credential }: Shown,
  asOf: string | undefined,
): Promise<void> {
  if (code !== undefined) throw new ContractError(code);
  if (asOf !== undefined) return;
  const set = await desk.foreign.of(statusEntriesOf(credential), record.province);
  if (set.has('revocation')) throw new Refusal('CERTIFICATE_REVOKED');
  if (set.has('suspension')) throw new Refusal('CERTIFICATE_SUSPENDED');
}

/** @throws Refusal NOT_RECOGNISED */
async function requireRecognition(
  desk: CertificateDesk,
  { province, beginning }: certificateRecords.CertificateRecord,
  { subject }: Shown,
  at: string,
): Promise<void> {
  if (province === desk.organisation) return;
  const level = subject['level'];
  const found = await desk.ledger.evaluate(recognition.operations.recognised, {
    by: desk.organisation,
    of: province,
    type: beginning.body.type,
    on: dateInChina(at),
    ...(typeof level === 'string' && /^[a-z0-9]{1,16}$/.test(level) && { level }),
  });
  if (!found.recognised) throw new Refusal('NOT_RECOGNISED');
}

/** The certificate that a credential is, or was derived from: what follows `#` names the claim. */
function certificateOf(desk: CertificateDesk, { credential }: Shown): string | undefined {
  const { id = '' } = credential;
  const name = new RegExp(
    `^urn:renxin:${desk.ledger.name}:certificate:([a-z0-9][a-z0-9-]{0,62}[a-z0-9])(?:#|$)`,
  );
  return name.exec(id)?.[1];
}

function instantOf(dateTime: string | undefined): string {
  const time = Date.parse(dateTime ?? '');
  return new Date(Number.isNaN(time) ? 0 : time).toISOString();
}
