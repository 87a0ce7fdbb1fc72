import { dateInChina } from '@renxin/chaincode/messages';
import { CredentialError, requireSchema, subjectsOf, type Credential } from '@renxin/credentials/credential';
import { schemaOf, type CredentialType, type NamedSchema } from '@renxin/credentials/schema';
import { Refusal } from '../problem/index.js';
import { keysOf, organisationKeysOf, type OrganisationSubject, type Subject } from './keys.js';

export type { OrganisationSubject, Subject } from './keys.js';

/** The schema of a type by its word on the ledger. @throws Refusal CREDENTIAL_INVALID */
export function typeNamed(word: string): NamedSchema {
  try {
    return schemaOf(word);
  } catch (cause) {
    throw new Refusal('CREDENTIAL_INVALID', {}, { cause });
  }
}

/**
 * The schema that the credential follows: by form, across its fields, and nobody younger than sixteen.
 * @throws Refusal CREDENTIAL_INVALID with what is wrong where, CHECK_DIGIT_MISMATCH for a certificate identifier whose
 *   check character is another: some systems compute it wrongly, so it shows no forgery
 */
export function schemaOfCredential(credential: Credential, now: Date): NamedSchema {
  try {
    return requireSchema(credential, now);
  } catch (cause) {
    if (!(cause instanceof CredentialError)) throw cause;
    const code = cause.code === 'CHECK_DIGIT_MISMATCH' ? 'CHECK_DIGIT_MISMATCH' : 'CREDENTIAL_INVALID';
    const faults = cause.faults.map(({ pointer, code: why }) => ({ pointer, code: why }));
    throw new Refusal(code, { faults, members: { proof: cause.code } }, { cause });
  }
}

/** Of a whole certificate. @throws Refusal CREDENTIAL_INVALID when the type has not what a province needs */
export function subjectOf(
  definition: CredentialType,
  credential: Credential,
  now: Date,
): Subject | OrganisationSubject {
  const { id: _id, ...claims } = subjectsOf(credential)[0] ?? {};
  const subject = organisationKeysOf(definition, claims) ?? keysOf(definition, claims);
  if (subject === undefined) throw new Refusal('CREDENTIAL_INVALID');
  const isLater = subject.issuedOn > dateInChina(now.toISOString());
  if (isLater || ('citizenNumber' in subject && isUnderAge(definition, subject)))
    throw new Refusal('CREDENTIAL_INVALID', { faults: [{ pointer: '/issuedOn', code: 'UNDER_AGE' }] });
  return subject;
}

/** 劳动法 art. 15: nobody works, nor is assessed for work, before. */
const YOUNGEST = 16;

/** A social security card is everybody's. */
const OF_ANY_AGE = 'social-security-card';

export function isUnderAge({ word }: CredentialType, { citizenNumber, issuedOn }: Subject): boolean {
  if (word === OF_ANY_AGE) return false;
  const years = Number(issuedOn.slice(0, 4)) - Number(citizenNumber.slice(6, 10));
  const day = `${citizenNumber.slice(10, 12)}-${citizenNumber.slice(12, 14)}`;
  return (issuedOn.slice(5) < day ? years - 1 : years) < YOUNGEST;
}
