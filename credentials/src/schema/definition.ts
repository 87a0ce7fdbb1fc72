/** How a type of credential is defined: once, here; its JSON Schema, its validation and its terms follow from it. */

export interface Label {
  readonly zh: string;
  readonly en: string;
}

/** 个人信息保护法 art. 28: `sensitive` needs a separate consent, and its necessity has to be said. */
export type Sensitivity = 'general' | 'sensitive';

/** What a field may hold. Texts are for people: NFC, no control or direction characters, no full-width digits. */
export type Value =
  | { readonly kind: 'text'; readonly most: number }
  | { readonly kind: 'name' }
  | { readonly kind: 'pattern'; readonly pattern: string; readonly most: number }
  | { readonly kind: 'date' }
  | { readonly kind: 'date-time' }
  | { readonly kind: 'integer'; readonly least: number; readonly most: number }
  | { readonly kind: 'code'; readonly codes: Readonly<Record<string, Label>> }
  | { readonly kind: 'citizen-number' }
  | { readonly kind: 'uscc' }
  | { readonly kind: 'region' }
  | { readonly kind: 'bank-card' }
  | { readonly kind: 'digest' }
  | { readonly kind: 'certificate-identifier' }
  | { readonly kind: 'group'; readonly fields: Fields };

export interface Field {
  readonly label: Label;
  readonly value: Value;
  readonly required: boolean;
  readonly sensitivity: Sensitivity;
}

export type Fields = Readonly<Record<string, Field>>;

/** A JSON pointer into the subject and why it is refused; never the value. */
export interface SubjectFault {
  readonly pointer: string;
  readonly code: SubjectCode;
}

export type SubjectCode =
  | 'MEMBER_MISSING'
  | 'MEMBER_UNKNOWN'
  | 'VALUE_INVALID'
  | 'CITIZEN_NUMBER_INVALID'
  | 'USCC_INVALID'
  | 'BANK_CARD_INVALID'
  | 'CERTIFICATE_IDENTIFIER_INVALID'
  /** The check character of a certificate identifier differs: some systems compute it wrongly, so it shows no forgery. */
  | 'CHECK_DIGIT_MISMATCH'
  | 'BIRTH_DATE_MISMATCH'
  | 'SEX_MISMATCH'
  | 'DATES_OUT_OF_ORDER'
  | 'DATE_IN_FUTURE'
  | 'UNDER_AGE';

export interface CredentialType {
  /** As in `type` of the credential. */
  readonly type: string;
  /** As on the ledger and in the catalogue of fields. */
  readonly word: string;
  readonly version: number;
  readonly label: Label;
  readonly fields: Fields;
  readonly rules: readonly Rule[];
  readonly keys: Keys;
}

/** Where a certificate of the type says what a repository has to know of every one: dotted paths of its fields. */
export interface Keys {
  /** The holder is an organisation with `name` and `uscc`, no person. */
  readonly organisation?: true;
  /** The group with the holder's `name` and `citizenNumber`; the subject itself when it is left out. */
  readonly holder?: string;
  /** What is unique at one issuer, in this order. */
  readonly number: readonly [string, ...string[]];
  readonly issuedOn: string;
  /** The last day. */
  readonly validUntil?: string;
}

/** A rule over several fields, asked when each by itself is right. `today` is the date in China. */
export type Rule = (subject: Subject, today: string) => readonly SubjectFault[];

/** A subject whose fields were read. */
export type Subject = Readonly<Record<string, unknown>>;

/** A field that must be there. */
export function required(zh: string, en: string, value: Value, sensitivity: Sensitivity = 'general'): Field {
  return { label: { zh, en }, value, required: true, sensitivity };
}

/** A field that may be left out. */
export function optional(zh: string, en: string, value: Value, sensitivity: Sensitivity = 'general'): Field {
  return { label: { zh, en }, value, required: false, sensitivity };
}

/** `{code: [中文, English]}`. */
export function codes(labels: Readonly<Record<string, readonly [zh: string, en: string]>>): Value {
  return {
    kind: 'code',
    codes: Object.fromEntries(Object.entries(labels).map(([code, [zh, en]]) => [code, { zh, en }])),
  };
}

export const text = (most: number): Value => ({ kind: 'text', most });
export const pattern = (source: string, most: number): Value => ({ kind: 'pattern', pattern: source, most });
export const integer = (least: number, most: number): Value => ({ kind: 'integer', least, most });
export const group = (fields: Fields): Value => ({ kind: 'group', fields });
export const date: Value = { kind: 'date' };
export const dateTime: Value = { kind: 'date-time' };
export const name: Value = { kind: 'name' };
export const citizenNumber: Value = { kind: 'citizen-number' };
export const uscc: Value = { kind: 'uscc' };
export const region: Value = { kind: 'region' };
export const bankCard: Value = { kind: 'bank-card' };
export const digest: Value = { kind: 'digest' };
export const certificateIdentifier: Value = { kind: 'certificate-identifier' };
