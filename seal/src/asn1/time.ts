import { TAG } from './tags.js';

/** UTCTime and GeneralizedTime in their DER form (X.690 11.7, 11.8), always with seconds and Z. */

const FORM = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d*[1-9]))?Z$/;

/** Milliseconds since 1970, or undefined when the text is not a real instant in DER form. Digits past the third are dropped. */
export function parseTime(tag: number, content: Uint8Array): number | undefined {
  if (content.length > 32) return undefined;
  const text = String.fromCharCode(...content);
  const full = tag === TAG.utcTime ? century(text) : text;
  const parts = full === undefined ? null : FORM.exec(full);
  if (parts === null) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number);
  const fraction = Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3));
  const time = new Date(0);
  time.setUTCFullYear(year ?? 0, (month ?? 0) - 1, day);
  time.setUTCHours(hour ?? 0, minute, second, fraction);
  const again = `${pad(time.getUTCFullYear(), 4)}${pad(time.getUTCMonth() + 1)}${pad(time.getUTCDate())}${pad(time.getUTCHours())}${pad(time.getUTCMinutes())}${pad(time.getUTCSeconds())}`;
  return again === parts.slice(1, 7).join('') ? time.getTime() : undefined;
}

/** `YYYYMMDDHHMMSS[.f]Z`, the fraction without trailing zeros. */
export function generalizedTimeText(time: Date): string {
  const [seconds = '', fraction = ''] = time.toISOString().slice(0, -1).split('.');
  const digits = fraction.replace(/0+$/, '');
  return `${seconds.replace(/[-:T]/g, '')}${digits === '' ? '' : `.${digits}`}Z`;
}

/** RFC 5280 4.1.2.5.1: 50-99 is 19xx. A UTCTime has no fraction. */
function century(text: string): string | undefined {
  if (!/^\d{12}Z$/.test(text)) return undefined;
  return `${Number(text.slice(0, 2)) >= 50 ? '19' : '20'}${text}`;
}

function pad(n: number, width = 2): string {
  return String(n).padStart(width, '0');
}
