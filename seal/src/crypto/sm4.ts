/** SM4 block cipher (GB/T 32907-2016) with the modes CTR and CBC (GB/T 17964), pure and browser-safe. */

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
  const counter = Uint8Array.from(iv); // not slice(): of a Buffer that is no copy
  const out = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += 16) {
    const stream = crypt(keys, counter);
    for (let i = 0; i < 16 && at + i < data.length; i++) out[at + i] = (data[at + i] ?? 0) ^ (stream[i] ?? 0);
    for (let i = 15; i >= 0; i--) {
      counter[i] = ((counter[i] ?? 0) + 1) & 255;
      if (counter[i] !== 0) break;
    }
  }
  return out;
}

/**
 * Cipher block chaining with PKCS#7 padding. It protects nothing from change: a MAC must cover `iv` and the result, and
 * be checked before decryption.
 */
export function sm4CbcEncrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  if (iv.length !== 16) throw new RangeError('an initialisation vector is 16 bytes');
  const keys = roundKeys(key);
  const padding = 16 - (data.length % 16);
  const out = new Uint8Array(data.length + padding).fill(padding);
  out.set(data);
  let last = iv;
  for (let at = 0; at < out.length; at += 16) {
    const block = out.subarray(at, at + 16);
    for (let i = 0; i < 16; i++) block[i] = (block[i] ?? 0) ^ (last[i] ?? 0);
    block.set(crypt(keys, block));
    last = block;
  }
  return out;
}

/** The reverse of {@link sm4CbcEncrypt}; undefined when length or padding are wrong. */
export function sm4CbcDecrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array | undefined {
  if (iv.length !== 16) throw new RangeError('an initialisation vector is 16 bytes');
  if (data.length === 0 || data.length % 16 !== 0) return undefined;
  const keys = roundKeys(key).reverse();
  const out = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += 16) {
    const before = at === 0 ? iv : data.subarray(at - 16, at);
    out.set(crypt(keys, data.subarray(at, at + 16)), at);
    for (let i = 0; i < 16; i++) out[at + i] = (out[at + i] ?? 0) ^ (before[i] ?? 0);
  }
  const padding = out[out.length - 1] ?? 0;
  if (padding < 1 || padding > 16) return undefined;
  const end = out.length - padding;
  return out.subarray(end).every((byte) => byte === padding) ? out.slice(0, end) : undefined;
}

function crypt(keys: readonly number[], block: Uint8Array): Uint8Array {
  if (block.length !== 16) throw new RangeError('a block is 16 bytes');
  let a = word(block, 0);
  let b = word(block, 4);
  let c = word(block, 8);
  let d = word(block, 12);
  for (const key of keys) {
    const next = a ^ round(b ^ c ^ d ^ key);
    a = b;
    b = c;
    c = d;
    d = next;
  }
  const out = new Uint8Array(16);
  putWord(out, 0, d);
  putWord(out, 4, c);
  putWord(out, 8, b);
  putWord(out, 12, a);
  return out;
}

/** Key expansion, clause 7.3. */
function roundKeys(key: Uint8Array): number[] {
  if (key.length !== 16) throw new RangeError('a key is 16 bytes');
  let [a, b, c, d] = FK.map((fk, i) => fk ^ word(key, 4 * i)) as [number, number, number, number];
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
    ((SBOX[word >>> 24] ?? 0) << 24) |
    ((SBOX[(word >>> 16) & 255] ?? 0) << 16) |
    ((SBOX[(word >>> 8) & 255] ?? 0) << 8) |
    (SBOX[word & 255] ?? 0)
  );
}

function word(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] ?? 0) << 24) |
    ((bytes[at + 1] ?? 0) << 16) |
    ((bytes[at + 2] ?? 0) << 8) |
    (bytes[at + 3] ?? 0)
  );
}

function putWord(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

function rotl(x: number, n: number): number {
  return (x << n) | (x >>> (32 - n));
}

/** The S-box by its algebra: S(x) = A(I(A(x))) over GF(2^8) with x^8+x^7+x^6+x^5+x^4+x^2+1, held against node:crypto and the standard's examples in tests. */
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
