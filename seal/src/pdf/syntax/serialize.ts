import { toHex } from '@renxin/chaincode/canonical';
import { concat } from '../../asn1/index.js';
import { Name, PdfString, Ref, Stream, type Dictionary, type PdfObject } from './objects.js';

/** The bytes of an object, as this library writes it: strings in hexadecimal, so that no text looks like syntax. */
export function serialize(object: PdfObject): Uint8Array {
  if (!(object instanceof Stream)) return encode(textFor(object));
  const dictionary = new Map(object.dictionary).set('Length', object.raw.length);
  return concat(encode(`${textFor(dictionary)}\nstream\n`), object.raw, encode('\nendstream'));
}

function textFor(object: Exclude<PdfObject, Stream> | PdfObject): string {
  if (object === null) return 'null';
  if (typeof object === 'boolean') return String(object);
  if (typeof object === 'number') return numberText(object);
  if (object instanceof Name) return nameText(object.text);
  if (object instanceof PdfString) return `<${toHex(object.bytes)}>`;
  if (object instanceof Ref) return `${object.number} ${object.generation} R`;
  if (object instanceof Stream) throw new TypeError('a stream is an object of its own');
  if (object instanceof Map) return dictionaryText(object as Dictionary);
  return `[${(object as readonly PdfObject[]).map(textFor).join(' ')}]`;
}

function dictionaryText(entries: Dictionary): string {
  return `<<${[...entries].map(([key, value]) => `${nameText(key)} ${textFor(value)}`).join('\n')}>>`;
}

/** As it was read: a page that is written again keeps its numbers. There is no exponent in a PDF. */
function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError('not a number');
  const text = String(value);
  return text.includes('e') ? value.toFixed(10) : text;
}

function nameText(text: string): string {
  let written = '/';
  for (const character of text) {
    const byte = character.charCodeAt(0);
    const regular = byte > 0x20 && byte < 0x7f && !'()<>[]{}/%#'.includes(character);
    written += regular ? character : `#${byte.toString(16).padStart(2, '0').toUpperCase()}`;
  }
  return written;
}

/** One byte a character. */
export function encode(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
