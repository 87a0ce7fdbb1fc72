import { dateInChina } from '@renxin/chaincode/messages';
import { CredentialError, requireSchema, subjectsOf, type Credential } from '@renxin/credentials/credential';
import { schemaOf, type NamedSchema } from '@renxin/credentials/schema';
import { z } from 'zod';
import { Refusal } from '../problem/index.js';

/** What a province has to know of any certificate that it takes. */
const common = z.looseObject({
  name: z.string(),
  citizenNumber: z.string(),
  certificateNo: z.string(),
  issuedOn: z.string(),
});

export interface Subject {
  readonly name: string;
  readonly citizenNumber: string;
  readonly certificateNo: string;
  readonly issuedOn: string;
}

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
export function subjectOf(credential: Credential, now: Date): Subject {
  const parsed = common.safeParse(subjectsOf(credential)[0]);
  if (!parsed.success) throw new Refusal('CREDENTIAL_INVALID');
  const subject = parsed.data;
  if (subject.issuedOn > dateInChina(now.toISOString()) || ageOn(subject) < YOUNGEST)
    throw new Refusal('CREDENTIAL_INVALID', { faults: [{ pointer: '/issuedOn', code: 'UNDER_AGE' }] });
  return subject;
}

/** 劳动法 art. 15: nobody works, nor is assessed for work, before. */
const YOUNGEST = 16;

function ageOn({ citizenNumber, issuedOn }: Subject): number {
  const years = Number(issuedOn.slice(0, 4)) - Number(citizenNumber.slice(6, 10));
  const day = `${citizenNumber.slice(10, 12)}-${citizenNumber.slice(12, 14)}`;
  return issuedOn.slice(5) < day ? years - 1 : years;
}
