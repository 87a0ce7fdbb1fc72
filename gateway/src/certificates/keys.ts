import type { JsonObject } from '@renxin/chaincode/canonical';
import type { CredentialType } from '@renxin/credentials/schema';

/** What a repository has to know of any certificate of a person, whatever its type. */
export interface Subject extends Dated {
  readonly citizenNumber: string;
}

/** The same of a certificate of an organisation. */
export interface OrganisationSubject extends Dated {
  readonly uscc: string;
}

interface Dated {
  readonly name: string;
  readonly certificateNo: string;
  readonly issuedOn: string;
  readonly validUntil?: string;
}

/** Under which number a holder's certificates are found. */
export function holderNumber(subject: Subject | OrganisationSubject): string {
  return 'uscc' in subject ? subject.uscc : subject.citizenNumber;
}

/** The names under which a type says them, as dotted paths. */
export function keyPaths({ keys }: CredentialType): {
  readonly name: string;
  readonly citizenNumber: string;
  readonly number: readonly string[];
  readonly issuedOn: string;
} {
  const holder = keys.holder === undefined ? '' : `${keys.holder}.`;
  return {
    name: `${holder}name`,
    citizenNumber: `${holder}citizenNumber`,
    number: keys.number,
    issuedOn: keys.issuedOn,
  };
}

/** Of a type whose holders are organisations; else undefined. */
export function organisationKeysOf(
  definition: CredentialType,
  claims: JsonObject,
): OrganisationSubject | undefined {
  if (definition.keys.organisation === undefined) return undefined;
  const [name, uscc] = ['name', 'uscc'].map((path) => textAt(claims, path));
  const dated = datedOf(definition, claims);
  if (name === undefined || uscc === undefined || dated === undefined) return undefined;
  return { name, uscc, ...dated };
}

/** Read from claims that are right by their type. @returns undefined when one that the type lets be left out is missing */
export function keysOf(definition: CredentialType, claims: JsonObject): Subject | undefined {
  if (definition.keys.organisation === true) return undefined;
  const paths = keyPaths(definition);
  const [name, citizenNumber] = [paths.name, paths.citizenNumber].map((path) => textAt(claims, path));
  const dated = datedOf(definition, claims);
  if (name === undefined || citizenNumber === undefined || dated === undefined) return undefined;
  return { name, citizenNumber, ...dated };
}

/** The last day, where the type has one and it is said. */
function validUntilOf({ keys }: CredentialType, claims: JsonObject): string | undefined {
  return keys.validUntil === undefined ? undefined : textAt(claims, keys.validUntil);
}

function datedOf(definition: CredentialType, claims: JsonObject): Omit<Dated, 'name'> | undefined {
  const paths = keyPaths(definition);
  const on = textAt(claims, paths.issuedOn);
  const number = paths.number.map((path) => textAt(claims, path));
  const validUntil = validUntilOf(definition, claims);
  if (on === undefined || number.includes(undefined)) return undefined;
  return {
    certificateNo: number.join('/'),
    issuedOn: dayOf(on),
    ...(validUntil !== undefined && { validUntil }),
  };
}

const CHINA = 8 * 3_600_000;

/** The date in China of a date or of an instant. */
function dayOf(text: string): string {
  if (text.length === 10) return text;
  return new Date(Date.parse(text) + CHINA).toISOString().slice(0, 10);
}

function textAt(claims: JsonObject, path: string): string | undefined {
  const value = path
    .split('.')
    .reduce<unknown>(
      (from, name) =>
        typeof from === 'object' && from !== null && Object.hasOwn(from, name)
          ? (from as Record<string, unknown>)[name]
          : undefined,
      claims,
    );
  return typeof value === 'string' ? value : undefined;
}
