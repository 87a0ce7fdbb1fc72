/** base58btc (the alphabet of Bitcoin), as Multibase writes it after the letter z: keys and proof values of credentials. */

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const VALUES = new Map([...ALPHABET].map((character, value) => [character.charCodeAt(0), value]));
const PAIRS = [...ALPHABET].flatMap((high) => [...ALPHABET].map((low) => high + low));
/** Four digits at a time, three bytes at a time: no step leaves the integers that a double holds exactly. */
const DIGITS = 58 ** 4;
const BYTES = 256 ** 3;

/** The text of bytes; each zero byte at the front is a `1`. */
export function toBase58(bytes: Uint8Array): string {
  let zeros = 0;
  while (zeros < bytes.length && bytes[zeros] === 0) zeros++;
  const limbs: number[] = [];
  const short = bytes.length % 3;
  for (let at = short === 0 ? 0 : short - 3; at < bytes.length; at += 3) {
    let carry = ((bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)) * 256 + (bytes[at + 2] ?? 0);
    for (let i = 0; i < limbs.length; i++) {
      const value = limbs[i]! * BYTES + carry;
      carry = Math.floor(value / DIGITS);
      limbs[i] = value - carry * DIGITS;
    }
    for (; carry > 0; carry = Math.floor(carry / DIGITS)) limbs.push(carry % DIGITS);
  }
  let text = '';
  for (let i = limbs.length - 1; i >= 0; i--) {
    const high = Math.floor(limbs[i]! / PAIRS.length);
    text += PAIRS[high]! + PAIRS[limbs[i]! - high * PAIRS.length]!;
  }
  return ALPHABET.charAt(0).repeat(zeros) + text.replace(/^1+/, '');
}

/** The bytes of a base58btc text, or undefined when a character is none of the alphabet. */
export function fromBase58(text: string): Uint8Array | undefined {
  let zeros = 0;
  while (text.charCodeAt(zeros) === 0x31) zeros++;
  const limbs: number[] = [];
  let at = zeros;
  while (at < text.length) {
    const end = at + ((text.length - at) % 4 || 4);
    let carry = 0;
    let scale = 1;
    for (; at < end; at++) {
      const value = VALUES.get(text.charCodeAt(at));
      if (value === undefined) return undefined;
      carry = carry * 58 + value;
      scale *= 58;
    }
    for (let i = 0; i < limbs.length; i++) {
      const value = limbs[i]! * scale + carry;
      carry = Math.floor(value / BYTES);
      limbs[i] = value - carry * BYTES;
    }
    for (; carry > 0; carry = Math.floor(carry / BYTES)) limbs.push(carry % BYTES);
  }
  const bytes: number[] = [];
  for (const limb of limbs) bytes.push(limb % 256, (limb >> 8) % 256, limb >> 16);
  while (bytes.length > 0 && bytes.at(-1) === 0) bytes.pop();
  const decoded = new Uint8Array(zeros + bytes.length);
  for (let i = 0; i < bytes.length; i++) decoded[decoded.length - 1 - i] = bytes[i]!;
  return decoded;
}
