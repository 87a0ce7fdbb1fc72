import {
  parseBankCard,
  parseCertificateIdentifier,
  parseCitizenNumber,
  parseUscc,
  provinceOf,
} from '@renxin/chaincode/identifiers';
import { digest, isDate, isPlainText } from '@renxin/chaincode/messages';
import { readDateTime } from '../data-integrity/date-time.js';
import type { SubjectCode, Value } from './definition.js';

type Single = Exclude<Value, { kind: 'group' }>;

/** Why a value is not one of its kind, or undefined when it is. Written in one way only: what is not is refused. */
export function faultOf(value: unknown, kind: Single): SubjectCode | undefined {
  if (kind.kind === 'integer') return isInteger(value, kind) ? undefined : 'VALUE_INVALID';
  if (typeof value !== 'string') return 'VALUE_INVALID';
  switch (kind.kind) {
    case 'text':
      return isText(value, 1, kind.most) ? undefined : 'VALUE_INVALID';
    case 'name':
      return isText(value, 2, 50) ? undefined : 'VALUE_INVALID';
    case 'pattern':
      return value.length <= kind.most && expressionOf(kind.pattern).test(value)
        ? undefined
        : 'VALUE_INVALID';
    case 'date':
      return isDate(value) ? undefined : 'VALUE_INVALID';
    case 'date-time':
      return readDateTime(value) !== undefined ? undefined : 'VALUE_INVALID';
    case 'code':
      return Object.hasOwn(kind.codes, value) ? undefined : 'VALUE_INVALID';
    case 'region':
      return /^\d{6}$/.test(value) && provinceOf(value) !== undefined ? undefined : 'VALUE_INVALID';
    case 'digest':
      return digest.safeParse(value).success ? undefined : 'VALUE_INVALID';
    case 'citizen-number':
      return isAsRead(value, 'number', parseCitizenNumber(value)) ? undefined : 'CITIZEN_NUMBER_INVALID';
    case 'uscc':
      return isAsRead(value, 'uscc', parseUscc(value)) ? undefined : 'USCC_INVALID';
    case 'bank-card':
      return /^\d{12,19}$/.test(value) && parseBankCard(value).ok ? undefined : 'BANK_CARD_INVALID';
    case 'certificate-identifier':
      return certificateFault(value);
  }
}

const expressions = new Map<string, RegExp>();

/** Of the patterns that types name: there are as many as fields. */
function expressionOf(pattern: string): RegExp {
  const expression = expressions.get(pattern) ?? new RegExp(pattern);
  expressions.set(pattern, expression);
  return expression;
}

function isInteger(value: unknown, { least, most }: { least: number; most: number }): boolean {
  return Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
}

/** Composed (NFC), without invisible characters, and with digits and letters of ASCII instead of full width. */
function isText(value: string, least: number, most: number): boolean {
  return (
    value.length >= least &&
    value.length <= most &&
    isPlainText(value) &&
    value === value.normalize('NFC') &&
    !/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/.test(value)
  );
}

/** Readers of identifiers forgive white space and lower case; what is signed has the one form. */
function isAsRead<N extends string>(
  value: string,
  name: N,
  read: ({ readonly ok: true } & Readonly<Record<N, string>>) | { readonly ok: false },
): boolean {
  return read.ok && read[name] === value;
}

function certificateFault(value: string): SubjectCode | undefined {
  const read = parseCertificateIdentifier(value);
  if (read.ok) return read.identifier === value ? undefined : 'CERTIFICATE_IDENTIFIER_INVALID';
  return read.code === 'CERTIFICATE_ID_CHECK' ? 'CHECK_DIGIT_MISMATCH' : 'CERTIFICATE_IDENTIFIER_INVALID';
}
