/** SM4 block cipher (GB/T 32907-2016) with CTR mode (GB/T 17964), pure and browser-safe. */

const SBOX = sbox();
const FK = [0xa3b1bac6, 0x56aa3350, 0x677d9197, 0xb27022dc];
/** CK_i, clause 7.3: bytes (4i + j) * 7 mod 256. */
const CK = Array.from({ length: 32 }, (_, i) =>
  [0, 1, 2, 3].reduce((word, j) => (word << 8) | (((4 * i + j) * 7) & 255), 0),
);

/** One block under a key, both 16 bytes. */
export function sm4EncryptBlock(key: Uint8Array, block: Uint8Array): Uint8Array {
  return crypt(roundKeys(key), block);
}

export function sm4DecryptBlock(key: Uint8Array, block: Uint8Array): Uint8Array {
  return crypt(roundKeys(key).reverse(), block);
}

/** Counter mode: the counter is the whole block, big-endian, beginning with `iv`. Encrypts and decrypts. */
export function sm4Ctr(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  if (iv.length !== 16) throw new RangeError('an initial counter is 16 bytes');
  const keys = roundKeys(key);
  const counter = iv.slice();
  const out = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += 16) {
    const stream = crypt(keys, counter);
    for (let i = 0; i < 16 && at + i < data.length; i++) out[at + i] = data[at + i]! ^ stream[i]!;
    for (let i = 15; i >= 0; i--) {
      counter[i] = (counter[i]! + 1) & 255;
      if (counter[i] !== 0) break;
    }
  }
  return out;
}

function crypt(keys: readonly number[], block: Uint8Array): Uint8Array {
  if (block.length !== 16) throw new RangeError('a block is 16 bytes');
  let [a, b, c, d] = words(block) as [number, number, number, number];
  for (const key of keys) [a, b, c, d] = [b, c, d, a ^ round(b ^ c ^ d ^ key)];
  const out = new Uint8Array(16);
  const view = new DataView(out.buffer);
  [d, c, b, a].forEach((word, i) => view.setInt32(i * 4, word));
  return out;
}

/** Key expansion, clause 7.3. */
function roundKeys(key: Uint8Array): number[] {
  if (key.length !== 16) throw new RangeError('a key is 16 bytes');
  let [a, b, c, d] = words(key).map((word, i) => word ^ FK[i]!) as [number, number, number, number];
  const keys: number[] = [];
  for (const constant of CK) {
    const t = substitute(b ^ c ^ d ^ constant);
    const next = a ^ t ^ rotl(t, 13) ^ rotl(t, 23);
    [a, b, c, d] = [b, c, d, next];
    keys.push(next);
  }
  return keys;
}

/** T(.) = L(tau(.)), clause 6.2. */
function round(word: number): number {
  const t = substitute(word);
  return t ^ rotl(t, 2) ^ rotl(t, 10) ^ rotl(t, 18) ^ rotl(t, 24);
}

function substitute(word: number): number {
  return (
    (SBOX[word >>> 24]! << 24) |
    (SBOX[(word >>> 16) & 255]! << 16) |
    (SBOX[(word >>> 8) & 255]! << 8) |
    SBOX[word & 255]!
  );
}

function words(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return [0, 4, 8, 12].map((at) => view.getInt32(at));
}

function rotl(x: number, n: number): number {
  return (x << n) | (x >>> (32 - n));
}

/** The S-box by its algebra: S(x) = A(I(A(x))) over GF(2^8) with x^8+x^7+x^6+x^5+x^4+x^2+1, checked against the standard's table in tests. */
function sbox(): Uint8Array {
  const table = new Uint8Array(256);
  for (let x = 0; x < 256; x++) table[x] = affine(inverse(affine(x)));
  return table;
}

function affine(x: number): number {
  let out = 0;
  for (let i = 0; i < 8; i++) {
    const row = ((0xa7 << i) | (0xa7 >> (8 - i))) & 255;
    out |= parity(row & x) << i;
  }
  return out ^ 0xd3;
}

function inverse(x: number): number {
  for (let y = 1; y < 256; y++) if (multiply(x, y) === 1) return y;
  return 0;
}

function multiply(a: number, b: number): number {
  let product = 0;
  for (let x = a, y = b; y > 0; y >>= 1) {
    if ((y & 1) === 1) product ^= x;
    x = (x & 128) === 0 ? x << 1 : (x << 1) ^ 0x1f5;
  }
  return product;
}

function parity(x: number): number {
  let bits = 0;
  for (let y = x; y > 0; y >>= 1) bits ^= y & 1;
  return bits;
}
