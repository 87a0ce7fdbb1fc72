import { compareBytes, concat } from './bytes.js';
import { constructed, TAG } from './tags.js';
import { generalizedTimeText } from './time.js';

/** Writes DER values. */

export function tagged(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = concat(...contents);
  return concat(Uint8Array.of(tag, ...lengthOctets(content.length)), content);
}

export function sequence(...members: readonly Uint8Array[]): Uint8Array {
  return tagged(TAG.sequence, ...members);
}

/** SET OF in DER order; `tag` for an IMPLICIT one. */
export function setOf(elements: readonly Uint8Array[], tag: number = TAG.set): Uint8Array {
  return tagged(tag, ...[...elements].sort(compareBytes));
}

export function explicit(n: number, value: Uint8Array): Uint8Array {
  return tagged(constructed(n), value);
}

export function integer(value: number | bigint, tag: number = TAG.integer): Uint8Array {
  const n = BigInt(value);
  if (n < 0n) throw new RangeError('a negative number');
  const hex = n.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  const octets = even.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? [];
  return tagged(tag, Uint8Array.from((octets[0] ?? 0) >= 0x80 ? [0, ...octets] : octets));
}

export function oid(text: string): Uint8Array {
  const [root = 0n, second = 0n, ...others] = text.split('.').map(BigInt);
  return tagged(TAG.oid, Uint8Array.from([root * 40n + second, ...others].flatMap(base128)));
}

export function octetString(content: Uint8Array): Uint8Array {
  return tagged(TAG.octetString, content);
}

/** A BIT STRING of whole octets. */
export function bitString(content: Uint8Array): Uint8Array {
  return tagged(TAG.bitString, Uint8Array.of(0), content);
}

export function utf8String(text: string): Uint8Array {
  return tagged(TAG.utf8String, new TextEncoder().encode(text));
}

export function booleanTrue(): Uint8Array {
  return tagged(TAG.boolean, Uint8Array.of(0xff));
}

/** With milliseconds, when there are any. */
export function generalizedTime(time: Date): Uint8Array {
  return tagged(TAG.generalizedTime, ascii(generalizedTimeText(time)));
}

/** RFC 5280 4.1.2.5 and RFC 5652 11.3: UTCTime through 2049, then GeneralizedTime; whole seconds, the rest is dropped. */
export function x509Time(time: Date): Uint8Array {
  const text = generalizedTimeText(new Date(Math.floor(time.getTime() / 1000) * 1000));
  const year = time.getUTCFullYear();
  if (year < 1950 || year > 9999) throw new RangeError('a year that certificates cannot hold');
  return year < 2050 ? tagged(TAG.utcTime, ascii(text.slice(2))) : tagged(TAG.generalizedTime, ascii(text));
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
}

function base128(arc: bigint): number[] {
  const octets = [Number(arc & 0x7fn)];
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) octets.unshift(Number(rest & 0x7fn) | 0x80);
  return octets;
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
