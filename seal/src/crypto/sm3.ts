/** SM3 cryptographic hash (GB/T 32905-2016), pure and browser-safe. */

const IV = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e];

/** Rotated round constants T_j <<< (j mod 32), clause 5.3.3. */
const T = Int32Array.from({ length: 64 }, (_, j) => rotl(j < 16 ? 0x79cc4519 : 0x7a879d8a, j % 32));

/** The 32-byte digest of the parts, one after another. */
export function sm3(...parts: readonly Uint8Array[]): Uint8Array {
  const state = Int32Array.from(IV);
  const w = new Int32Array(68);
  const block = new Uint8Array(64);
  const view = new DataView(block.buffer);
  let held = 0;
  let length = 0;
  for (const part of parts) {
    length += part.length;
    let at = 0;
    while (at < part.length) {
      const take = Math.min(64 - held, part.length - at);
      block.set(part.subarray(at, at + take), held);
      held += take;
      at += take;
      if (held === 64) {
        compress(state, view, w);
        held = 0;
      }
    }
  }
  finish(state, block, view, w, held, length);
  return bytesOf(state);
}

/** Padding, clause 5.2: a one bit, zeros, and the length in bits in 64 bits. */
function finish(
  state: Int32Array,
  block: Uint8Array,
  view: DataView,
  w: Int32Array,
  held: number,
  length: number,
): void {
  block[held] = 0x80;
  block.fill(0, held + 1);
  if (held >= 56) {
    compress(state, view, w);
    block.fill(0);
  }
  view.setUint32(56, Math.floor(length / 0x20000000));
  view.setUint32(60, length << 3);
  compress(state, view, w);
}

/** The compression function CF, clause 5.3. */
function compress(state: Int32Array, block: DataView, w: Int32Array): void {
  for (let j = 0; j < 16; j++) w[j] = block.getInt32(j * 4);
  for (let j = 16; j < 68; j++) {
    const x = w[j - 16]! ^ w[j - 9]! ^ rotl(w[j - 3]!, 15);
    w[j] = x ^ rotl(x, 15) ^ rotl(x, 23) ^ rotl(w[j - 13]!, 7) ^ w[j - 6]!;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let j = 0; j < 64; j++) {
    const a12 = rotl(a, 12);
    const ss1 = rotl((a12 + e + T[j]!) | 0, 7);
    const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g);
    const tt1 = (ff + d + (ss1 ^ a12) + (w[j]! ^ w[j + 4]!)) | 0;
    const tt2 = (gg + h + ss1 + w[j]!) | 0;
    d = c;
    c = rotl(b, 9);
    b = a;
    a = tt1;
    h = g;
    g = rotl(f, 19);
    f = e;
    e = tt2 ^ rotl(tt2, 9) ^ rotl(tt2, 17);
  }
  const next = [a, b, c, d, e, f, g, h];
  for (let i = 0; i < 8; i++) state[i] = state[i]! ^ next[i]!;
}

function bytesOf(state: Int32Array): Uint8Array {
  const bytes = new Uint8Array(32);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < 8; i++) view.setInt32(i * 4, state[i]!);
  return bytes;
}

function rotl(x: number, n: number): number {
  return (x << n) | (x >>> (32 - n)); // n = 0 gives x, since shifts count modulo 32
}
