/**
 * Instants (`YYYY-MM-DDThh:mm:ss.sssZ`) and dates (`YYYY-MM-DD`) of the years 1000 to 9999, which compare as texts. Whole
 * numbers only: no clock and no Date, so that every host reads and counts the same.
 */

export function isInstant(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/.test(text) && isDate(text.slice(0, 10))
  );
}

export function isDate(text: string): boolean {
  if (!/^[1-9]\d{3}-(?:0[1-9]|1[0-2])-\d{2}$/.test(text)) return false;
  const day = number(text, 8, 10);
  return day >= 1 && (day <= 28 || day <= daysInMonth(number(text, 0, 4), number(text, 5, 7)));
}

/** The instant so many milliseconds later (earlier, when negative). @throws RangeError outside the years 1000 to 9999 */
export function plusMilliseconds(instant: string, milliseconds: number): string {
  return format(millisecondsOf(instant) + milliseconds);
}

/** The date at an instant in China (UTC+8 all year): the day that labor law counts by. */
export function dateInChina(instant: string): string {
  return plusMilliseconds(instant, 8 * HOUR).slice(0, 10);
}

export const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function millisecondsOf(instant: string): number {
  if (!isInstant(instant)) throw new RangeError('not an instant');
  const seconds = (number(instant, 11, 13) * 60 + number(instant, 14, 16)) * 60 + number(instant, 17, 19);
  return dayNumber(instant) * DAY + seconds * 1000 + number(instant, 20, 23);
}

function format(milliseconds: number): string {
  const [day, rest] = [Math.floor(milliseconds / DAY), ((milliseconds % DAY) + DAY) % DAY];
  const [date, seconds] = [dateOf(day), Math.floor(rest / 1000)];
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((n) =>
    pad(n, 2),
  );
  return `${date}T${clock.join(':')}.${pad(rest % 1000, 3)}Z`;
}

/** Days since 0000-03-01 in the proleptic Gregorian calendar: with March first, the leap day is a year's last. */
function dayNumber(text: string): number {
  const month = number(text, 5, 7);
  const year = number(text, 0, 4) - (month <= 2 ? 1 : 0);
  const ofYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + number(text, 8, 10) - 1;
  return 365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) + ofYear;
}

function dateOf(dayNumber: number): string {
  const era = Math.floor(dayNumber / 146_097);
  const ofEra = dayNumber - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = ((shifted + 2) % 12) + 1;
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
  if (year < 1000 || year > 9999) throw new RangeError('year out of range');
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

function daysInMonth(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

function number(text: string, from: number, to: number): number {
  return Number(text.slice(from, to));
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
