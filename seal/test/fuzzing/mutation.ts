import { concat } from '../../src/asn1/index.js';

/** A random change of bytes: bits, bytes, lengths, stretches cut out, doubled or put in from elsewhere. */
export function mutated(
  genuine: Uint8Array,
  others: readonly Uint8Array[],
  random: () => number,
): Uint8Array {
  const times = 1 + Math.floor(random() * 3);
  let bytes = genuine;
  for (let i = 0; i < times; i++) bytes = change(bytes, others, random);
  return bytes;
}

function change(bytes: Uint8Array, others: readonly Uint8Array[], random: () => number): Uint8Array {
  const at = Math.floor(random() * bytes.length);
  const length = 1 + Math.floor(random() * 16);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (Math.floor(random() * 7)) {
    case 0:
      return replaced(bytes, at, (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8)));
    case 1:
      return replaced(bytes, at, Math.floor(random() * 256));
    case 2:
      return replaced(bytes, at, EDGES[Math.floor(random() * EDGES.length)] ?? 0);
    case 3:
      return concat(before, after.subarray(length));
    case 4:
      return concat(before, after.subarray(0, length), after);
    case 5:
      return before;
    default: {
      const other = others[Math.floor(random() * others.length)] ?? bytes;
      const from = Math.floor(random() * other.length);
      return concat(before, other.subarray(from, from + length), after.subarray(length));
    }
  }
}

/** Lengths and tags where readers go wrong. */
const EDGES = [0x00, 0x02, 0x04, 0x30, 0x7f, 0x80, 0x81, 0x82, 0x84, 0x85, 0xa0, 0xbf, 0xff];

function replaced(bytes: Uint8Array, at: number, byte: number): Uint8Array {
  const altered = Uint8Array.from(bytes);
  altered[at] = byte;
  return altered;
}
