import type { Json, JsonObject } from '@renxin/chaincode/canonical';
import type { z } from 'zod';
import { isDefined, isKnownContext, isLiteral } from '../context/index.js';
import { readDateTime } from '../data-integrity/index.js';
import { CredentialError } from './codes.js';
import * as model from './data-model.js';
import type { Credential, CredentialSubject, Presentation, StatusEntry } from './data-model.js';
import { hasUsualForm } from './usual-form.js';

/**
 * Reads a credential by VC Data Model 2.0: its form, that every context is known here, and that these define every term.
 * @throws CredentialError CREDENTIAL_MALFORMED, CONTEXT_UNKNOWN, TERM_UNDEFINED
 */
export function readCredential(value: unknown): Credential {
  if (!hasUsualForm(value)) assertForm<Credential>(model.credential, value, 'CREDENTIAL_MALFORMED');
  const credential = value as Credential;
  requireTerms(credential, credential['@context']);
  const [from, until] = [readDateTime(credential.validFrom), readDateTime(credential.validUntil)];
  if (from !== undefined && until !== undefined && until < from)
    throw new CredentialError('CREDENTIAL_MALFORMED', [
      { pointer: '/validUntil', code: 'DATES_OUT_OF_ORDER' },
    ]);
  return credential;
}

/**
 * Reads a presentation; the credentials inside are read by themselves.
 * @throws CredentialError PRESENTATION_MALFORMED, CONTEXT_UNKNOWN, TERM_UNDEFINED
 */
export function readPresentation(value: unknown): Presentation {
  assertForm<Presentation>(model.presentation, value, 'PRESENTATION_MALFORMED');
  const presentation = value;
  const { verifiableCredential: _inside, ...own } = presentation;
  requireTerms(own, presentation['@context']);
  return presentation;
}

/** The DID of the issuer. */
export function issuerOf({ issuer }: Pick<Credential, 'issuer'>): string {
  return typeof issuer === 'string' ? issuer : issuer.id;
}

export function subjectsOf({ credentialSubject }: Credential): readonly CredentialSubject[] {
  return listOf<CredentialSubject>(credentialSubject);
}

export function statusEntriesOf({ credentialStatus }: Credential): readonly StatusEntry[] {
  return credentialStatus === undefined ? [] : listOf(credentialStatus);
}

export function typesOf({ type }: Pick<Credential, 'type'>): readonly string[] {
  return listOf(type);
}

export function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

/** The value stays as it is: what was signed is judged, not a copy of the members that are known. */
function assertForm<T>(
  schema: z.ZodType,
  value: unknown,
  code: 'CREDENTIAL_MALFORMED' | 'PRESENTATION_MALFORMED',
): asserts value is T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return;
  const faults = parsed.error.issues.map(({ path, code: why }) => ({ pointer: pointerOf(path), code: why }));
  throw new CredentialError(code, faults, { cause: parsed.error });
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((each) => `/${String(each).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** JSON-LD would drop a term that nothing defines without a word, so that signer and reader see different things. */
function requireTerms(document: JsonObject, contexts: readonly string[]): void {
  if (!contexts.every(isKnownContext) || new Set(contexts).size < contexts.length)
    throw new CredentialError('CONTEXT_UNKNOWN');
  for (const name of Object.keys(document)) {
    if (name !== 'proof' && name !== '@context') requireTerm(name, document[name], contexts);
  }
}

function walk(value: Json | undefined, contexts: readonly string[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const each of value as readonly Json[]) walk(each, contexts);
    return;
  }
  const members = value as JsonObject;
  for (const name of Object.keys(members)) requireTerm(name, members[name], contexts);
}

function requireTerm(name: string, value: Json | undefined, contexts: readonly string[]): void {
  if (!isDefined(name, contexts)) throw new CredentialError('TERM_UNDEFINED');
  if (name === 'type' && !listOf<unknown>(value).every((type) => isTerm(type, contexts)))
    throw new CredentialError('TERM_UNDEFINED');
  if (!isLiteral(name, contexts)) walk(value, contexts);
}

function isTerm(type: unknown, contexts: readonly string[]): boolean {
  return typeof type === 'string' && isDefined(type, contexts);
}
