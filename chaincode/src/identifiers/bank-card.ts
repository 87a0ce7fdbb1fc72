export type BankCardCode = 'BANK_CARD_FORM' | 'BANK_CARD_CHECK_DIGIT';

/**
 * Reads a bank card number (ISO/IEC 7812-1): 12 to 19 digits, in groups parted by single spaces or not, the last one the
 * Luhn check digit.
 */
export function parseBankCard(
  text: string,
): { readonly ok: true; readonly number: string } | { readonly ok: false; readonly code: BankCardCode } {
  const trimmed = text.trim();
  const number = trimmed.replaceAll(' ', '');
  if (trimmed.includes('  ') || !/^[1-9]\d{11,18}$/.test(number))
    return { ok: false, code: 'BANK_CARD_FORM' };
  if (luhnCheckDigit(number.slice(0, -1)) !== number.at(-1))
    return { ok: false, code: 'BANK_CARD_CHECK_DIGIT' };
  return { ok: true, number };
}

/**
 * The Luhn check digit that follows these digits.
 * @throws RangeError when they are not digits.
 */
export function luhnCheckDigit(digits: string): string {
  if (!/^\d+$/.test(digits)) throw new RangeError('digits');
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]) * (i % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return String((10 - (sum % 10)) % 10);
}
