import type { z } from 'zod';

export const faultCodes = [
  'MISSING',
  'TYPE',
  'FORMAT',
  'VALUE',
  'RANGE',
  'UNKNOWN_MEMBER',
  'INVALID',
] as const;
export type FaultCode = (typeof faultCodes)[number];

/** One thing that is wrong with an input: where (RFC 6901) and what kind, never the value. */
export interface Fault {
  readonly pointer: string;
  readonly code: string;
}

const MOST = 64;

/** Every fault of an input that a schema refused, in order of appearance, at most 64. */
export function faultsOf(error: z.ZodError, input: unknown): Fault[] {
  return error.issues.flatMap((issue) => faultsOfIssue(issue, input)).slice(0, MOST);
}

/** The JSON pointer of a path. A member name that could be data (digits, other scripts, long) is not repeated. */
export function pointerOf(path: readonly PropertyKey[]): string {
  let pointer = '';
  for (const part of path) {
    if (typeof part !== 'number' && !isPlainName(String(part))) return pointer;
    pointer += '/' + String(part);
  }
  return pointer;
}

function faultsOfIssue(issue: z.core.$ZodIssue, input: unknown): Fault[] {
  const pointer = pointerOf(issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ pointer: pointerOf([...issue.path, key]), code: 'UNKNOWN_MEMBER' }));
    case 'invalid_type':
      return [{ pointer, code: valueAt(input, issue.path) === undefined ? 'MISSING' : 'TYPE' }];
    case 'too_big':
    case 'too_small':
    case 'not_multiple_of':
      return [{ pointer, code: 'RANGE' }];
    case 'invalid_format':
      return [{ pointer, code: 'FORMAT' }];
    case 'invalid_value':
    case 'invalid_union':
      return [{ pointer, code: valueAt(input, issue.path) === undefined ? 'MISSING' : 'VALUE' }];
    default:
      return [{ pointer, code: 'INVALID' }];
  }
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}

function isPlainName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z_-]{0,31}\d{0,3}$/.test(name);
}
