import { provinces, type Province } from './province.js';

/** Why a text is not a citizen number. Stable; the text itself is never repeated. */
export type CitizenNumberCode =
  | 'CITIZEN_NUMBER_FORM'
  | 'CITIZEN_NUMBER_15_DIGITS'
  | 'CITIZEN_NUMBER_REGION'
  | 'CITIZEN_NUMBER_DATE'
  | 'CITIZEN_NUMBER_FUTURE_DATE'
  | 'CITIZEN_NUMBER_CHECK_DIGIT';

export interface CitizenNumber {
  readonly ok: true;
  /** 18 characters, the last one a digit or an upper-case X. */
  readonly number: string;
  readonly province: Province;
  /** Six digits as they stand; counties are abolished and renumbered, old numbers keep the old code. */
  readonly county: string;
  /** YYYY-MM-DD. */
  readonly birthDate: string;
  readonly sex: 'male' | 'female';
  readonly warnings: readonly 'CITIZEN_NUMBER_COUNTY_UNKNOWN'[];
}

export interface CitizenNumberOptions {
  /** YYYY-MM-DD: a later birth date is refused. */
  readonly today?: string;
  /** Six-digit codes, historical ones included. Without it only a code that can name no county is unknown (…0000). */
  readonly counties?: ReadonlySet<string>;
}

/**
 * Reads a citizen identity number (公民身份号码, GB 11643-1999; the same form in resident permits of 71, 81, 82 and 83).
 * White space around it is dropped and a final x is made upper-case; full-width digits and the old 15-digit form are
 * refused, an unknown province is an error and an unknown county a warning.
 */
export function parseCitizenNumber(
  text: string,
  options: CitizenNumberOptions = {},
): CitizenNumber | { readonly ok: false; readonly code: CitizenNumberCode } {
  const number = text.trim().replace(/x$/, 'X');
  if (/^\d{15}$/.test(number)) return { ok: false, code: 'CITIZEN_NUMBER_15_DIGITS' };
  if (!/^[1-9]\d{16}[\dX]$/.test(number)) return { ok: false, code: 'CITIZEN_NUMBER_FORM' };
  const province = residentProvince(number.slice(0, 2));
  if (province === undefined) return { ok: false, code: 'CITIZEN_NUMBER_REGION' };
  const birthDate = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isBirthDate(birthDate)) return { ok: false, code: 'CITIZEN_NUMBER_DATE' };
  if (options.today !== undefined && birthDate > options.today)
    return { ok: false, code: 'CITIZEN_NUMBER_FUTURE_DATE' };
  if (citizenCheckDigit(number.slice(0, 17)) !== number[17])
    return { ok: false, code: 'CITIZEN_NUMBER_CHECK_DIGIT' };
  const county = number.slice(0, 6);
  const known = options.counties === undefined ? !county.endsWith('0000') : options.counties.has(county);
  return {
    ok: true,
    number,
    province,
    county,
    birthDate,
    sex: Number(number[16]) % 2 === 1 ? 'male' : 'female',
    warnings: known ? [] : ['CITIZEN_NUMBER_COUNTY_UNKNOWN'],
  };
}

/**
 * The check character of the first 17 digits (GB 11643; ISO 7064 MOD 11-2).
 * @throws RangeError when they are not 17 digits.
 */
export function citizenCheckDigit(first17: string): string {
  if (!/^\d{17}$/.test(first17)) throw new RangeError('17 digits');
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += Number(first17[i]) * (WEIGHTS[i] ?? 0);
  return '10X98765432'.charAt(sum % 11);
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** In resident permits 83 stands for Taiwan, which GB/T 2260 codes 71. */
function residentProvince(code: string): Province | undefined {
  return provinces.get(code === '83' ? '71' : code);
}

function isBirthDate(date: string): boolean {
  const match = /^((?:18|19|20)\d{2})-(\d{2})-(\d{2})$/.exec(date);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
}
