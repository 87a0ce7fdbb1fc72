import { TAG } from './tags.js';

/** UTCTime and GeneralizedTime in their DER form (X.690 11.7, 11.8), always with seconds and Z. */

/** Milliseconds since 1970, or undefined when the text is not a real instant in DER form. Digits past the third are dropped. */
export function parseTime(tag: number, content: Uint8Array): number | undefined {
  const short = tag === TAG.utcTime;
  const start = short ? 2 : 4;
  const year = short ? century(digits(content, 0, 2)) : digits(content, 0, 4);
  const month = digits(content, start, 2);
  const day = digits(content, start + 2, 2);
  const hour = digits(content, start + 4, 2);
  const minute = digits(content, start + 6, 2);
  const second = digits(content, start + 8, 2);
  const fraction = fractionOf(content.subarray(start + 10), short);
  if (fraction === undefined || !(hour < 24 && minute < 60 && second < 60)) return undefined;
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return undefined;
  const time = new Date(0);
  time.setUTCFullYear(year, month - 1, day);
  return time.setUTCHours(hour, minute, second, fraction);
}

/** `YYYYMMDDHHMMSS[.f]Z`, the fraction without trailing zeros. */
export function generalizedTimeText(time: Date): string {
  const [seconds = '', fraction = ''] = time.toISOString().slice(0, -1).split('.');
  const digits = fraction.replace(/0+$/, '');
  return `${seconds.replace(/[-:T]/g, '')}${digits === '' ? '' : `.${digits}`}Z`;
}

/** The number in these digits; NaN when one of them is none. */
function digits(content: Uint8Array, start: number, count: number): number {
  let number = 0;
  for (let i = start; i < start + count; i++) {
    const digit = (content[i] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}

/** RFC 5280 4.1.2.5.1: 50-99 is 19xx. */
function century(year: number): number {
  return year >= 50 ? 1900 + year : 2000 + year;
}

/** Milliseconds of `Z` or `.fZ`, f without a trailing zero; a UTCTime has no fraction. */
function fractionOf(end: Uint8Array, short: boolean): number | undefined {
  if (end.length === 1) return end[0] === 0x5a ? 0 : undefined;
  if (short || end.length > 20) return undefined;
  const [, text] = /^\.(\d*[1-9])Z$/.exec(String.fromCharCode(...end)) ?? [];
  return text === undefined ? undefined : Number(text.padEnd(3, '0').slice(0, 3));
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
