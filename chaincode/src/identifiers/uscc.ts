import { provinces, type Province } from './province.js';

export type UsccCode = 'USCC_FORM' | 'USCC_REGION' | 'USCC_ORGANISATION_CHECK' | 'USCC_CHECK';

export interface Uscc {
  readonly ok: true;
  /** 18 upper-case characters. */
  readonly uscc: string;
  /** Registering department: 1 for agencies and institutions (机构编制), 9 for enterprises (市场监管), others as they stand. */
  readonly department: string;
  readonly category: string;
  /** Six digits of GB/T 2260; 100000 is the central level. */
  readonly region: string;
  /** Undefined at the central level. */
  readonly province: Province | undefined;
  /** The organisation code inside (GB 11714), nine characters. */
  readonly organisationCode: string;
}

/**
 * Reads a unified social credit code (统一社会信用代码, GB 32100-2015) and the organisation code within it (GB 11714).
 * White space around it is dropped, letters are made upper-case. Some codes in real use fail the check character: who
 * imports old data decides by the code `USCC_CHECK` whether a registry vouches for them; new data is refused.
 */
export function parseUscc(text: string): Uscc | { readonly ok: false; readonly code: UsccCode } {
  const trimmed = text.trim();
  const uscc = /^[0-9A-Za-z]{18}$/.test(trimmed) ? trimmed.toUpperCase() : trimmed;
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(uscc))
    return { ok: false, code: 'USCC_FORM' };
  const region = uscc.slice(2, 8);
  const province = provinces.get(region.slice(0, 2));
  if (province === undefined && region !== '100000') return { ok: false, code: 'USCC_REGION' };
  if (usccCheckCharacter(uscc.slice(0, 17)) !== uscc[17]) return { ok: false, code: 'USCC_CHECK' };
  const organisationCode = uscc.slice(8, 17);
  if (organisationCheckCharacter(organisationCode.slice(0, 8)) !== organisationCode[8])
    return { ok: false, code: 'USCC_ORGANISATION_CHECK' };
  return {
    ok: true,
    uscc,
    department: uscc.charAt(0),
    category: uscc.charAt(1),
    region,
    province,
    organisationCode,
  };
}

/**
 * The check character of the first 17 characters (GB 32100: weights 3^(i-1) mod 31).
 * @throws RangeError for another length or a character outside the code's alphabet.
 */
export function usccCheckCharacter(first17: string): string {
  if (first17.length !== 17) throw new RangeError('17 characters');
  let weight = 1;
  let sum = 0;
  for (const character of first17) {
    sum += valueIn(USCC_ALPHABET, character) * weight;
    weight = (weight * 3) % 31;
  }
  return USCC_ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/**
 * The check character of the first eight characters of an organisation code (GB 11714).
 * @throws RangeError for another length or a character that is not a digit or an upper-case letter.
 */
export function organisationCheckCharacter(first8: string): string {
  if (first8.length !== 8) throw new RangeError('8 characters');
  let sum = 0;
  for (let i = 0; i < 8; i++) sum += valueIn(ALPHANUMERIC, first8.charAt(i)) * (ORGANISATION_WEIGHTS[i] ?? 0);
  const value = 11 - (sum % 11);
  return value === 10 ? 'X' : value === 11 ? '0' : String(value);
}

/** No I, O, S, V, Z. */
const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

function valueIn(alphabet: string, character: string): number {
  const value = alphabet.indexOf(character);
  if (value < 0) throw new RangeError('character outside the alphabet');
  return value;
}
