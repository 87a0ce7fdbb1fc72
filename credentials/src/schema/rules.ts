import { parseCitizenNumber } from '@renxin/chaincode/identifiers';
import type { Rule, Subject, SubjectFault } from './definition.js';

/** Rules over several fields (GB 11643: a citizen number holds birth date and sex). Each names fields by dotted paths. */

/** The birth date is that of the citizen number. */
export function birthDateOf(number: string, birthDate: string): Rule {
  return (subject) => {
    const parsed = citizen(subject, number);
    const said = valueAt(subject, birthDate);
    return parsed === undefined || said === undefined || parsed.birthDate === said
      ? []
      : [fault(birthDate, 'BIRTH_DATE_MISMATCH')];
  };
}

/** The sex is that of the citizen number. */
export function sexOf(number: string, sex: string): Rule {
  return (subject) => {
    const parsed = citizen(subject, number);
    const said = valueAt(subject, sex);
    return parsed === undefined || said === undefined || parsed.sex === said
      ? []
      : [fault(sex, 'SEX_MISMATCH')];
  };
}

/** The dates stand in this order; those left out are passed over. */
export function inOrder(...paths: readonly string[]): Rule {
  return (subject) => {
    const there = paths.filter((path) => typeof valueAt(subject, path) === 'string');
    return there
      .filter((path, i) => i > 0 && dayAt(subject, path) < dayAt(subject, there[i - 1] ?? path))
      .map((path) => fault(path, 'DATES_OUT_OF_ORDER'));
  };
}

/** None of the dates lies in the future. */
export function notInFuture(...paths: readonly string[]): Rule {
  return (subject, today) =>
    paths.filter((path) => dayAt(subject, path) > today).map((path) => fault(path, 'DATE_IN_FUTURE'));
}

/** Whoever has this number is 16 on that day (劳动法 art. 15). */
export function ofWorkingAge(number: string, on: string): Rule {
  return (subject) => {
    const birthDate = citizen(subject, number)?.birthDate;
    const day = dayAt(subject, on);
    if (birthDate === undefined || day === '') return [];
    const sixteenth = `${String(Number(birthDate.slice(0, 4)) + 16)}${birthDate.slice(4)}`;
    return day < sixteenth ? [fault(on, 'UNDER_AGE')] : [];
  };
}

function citizen(subject: Subject, path: string) {
  const number = valueAt(subject, path);
  const parsed = typeof number === 'string' ? parseCitizenNumber(number) : undefined;
  return parsed?.ok === true ? parsed : undefined;
}

/** The date of a date or of an instant; empty when it is left out. */
function dayAt(subject: Subject, path: string): string {
  const value = valueAt(subject, path);
  return typeof value === 'string' ? value.slice(0, 10) : '';
}

function valueAt(subject: Subject, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? (value as Record<string, unknown>)[name]
          : undefined,
      subject,
    );
}

function fault(path: string, code: SubjectFault['code']): SubjectFault {
  return { pointer: `/${path.replaceAll('.', '/')}`, code };
}
