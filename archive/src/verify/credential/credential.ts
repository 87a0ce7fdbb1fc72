import { dateInChina } from '@renxin/chaincode/messages';
import {
  issuerOf,
  readCredential,
  requirePeriod,
  requireProofs,
  requireSchema,
  type Credential,
  type CredentialError,
  type HeldProof,
} from '@renxin/credentials/credential';
import { readDateTime } from '@renxin/credentials/data-integrity';
import type { NamedSchema } from '@renxin/credentials/schema';
import type { Believed, Context } from '../context.js';
import { Fault, Undecided, type Examination, type Finding, type Shown } from '../examination.js';
import type { Issuer } from '../trust.js';
import { accreditationsOn, issuerIn, methodIn, ownWordOn, type Accreditation } from './issuers.js';
import { checked } from './opening.js';
import { checkRecognition } from './recognition.js';

/** The steps over one credential, without its status. */

export type ReadShown = Shown<'credential', { readonly credential: Credential }>;
export type AccreditedShown = Shown<'accreditation', { readonly held: readonly Accreditation[] }>;
type IssuerShown = Shown<'credential-issuer', { readonly issuer: Issuer; readonly did: string }>;
type ProofsShown = Shown<'proofs', { readonly created: string }>;

/** What is known of a credential after its steps. */
export interface Examined {
  readonly read: ReadShown | undefined;
  readonly accredited: AccreditedShown | undefined;
}

export async function examineOneCredential(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  open: () => unknown,
): Promise<Examined> {
  x.leavesOpen('ISSUE_TIME_CLAIMED', 'REGION_NOT_JUDGED');
  const read = await x.step('credential', [], () => checkForm(open()));
  const issuer = await x.step('credential-issuer', [believed, read], checkIssuer);
  const proofs = await x.step('proofs', [believed, read, issuer], (belief, form, by) =>
    checkProofs(x, context, belief, form, by),
  );
  const schema = await x.step('credential-schema', [read], (form) => checkSchema(context, form));
  const accredited = await x.step(
    'accreditation',
    [believed, issuer, proofs, schema, read],
    (belief, by, held, of, form) => checkAccreditation(x, belief, by, held, of, form),
  );
  const rules = believed?.trust.recognitions;
  if (rules !== undefined)
    await x.step(
      'recognition',
      [believed, issuer, schema, read, accredited],
      (belief, { issuer: by }, { definition }, { credential }, { held }) =>
        checkRecognition(context, belief, rules, { credential, definition, issuer: by, held }),
    );
  await x.step('validity', [read], (form) => checkValidity(x, context, form));
  return { read, accredited };
}

async function checkForm(value: unknown): Promise<Finding<{ readonly credential: Credential }>> {
  const credential = await checked(() => readCredential(value));
  const { type, validFrom, validUntil } = credential;
  const evidence = { issuer: issuerOf(credential), type, validFrom, validUntil };
  return { code: 'CREDENTIAL_OK', evidence, value: { credential } };
}

function checkIssuer(
  belief: Believed,
  { credential }: ReadShown,
): Finding<{ readonly issuer: Issuer; readonly did: string }> {
  const did = issuerOf(credential);
  const issuer = issuerIn(belief, did);
  if (issuer === undefined) throw new Undecided('ISSUER_UNKNOWN', { issuer: did });
  return { code: 'ISSUER_KNOWN', evidence: { issuer: did, name: issuer.name }, value: { issuer, did } };
}

async function checkProofs(
  x: Examination,
  context: Context,
  belief: Believed,
  { credential }: ReadShown,
  { did, issuer }: IssuerShown,
): Promise<Finding<{ readonly created: string }>> {
  const { provider, now } = context;
  const policy = {
    provider,
    now,
    methodOf: methodIn(belief),
    suites: ['eddsa-jcs-2022', 'sm2-jcs-2026'] as const,
  };
  const proofs = await checked(() => requireProofs(credential, did, 'assertionMethod', policy));
  const created = earliest(proofs);
  if (created === undefined) throw new Fault('PROOF_KEY_NOT_IN_FORCE');
  x.proves('CREDENTIAL_ISSUED');
  if (issuer.standing === 'test') x.leavesOpen('NO_RELIABLE_SIGNATURE_CLAIM');
  const evidence = {
    created,
    keys: proofs.map(({ cryptosuite, proof }) => [cryptosuite, proof.verificationMethod]),
  };
  return { code: 'CREDENTIAL_PROOFS_OK', evidence, value: { created } };
}

/** The time of the proofs in UTC; the one that was made first. */
function earliest(proofs: readonly HeldProof[]): string | undefined {
  const times = proofs.map(({ proof }) => readDateTime(proof.created));
  if (times.some((time) => time === undefined)) return undefined;
  return new Date(Math.min(...times.map((time) => time ?? 0))).toISOString();
}

async function checkSchema(context: Context, { credential }: ReadShown): Promise<Finding<NamedSchema>> {
  const value = await checked(() => requireSchema(credential, context.now));
  const { definition, sm3 } = value;
  const evidence = { type: definition.word, version: definition.version, sm3, name: definition.label };
  return { code: 'SCHEMA_OK', evidence, value };
}

/** On the day on which its proofs were made, and on the one from which it is valid. */
function checkAccreditation(
  x: Examination,
  belief: Believed,
  { issuer, did }: IssuerShown,
  { created }: ProofsShown,
  { definition }: NamedSchema,
  { credential }: ReadShown,
): Finding<{ readonly held: readonly Accreditation[] }> {
  const type = definition.word.replace(/-claim$/, '');
  const from = readDateTime(credential.validFrom);
  const days = [created, ...(from === undefined ? [] : [new Date(from).toISOString()])].map(dateInChina);
  const evidence = { issuer: did, type, on: days };
  const { asOf } = belief.trust;
  if (asOf !== undefined && days.some((day) => day > dateInChina(asOf)))
    throw new Undecided('TRUST_BEFORE_ISSUE', { ...evidence, asOf });
  const held = days.map((day) => accreditationsOn(belief, issuer, type, day));
  const own = days.map((day) => ownWordOn(issuer, type, day));
  const [word = []] = own;
  if (held.some((each) => each.length === 0) && own.every((each) => each.length > 0)) {
    x.leavesOpen('ORIGINAL_ISSUE');
    return { code: 'PROVINCE_OWN_WORD', evidence, value: { held: word } };
  }
  if (held.some((each) => each.length === 0)) throw new Fault('ISSUER_NOT_ACCREDITED', evidence);
  const [first = []] = held;
  x.proves('ISSUER_WAS_ACCREDITED');
  const accreditations = first.map(({ id, regions }) => ({ id, regions }));
  return { code: 'ISSUER_ACCREDITED', evidence: { ...evidence, accreditations }, value: { held: first } };
}

/** Being expired is a state of a good credential, not a fault of it. */
function checkValidity(x: Examination, context: Context, { credential }: ReadShown): Finding<object> {
  const { validFrom, validUntil } = credential;
  const evidence = { validFrom, validUntil, asOf: context.asOf };
  try {
    requirePeriod(credential, new Date(context.asOf));
    return { code: 'VALIDITY_OK', evidence, value: {} };
  } catch (error) {
    const isOver = (error as CredentialError).code === 'CREDENTIAL_EXPIRED';
    x.state = isOver ? 'EXPIRED' : 'NOT_YET_VALID';
    return { code: isOver ? 'VALIDITY_OVER' : 'VALIDITY_NOT_YET', outcome: 'warn', evidence, value: {} };
  }
}
