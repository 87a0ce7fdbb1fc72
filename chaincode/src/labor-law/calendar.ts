/**
 * Calendar dates as `YYYY-MM-DD` texts in the years 1000 to 9999, which compare as texts. Pure arithmetic: no clock, no
 * time zone, no locale.
 */

export function isCalendarDate(text: string): boolean {
  const match = /^([1-9]\d{3})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/**
 * The corresponding day so many calendar months later, or the month's last day where there is none (民法典 art. 202).
 * @throws RangeError when the text is no date or the result leaves the years 1000 to 9999.
 */
export function addMonths(date: string, months: number): string {
  const { year, month, day } = parts(date);
  const index = year * 12 + (month - 1) + months;
  const [y, m] = [Math.floor(index / 12), (index % 12) + 1];
  return format(y, m, Math.min(day, daysInMonth(y, m)));
}

/** The date so many days later. @throws RangeError as {@link addMonths} does. */
export function addDays(date: string, days: number): string {
  let { year, month, day } = parts(date);
  day += days;
  while (day > daysInMonth(year, month)) {
    day -= daysInMonth(year, month);
    month = month === 12 ? 1 : month + 1;
    if (month === 1) year += 1;
  }
  while (day < 1) {
    month = month === 1 ? 12 : month - 1;
    if (month === 12) year -= 1;
    day += daysInMonth(year, month);
  }
  return format(year, month, day);
}

/** Whole calendar months from `from` up to `to`: the largest n with addMonths(from, n) <= to; 0 when `to` is earlier. */
export function wholeMonths(from: string, to: string): number {
  if (to < from) return 0;
  const [a, b] = [parts(from), parts(to)];
  const n = (b.year - a.year) * 12 + (b.month - a.month);
  return addMonths(from, n) <= to ? n : n - 1;
}

/**
 * Whether a term from `first` to `last`, both days included, is at least so many months long. A term that ends on the
 * day before the corresponding day is full: 2026-01-01 to 2026-12-31 is one year.
 */
export function lastsMonths(first: string, last: string, months: number): boolean {
  return addDays(last, 1) >= addMonths(first, months);
}

function parts(date: string): { year: number; month: number; day: number } {
  if (!isCalendarDate(date)) throw new RangeError('not a calendar date');
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

function format(year: number, month: number, day: number): string {
  if (year < 1000 || year > 9999) throw new RangeError('year out of range');
  return `${String(year)}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function daysInMonth(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}
