import { parseTime } from './time.js';
import { TAG } from './tags.js';

/** What is wrong with the content of a value under DER (X.690 clause 11), or undefined. Constructed values: only their tag. */
export function checkPrimitive(tag: number, content: Uint8Array): string | undefined {
  if ((tag & 0xc0) === 0x80) return undefined;
  return FORMS.get(tag)?.(content) ?? (FORMS.has(tag) ? undefined : 'a type that is not expected');
}

type Form = (content: Uint8Array) => string | undefined;

const free: Form = () => undefined;

const charactersOf = (text: string): ReadonlySet<number> => new Set([...text].map((c) => c.charCodeAt(0)));
const NUMERIC = charactersOf('0123456789 ');
const PRINTABLE = charactersOf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 '()+,-./:=?");

const FORMS = new Map<number, Form>([
  [TAG.boolean, (c) => (c.length === 1 && (c[0] === 0 || c[0] === 0xff) ? undefined : 'BOOLEAN')],
  [TAG.integer, integer],
  [TAG.enumerated, integer],
  [TAG.bitString, bitString],
  [TAG.octetString, free],
  [TAG.null, (c) => (c.length === 0 ? undefined : 'NULL')],
  [TAG.oid, oid],
  [TAG.utf8String, utf8],
  [TAG.numericString, (c) => only(c, NUMERIC, 'NumericString')],
  [TAG.printableString, (c) => only(c, PRINTABLE, 'PrintableString')],
  [TAG.teletexString, free],
  [TAG.ia5String, (c) => (c.every((byte) => byte < 0x80) ? undefined : 'IA5String')],
  [TAG.utcTime, (c) => (parseTime(TAG.utcTime, c) === undefined ? 'UTCTime' : undefined)],
  [
    TAG.generalizedTime,
    (c) => (parseTime(TAG.generalizedTime, c) === undefined ? 'GeneralizedTime' : undefined),
  ],
  [TAG.visibleString, (c) => (c.every((byte) => byte >= 0x20 && byte < 0x7f) ? undefined : 'VisibleString')],
  [TAG.universalString, (c) => (c.length % 4 === 0 ? undefined : 'UniversalString')],
  [TAG.bmpString, (c) => (c.length % 2 === 0 ? undefined : 'BMPString')],
  [TAG.sequence, free],
  [TAG.set, free],
]);

function integer(content: Uint8Array): string | undefined {
  const [first, second] = content;
  if (first === undefined) return 'INTEGER';
  if (second === undefined) return undefined;
  return (first === 0 && second < 0x80) || (first === 0xff && second >= 0x80) ? 'INTEGER' : undefined;
}

function bitString(content: Uint8Array): string | undefined {
  const unused = content[0];
  if (unused === undefined || unused > 7 || (unused > 0 && content.length === 1)) return 'BIT STRING';
  const last = content[content.length - 1] ?? 0;
  return unused > 0 && (last & ((1 << unused) - 1)) !== 0 ? 'BIT STRING' : undefined;
}

function oid(content: Uint8Array): string | undefined {
  let start = true;
  for (const byte of content) {
    if (start && byte === 0x80) return 'OBJECT IDENTIFIER';
    start = byte < 0x80;
  }
  return content.length > 0 && start ? undefined : 'OBJECT IDENTIFIER';
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function utf8(content: Uint8Array): string | undefined {
  if (content.every((byte) => byte < 0x80)) return undefined;
  try {
    UTF8.decode(content);
    return undefined;
  } catch {
    return 'UTF8String';
  }
}

function only(content: Uint8Array, characters: ReadonlySet<number>, name: string): string | undefined {
  return content.every((byte) => characters.has(byte)) ? undefined : name;
}
