import type { JsonObject } from '@renxin/chaincode/canonical';
import type { CredentialType } from '@renxin/credentials/schema';

/** What a repository has to know of any certificate, whatever its type. */
export interface Subject {
  readonly name: string;
  readonly citizenNumber: string;
  readonly certificateNo: string;
  readonly issuedOn: string;
  readonly validUntil?: string;
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

/** Read from claims that are right by their type. @returns undefined when one that the type lets be left out is missing */
export function keysOf(definition: CredentialType, claims: JsonObject): Subject | undefined {
  const paths = keyPaths(definition);
  const [name, citizenNumber, on] = [paths.name, paths.citizenNumber, paths.issuedOn].map((path) =>
    textAt(claims, path),
  );
  const number = paths.number.map((path) => textAt(claims, path));
  const { validUntil: until } = definition.keys;
  const validUntil = until === undefined ? undefined : textAt(claims, until);
  if (name === undefined || citizenNumber === undefined || on === undefined || number.includes(undefined))
    return undefined;
  return {
    name,
    citizenNumber,
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
