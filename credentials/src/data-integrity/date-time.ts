/**
 * Milliseconds since 1970 of an XML Schema dateTimeStamp, or undefined when it is none: a real date and time with `Z` or
 * an offset. A time without an offset is not taken for UTC, and there is no leap second.
 */
export function readDateTime(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  const match = FORM.exec(text);
  if (match === null) return undefined;
  const [, date = '', time = '', fraction = '', offset = ''] = match;
  const start = Date.parse(`${date}T${time}Z`);
  if (Number.isNaN(start) || new Date(start).toISOString().slice(0, 10) !== date) return undefined;
  return start + Number(`0.${fraction || '0'}`) * 1000 - offsetOf(offset);
}

const FORM =
  /^([1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))T((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d{1,9}))?(Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)$/;

function offsetOf(text: string): number {
  if (text === 'Z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(4));
  return (text.startsWith('-') ? -1 : 1) * minutes * 60_000;
}
