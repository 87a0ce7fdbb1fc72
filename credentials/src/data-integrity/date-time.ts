import { isDate } from '@renxin/chaincode/messages';

/**
 * Milliseconds since 1970 of an XML Schema dateTimeStamp, or undefined when it is none: a real date and time with `Z` or
 * an offset. A time without an offset is not taken for UTC, and there is no leap second.
 */
export function readDateTime(text: unknown): number | undefined {
  if (typeof text !== 'string' || !FORM.test(text) || !isDate(text.slice(0, 10))) return undefined;
  const seconds = Date.UTC(
    two(text, 0) * 100 + two(text, 2),
    two(text, 5) - 1,
    two(text, 8),
    two(text, 11),
    two(text, 14),
    two(text, 17),
  );
  if (text.length === 20) return seconds;
  const zone = text.endsWith('Z') ? text.length - 1 : text.length - 6;
  return seconds + Number(`0${text.slice(19, zone)}`) * 1000 - offsetOf(text.slice(zone));
}

/** The number of two digits. */
function two(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;
}

const FORM =
  /^[1-9]\d{3}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)$/;

function offsetOf(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
  return (zone.startsWith('-') ? -1 : 1) * minutes * 60_000;
}
