import { toHex } from '@renxin/chaincode/canonical';
import { DerError, type Value } from './read.js';
import { TAG } from './tags.js';
import { parseTime } from './time.js';

/** Contents of primitive values that {@link readDer} has checked. */

export function oidOf(value: Value): string {
  expect(value, TAG.oid);
  const arcs: (number | bigint)[] = [];
  let arc: number | bigint = 0;
  for (const byte of value.content) {
    // Arcs of UUIDs do not fit a number.
    if (typeof arc === 'number' && arc >= 2 ** 45) arc = BigInt(arc);
    arc = typeof arc === 'number' ? arc * 128 + (byte & 0x7f) : (arc << 7n) | BigInt(byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const [first = 0, ...others] = arcs;
  const root = first < 40 ? 0 : first < 80 ? 1 : 2;
  const second = typeof first === 'number' ? first - root * 40 : first - BigInt(root * 40);
  return [root, second, ...others].join('.');
}

/** A small non-negative INTEGER (or ENUMERATED). */
export function smallIntegerOf(value: Value, tag: number = TAG.integer): number {
  expect(value, tag);
  const [first = 0] = value.content;
  if (value.content.length > 6 || first >= 0x80) throw new DerError('FORMAT', 'a number out of range');
  return value.content.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** A positive INTEGER of up to 20 octets as lower-case hexadecimal without leading zeros (RFC 5280 4.1.2.2). */
export function serialOf(value: Value): string {
  expect(value, TAG.integer);
  const { content } = value;
  const first = content[0] ?? 0;
  if (content.length > 20 || first >= 0x80 || (content.length === 1 && first === 0)) {
    throw new DerError('FORMAT', 'a serial number that is not positive or too long');
  }
  return toHex(first === 0 ? content.subarray(1) : content);
}

/** A non-negative INTEGER of up to 20 octets as lower-case hexadecimal without leading zeros. */
export function unsignedOf(value: Value): string {
  expect(value, TAG.integer);
  return value.content.length === 1 && value.content[0] === 0 ? '00' : serialOf(value);
}

export function octetsOf(value: Value, tag: number = TAG.octetString): Uint8Array {
  expect(value, tag);
  return value.content;
}

/** A BIT STRING of whole octets. */
export function bitsOf(value: Value): Uint8Array {
  expect(value, TAG.bitString);
  if (value.content[0] !== 0) throw new DerError('FORMAT', 'a bit string that is not whole octets');
  return value.content.subarray(1);
}

/** The set bits of a named bit list, by number; DER drops trailing zero bits (X.690 11.2.2). */
export function namedBitsOf(value: Value): ReadonlySet<number> {
  expect(value, TAG.bitString);
  const bits = new Set<number>();
  value.content.subarray(1).forEach((byte, i) => {
    for (let k = 0; k < 8; k++) if (byte & (0x80 >> k)) bits.add(8 * i + k);
  });
  const unused = value.content[0] ?? 0;
  const length = (value.content.length - 1) * 8 - unused;
  if (length > 0 && !bits.has(length - 1)) throw new DerError('NOT_DER', 'trailing zero bits');
  return bits;
}

export function booleanOf(value: Value): boolean {
  expect(value, TAG.boolean);
  return value.content[0] === 0xff;
}

export function utf8Of(value: Value, tag: number = TAG.utf8String): string {
  expect(value, tag);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(value.content);
}

/** UTCTime or GeneralizedTime, in milliseconds since 1970. */
export function timeOf(value: Value): number {
  if (value.tag !== TAG.utcTime && value.tag !== TAG.generalizedTime)
    throw new DerError('FORMAT', 'not a time');
  const time = parseTime(value.tag, value.content);
  if (time === undefined) throw new DerError('NOT_DER', 'not a time');
  return time;
}

/** The form of certificates, CRLs and signing times (RFC 5280 4.1.2.5): UTCTime through 2049, then whole seconds. */
export function x509TimeOf(value: Value): number {
  const time = timeOf(value);
  const late = new Date(time).getUTCFullYear() >= 2050;
  if ((value.tag === TAG.generalizedTime) !== late || time % 1000 !== 0)
    throw new DerError('FORMAT', 'form of time');
  return time;
}

function expect(value: Value, tag: number): void {
  if (value.tag !== tag) throw new DerError('FORMAT', 'unexpected type');
}
