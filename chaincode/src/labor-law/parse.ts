import type { z } from 'zod';
import { clauseOf } from './clauses.js';
import { terms, type Terms } from './terms.js';

/** What is wrong with the form of terms: where, and a stable code; never the value. */
export interface Fault {
  /** JSON pointer (RFC 6901) of the member. */
  readonly pointer: string;
  /**
   * REQUIRED, UNRECOGNIZED, TYPE, VALUE, FORM, TOO_SMALL, TOO_BIG, NOT_INTEGER, or the code of a member's own check
   * (DATE, PHONE, REGION, CONTRACT_NUMBER, TEXT_…, CITIZEN_NUMBER_…, USCC_…, DUPLICATE).
   */
  readonly code: string;
  /** The mandatory clause that the member states, as 劳动合同法 art. 17 numbers it, where there is one. */
  readonly article?: string;
}

/** The one place where terms are parsed: {@link Terms} exactly as given, or every fault. Total. */
export function parseTerms(
  value: unknown,
): { readonly ok: true; readonly terms: Terms } | { readonly ok: false; readonly faults: readonly Fault[] } {
  const parsed = terms.safeParse(value);
  if (parsed.success) return { ok: true, terms: parsed.data };
  return { ok: false, faults: parsed.error.issues.flatMap((issue) => faultsOf(issue, value)) };
}

/**
 * What a form does with typed terms before it commits to them: texts in NFC without white space around them, an
 * upper-case X and an upper-case credit code. {@link parseTerms} refuses what is not in this form, so that both ends
 * hash the same bytes.
 */
export function normalizeTerms(value: unknown): unknown {
  return normalize(value, '', 0);
}

function normalize(value: unknown, name: string, depth: number): unknown {
  if (typeof value === 'string') {
    const text = value.normalize('NFC').trim();
    return (name === 'idNo' || name === 'uscc') && /^[0-9A-Za-z]+$/.test(text) ? text.toUpperCase() : text;
  }
  if (typeof value !== 'object' || value === null || depth > 8) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => normalize(item, '', depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, normalize(member, key, depth + 1)]),
  );
}

function faultsOf(issue: z.core.$ZodIssue, value: unknown): Fault[] {
  const pointer = issue.path.map((step) => `/${escapePointer(String(step))}`).join('');
  if (issue.code === 'unrecognized_keys')
    // A name that somebody made up may be personal data: the object that holds it is named instead.
    return issue.keys.map((key) =>
      fault(/^[A-Za-z0-9_]{1,40}$/.test(key) ? `${pointer}/${key}` : pointer, 'UNRECOGNIZED'),
    );
  return [fault(pointer, codeOf(issue, memberAt(value, issue.path)))];
}

function fault(pointer: string, code: string): Fault {
  const clause = clauseOf(pointer);
  return clause === undefined || code === 'UNRECOGNIZED'
    ? { pointer, code }
    : { pointer, code, article: clause.article };
}

function codeOf(issue: z.core.$ZodIssue, member: unknown): string {
  if (member === undefined) return 'REQUIRED';
  if (/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return typeof member === 'number' && Number.isFinite(member) ? 'NOT_INTEGER' : 'TYPE';
    case 'too_small':
      return 'TOO_SMALL';
    case 'too_big':
      return 'TOO_BIG';
    case 'invalid_format':
      return 'FORM';
    default:
      return 'VALUE';
  }
}

function memberAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let member = value;
  for (const step of path) {
    if (typeof member !== 'object' || member === null || !Object.hasOwn(member, step)) return undefined;
    member = (member as Readonly<Record<PropertyKey, unknown>>)[step];
  }
  return member;
}

function escapePointer(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}
