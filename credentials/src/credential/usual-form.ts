import { readDateTime } from '../data-integrity/index.js';
import { VC_CONTEXT } from '../context/index.js';
import { isUrl, statusIndex, statusPurposes } from './forms.js';

/**
 * True for a credential of the form that nearly all have: one subject, an issuer by its URL, dates, one schema, entries of
 * status lists, whatever proof. What it accepts, the data model accepts (a test holds them together); of anything else it
 * says nothing, and the data model decides. It spares the usual credential most of the cost of reading.
 */
export function hasUsualForm(value: unknown): boolean {
  if (!isPlain(value)) return false;
  for (const name of Object.keys(value)) {
    const accepts = Object.hasOwn(members, name) ? members[name] : undefined;
    if (accepts === undefined || !accepts(value[name])) return false;
  }
  return REQUIRED.every((name) => Object.hasOwn(value, name));
}

type Accepts = (value: unknown) => boolean;

const REQUIRED = ['@context', 'type', 'issuer', 'credentialSubject'] as const;

const members: Readonly<Record<string, Accepts>> = {
  '@context': (value) => isList(value) && value[0] === VC_CONTEXT && value.every(isUrl),
  id: isUrl,
  type: isTypes,
  issuer: isUrl,
  validFrom: isDateTime,
  validUntil: isDateTime,
  credentialSubject: isSubject,
  credentialStatus: (value) => (isList(value) ? value.every(isStatusEntry) : isStatusEntry(value)),
  credentialSchema: isSchemaReference,
  proof: (value) => value !== undefined,
};

function isTypes(value: unknown): boolean {
  if (!isList(value) || !value.includes('VerifiableCredential')) return false;
  return value.every((type, i) => typeof type === 'string' && type !== '' && value.indexOf(type) === i);
}

function isDateTime(value: unknown): boolean {
  return readDateTime(value) !== undefined;
}

function isSubject(value: unknown): boolean {
  if (!isPlain(value)) return false;
  const names = Reflect.ownKeys(value);
  if (names.length === 0 || !names.every((name) => typeof name === 'string')) return false;
  return !Object.hasOwn(value, 'id') || isUrl(value['id']);
}

function isStatusEntry(value: unknown): boolean {
  if (!isPlain(value)) return false;
  const { id, type, statusPurpose, statusListIndex, statusListCredential } = value;
  const isKnown = Object.hasOwn(value, 'id') ? isUrl(id) && hasMembers(value, 5) : hasMembers(value, 4);
  return (
    isKnown &&
    type === 'BitstringStatusListEntry' &&
    statusPurposes.some((purpose) => purpose === statusPurpose) &&
    typeof statusListIndex === 'string' &&
    statusIndex.test(statusListIndex) &&
    isUrl(statusListCredential)
  );
}

/** With the digest in the one form that ours have. */
function isSchemaReference(value: unknown): boolean {
  if (!isPlain(value) || !hasMembers(value, 3)) return false;
  const { id, type, digestSRI } = value;
  return isUrl(id) && type === 'JsonSchema' && typeof digestSRI === 'string' && SRI.test(digestSRI);
}

const SRI = /^sha256-[A-Za-z0-9+/]{43}=$/;

function hasMembers(value: object, count: number): boolean {
  return Object.keys(value).length === count;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
