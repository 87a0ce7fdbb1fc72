/** SM3 cryptographic hash (GB/T 32905-2016), pure and browser-safe. */

const IV = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e];

/** Rotated round constants T_j <<< (j mod 32), clause 5.3.3. */
const T = Int32Array.from({ length: 64 }, (_, j) => rotl(j < 16 ? 0x79cc4519 : 0x7a879d8a, j % 32));

/** Working space of the one hash that is computed at a time: a hash never waits for anything in between. */
const state = new Int32Array(8);
const w = new Int32Array(68);
const tail = new Uint8Array(64);

/** The 32-byte digest of the parts, one after another. */
export function sm3(...parts: readonly Uint8Array[]): Uint8Array {
  state.set(IV);
  let held = 0;
  let length = 0;
  for (const part of parts) {
    length += part.length;
    let at = 0;
    if (held > 0) {
      at = Math.min(64 - held, part.length);
      for (let i = 0; i < at; i++) tail[held + i] = part[i] ?? 0;
      held += at;
      if (held < 64) continue;
      compress(tail, 0);
      held = 0;
    }
    for (; at + 64 <= part.length; at += 64) compress(part, at);
    while (at < part.length) tail[held++] = part[at++] ?? 0;
  }
  finish(held, length);
  return digest();
}

/** Padding, clause 5.2: a one bit, zeros, and the length in bits in 64 bits. */
function finish(held: number, length: number): void {
  tail[held] = 0x80;
  tail.fill(0, held + 1);
  if (held >= 56) {
    compress(tail, 0);
    tail.fill(0);
  }
  putWord(tail, 56, Math.floor(length / 0x20000000));
  putWord(tail, 60, length << 3);
  compress(tail, 0);
  tail.fill(0);
}

/** The compression function CF on the 64 bytes from `at`, clause 5.3. */
function compress(bytes: Uint8Array, at: number): void {
  for (let j = 0, i = at; j < 16; j++, i += 4) {
    w[j] =
      ((bytes[i] ?? 0) << 24) |
      ((bytes[i + 1] ?? 0) << 16) |
      ((bytes[i + 2] ?? 0) << 8) |
      (bytes[i + 3] ?? 0);
  }
  for (let j = 16; j < 68; j++) {
    const x = (w[j - 16] ?? 0) ^ (w[j - 9] ?? 0) ^ rotl(w[j - 3] ?? 0, 15);
    w[j] = x ^ rotl(x, 15) ^ rotl(x, 23) ^ rotl(w[j - 13] ?? 0, 7) ^ (w[j - 6] ?? 0);
  }
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  let e = state[4] ?? 0;
  let f = state[5] ?? 0;
  let g = state[6] ?? 0;
  let h = state[7] ?? 0;
  for (let j = 0; j < 64; j++) {
    const a12 = rotl(a, 12);
    const ss1 = rotl((a12 + e + (T[j] ?? 0)) | 0, 7);
    const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g);
    const tt1 = (ff + d + (ss1 ^ a12) + ((w[j] ?? 0) ^ (w[j + 4] ?? 0))) | 0;
    const tt2 = (gg + h + ss1 + (w[j] ?? 0)) | 0;
    d = c;
    c = rotl(b, 9);
    b = a;
    a = tt1;
    h = g;
    g = rotl(f, 19);
    f = e;
    e = tt2 ^ rotl(tt2, 9) ^ rotl(tt2, 17);
  }
  state[0] = (state[0] ?? 0) ^ a;
  state[1] = (state[1] ?? 0) ^ b;
  state[2] = (state[2] ?? 0) ^ c;
  state[3] = (state[3] ?? 0) ^ d;
  state[4] = (state[4] ?? 0) ^ e;
  state[5] = (state[5] ?? 0) ^ f;
  state[6] = (state[6] ?? 0) ^ g;
  state[7] = (state[7] ?? 0) ^ h;
}

function digest(): Uint8Array {
  const bytes = new Uint8Array(32);
  for (let i = 0; i < 8; i++) putWord(bytes, i * 4, state[i] ?? 0);
  return bytes;
}

function putWord(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word >>> 24;
  bytes[at + 1] = word >>> 16;
  bytes[at + 2] = word >>> 8;
  bytes[at + 3] = word;
}

function rotl(x: number, n: number): number {
  return (x << n) | (x >>> (32 - n)); // n = 0 gives x, since shifts count modulo 32
}
