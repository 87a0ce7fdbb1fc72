import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import { Gunzip, gzipSync } from 'fflate';
import { CredentialError } from '../credential/codes.js';

/** The least length of a list (Bitstring Status List 1.0 section 6.1): among so many nobody stands out. */
export const LEAST_BITS = 131_072;
/** The longest list that is read: 2 MiB of bits. */
export const MOST_BITS = 16_777_216;

/** The bits of a status list. Index 0 is the leftmost bit of the first byte. */
export class StatusBits {
  readonly #bytes: Uint8Array;

  /** @throws RangeError unless the length is a multiple of 8 within the bounds */
  constructor(length = LEAST_BITS) {
    if (length % 8 !== 0 || !isLength(length)) throw new RangeError('not a length of a status list');
    this.#bytes = new Uint8Array(length / 8);
  }

  get length(): number {
    return this.#bytes.length * 8;
  }

  /** @throws CredentialError STATUS_INDEX_OUT_OF_RANGE */
  get(index: number): boolean {
    return ((this.#byteAt(index) >> (7 - (index % 8))) & 1) === 1;
  }

  /** @throws CredentialError STATUS_INDEX_OUT_OF_RANGE */
  set(index: number, value: boolean): void {
    const bit = 0x80 >> (index % 8);
    const byte = this.#byteAt(index);
    this.#bytes[Math.floor(index / 8)] = value ? byte | bit : byte & ~bit;
  }

  /**
   * The number in the `size` bits (1 to 8) of the entry `index`, the most significant first.
   * @throws CredentialError STATUS_LIST_INVALID for a list of too few entries of that size, STATUS_INDEX_OUT_OF_RANGE
   */
  value(index: number, size: number): number {
    if (this.length < LEAST_BITS * size) throw new CredentialError('STATUS_LIST_INVALID');
    let value = 0;
    for (let i = 0; i < size; i++) value = value * 2 + Number(this.get(index * size + i));
    return value;
  }

  /** @throws CredentialError STATUS_INDEX_OUT_OF_RANGE */
  setValue(index: number, size: number, value: number): void {
    for (let i = 0; i < size; i++) this.set(index * size + i, ((value >> (size - 1 - i)) & 1) === 1);
  }

  /** `encodedList`: Multibase base64url without padding of the bits, compressed by gzip. The same bits give the same text. */
  encode(): string {
    return `u${toBase64url(gzipSync(this.#bytes, { mtime: 0 }))}`;
  }

  /** @throws CredentialError STATUS_LIST_INVALID for another encoding, and for a list that is too short or too long */
  static decode(encodedList: string): StatusBits {
    const compressed = encodedList.length > LONGEST_TEXT ? undefined : fromBase64url(encodedList.slice(1));
    if (!encodedList.startsWith('u') || compressed === undefined)
      throw new CredentialError('STATUS_LIST_INVALID');
    const bytes = inflate(compressed);
    if (!isLength(bytes.length * 8)) throw new CredentialError('STATUS_LIST_INVALID');
    const bits = new StatusBits(bytes.length * 8);
    bits.#bytes.set(bytes);
    return bits;
  }

  #byteAt(index: number): number {
    const byte = Number.isSafeInteger(index) && index >= 0 ? this.#bytes[Math.floor(index / 8)] : undefined;
    if (byte === undefined) throw new CredentialError('STATUS_INDEX_OUT_OF_RANGE');
    return byte;
  }
}

/** Bits that do not compress at all, with what gzip and base64url add. */
const LONGEST_TEXT = 2_900_000;
/** Fed to the decompressor at once: deflate makes at most about a thousand bytes of one. */
const STEP = 4096;

/** Stops as soon as there is more than the longest list: a small text can stand for gigabytes. */
function inflate(compressed: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  let isComplete = false;
  try {
    const gunzip = new Gunzip((part, isLast) => {
      parts.push(part);
      length += part.length;
      isComplete ||= isLast;
    });
    for (let at = 0; at < compressed.length && length * 8 <= MOST_BITS; at += STEP) {
      gunzip.push(compressed.subarray(at, at + STEP), at + STEP >= compressed.length);
    }
  } catch (error) {
    throw new CredentialError('STATUS_LIST_INVALID', [], { cause: error });
  }
  if (!isComplete || length * 8 > MOST_BITS) throw new CredentialError('STATUS_LIST_INVALID');
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function isLength(bits: number): boolean {
  return bits >= LEAST_BITS && bits <= MOST_BITS;
}
