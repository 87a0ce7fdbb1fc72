import type { JsonObject } from '@renxin/chaincode/canonical';
import {
  faultsOfSubject,
  samples,
  type CredentialType,
  type Field,
  type Fields,
  type Value,
} from '@renxin/credentials/schema';
import type { Text } from '../../language/language';
import type { Fault } from '../../problem/page-problem';

/** What was typed, by JSON pointer into the subject. */
export type Answers = Record<string, string>;

/** A field with its pointer; `group` fields have their own fields in `members`. */
export interface Asked {
  readonly pointer: string;
  readonly field: Field;
  readonly members: readonly Asked[];
}

export function askedOf(fields: Fields, prefix = ''): Asked[] {
  return Object.entries(fields).map(([name, field]) => {
    const pointer = `${prefix}/${name}`;
    const members = field.value.kind === 'group' ? askedOf(field.value.fields, pointer) : [];
    return { pointer, field, members };
  });
}

/** The claims as the schema has them; what was left empty is left out. */
export function claimsOf(asked: readonly Asked[], answers: Answers): JsonObject {
  const members = asked.flatMap(({ pointer, field, members }): [string, JsonObject[string]][] => {
    const name = pointer.slice(pointer.lastIndexOf('/') + 1);
    if (field.value.kind === 'group') {
      const inside = claimsOf(members, answers);
      return Object.keys(inside).length > 0 || field.required ? [[name, inside]] : [];
    }
    const typed = (answers[pointer] ?? '').trim();
    return typed === '' ? [] : [[name, valueOf(field.value, typed)]];
  });
  return Object.fromEntries(members);
}

function valueOf({ kind }: Value, typed: string): string | number {
  switch (kind) {
    case 'integer':
      return /^-?\d{1,9}$/.test(typed) ? Number(typed) : typed;
    // Chosen in China Standard Time.
    case 'date-time':
      return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(typed) ? `${typed}:00+08:00` : typed;
    case 'citizen-number':
    case 'uscc':
      return typed.toUpperCase();
    default:
      return typed.normalize('NFC');
  }
}

/** A sample of the type, by pointer. */
export function examplesOf(word: string): Answers {
  return flat(samples.subjects[word] ?? {}, '');
}

function flat(value: JsonObject, prefix: string): Answers {
  return Object.assign(
    {},
    ...Object.entries(value).map(([name, each]) =>
      typeof each === 'object' && each !== null
        ? flat(each as JsonObject, `${prefix}/${name}`)
        : { [`${prefix}/${name}`]: String(each) },
    ),
  ) as Answers;
}

/** Everything wrong with the claims, as the platform will see it. */
export function faultsIn(type: CredentialType, claims: JsonObject): readonly Fault[] {
  return faultsOfSubject(type, claims, today());
}

/** The date in China, YYYY-MM-DD. */
export function today(): string {
  return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
}

/** What is wrong, and what to do. */
export function faultText(code: string): Text {
  return faultTexts[code] ?? { zh: '这一项不符合要求，请检查', en: 'This does not fit: check it' };
}

const faultTexts: Readonly<Record<string, Text>> = {
  MEMBER_MISSING: { zh: '必填，请填写', en: 'Must be filled in' },
  VALUE_INVALID: { zh: '格式不对，请按提示填写', en: 'Not of the right form: follow the hint' },
  CITIZEN_NUMBER_INVALID: {
    zh: '不是有效的公民身份号码，请核对每一位',
    en: 'Not a valid citizen number: check each digit',
  },
  USCC_INVALID: {
    zh: '不是有效的统一社会信用代码，请核对每一位',
    en: 'Not a valid unified social credit code: check each character',
  },
  BANK_CARD_INVALID: { zh: '银行卡号的校验位不对', en: 'The check digit of the bank card is wrong' },
  CERTIFICATE_IDENTIFIER_INVALID: { zh: '不是电子证照标识', en: 'Not an e-certificate identifier' },
  CHECK_DIGIT_MISMATCH: {
    zh: '电子证照标识的校验码不对',
    en: 'The check character of the identifier is wrong',
  },
  BIRTH_DATE_MISMATCH: { zh: '与身份号码里的出生日期不一致', en: 'Not the birth date of the citizen number' },
  SEX_MISMATCH: { zh: '与身份号码里的性别不一致', en: 'Not the sex of the citizen number' },
  DATES_OUT_OF_ORDER: { zh: '日期先后不对', en: 'The dates are out of order' },
  DATE_IN_FUTURE: { zh: '日期还没有到', en: 'The date is in the future' },
  UNDER_AGE: { zh: '未满十六周岁', en: 'Younger than sixteen' },
};
