/** Amounts, numbers and dates in the words of a Chinese contract. Pure. */

/** `人民币10,000.00元（大写：壹万元整）` of an amount in fen, 0 to 99,999,999,999,999. */
export function moneyText(fen: number): string {
  return `人民币${yuanText(fen)}元（大写：${capitalAmount(fen)}）`;
}

/** `10,000.00` of an amount in fen. */
export function yuanText(fen: number): string {
  const yuan = String(Math.floor(fen / 100)).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `${yuan}.${String(fen % 100).padStart(2, '0')}`;
}

/** The amount in capital numerals (票据 form): 壹万零伍拾元叁角整. @throws RangeError outside 0 to 99,999,999,999,999 fen. */
export function capitalAmount(fen: number): string {
  if (!Number.isInteger(fen) || fen < 0 || fen > 99_999_999_999_999) throw new RangeError('amount');
  const [yuan, jiao, cents] = [Math.floor(fen / 100), Math.floor(fen / 10) % 10, fen % 10];
  const whole = yuan === 0 ? '' : `${numerals(yuan, '零壹贰叁肆伍陆柒捌玖', '拾佰仟')}元`;
  if (jiao === 0 && cents === 0) return `${whole === '' ? '零元' : whole}整`;
  const tenths = jiao === 0 ? (whole === '' ? '' : '零') : `${capital(jiao)}角`;
  return `${whole}${tenths}${cents === 0 ? '整' : `${capital(cents)}分`}`;
}

/** 1 to 9999 as in 第十二条. */
export function chineseNumber(n: number): string {
  const text = numerals(n, '零一二三四五六七八九', '十百千');
  return text.startsWith('一十') ? text.slice(1) : text;
}

/** `2026年12月1日` of `2026-12-01`. */
export function dateText(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${year}年${String(Number(month))}月${String(Number(day))}日`;
}

/** `1年6个月` of 18. */
export function monthsText(months: number): string {
  const [years, rest] = [Math.floor(months / 12), months % 12];
  if (years === 0) return `${String(rest)}个月`;
  return rest === 0 ? `${String(years)}年` : `${String(years)}年${String(rest)}个月`;
}

function capital(digit: number): string {
  return '零壹贰叁肆伍陆柒捌玖'.charAt(digit);
}

/** In groups of four digits, 万 and 亿; zeros within and between groups become one 零. */
function numerals(n: number, digits: string, units: string): string {
  let text = '';
  let gap = false;
  for (const [unit, name] of [
    [1_0000_0000_0000, '万亿'],
    [1_0000_0000, '亿'],
    [1_0000, '万'],
    [1, ''],
  ] as const) {
    const group = Math.floor(n / unit) % 10_000;
    if (group === 0) {
      gap = gap || text !== '';
      continue;
    }
    if (text !== '' && (gap || group < 1000)) text += digits.charAt(0);
    text += fourDigits(group, digits, units) + name;
    gap = false;
  }
  return text === '' ? digits.charAt(0) : text;
}

function fourDigits(n: number, digits: string, units: string): string {
  let text = '';
  let gap = false;
  for (const power of [3, 2, 1, 0]) {
    const digit = Math.floor(n / 10 ** power) % 10;
    if (digit === 0) {
      gap = text !== '';
      continue;
    }
    text +=
      (gap ? digits.charAt(0) : '') + digits.charAt(digit) + (power === 0 ? '' : units.charAt(power - 1));
    gap = false;
  }
  return text;
}
