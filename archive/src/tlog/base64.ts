import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';

/** RFC 4648 section 4, with padding: what the C2SP formats are written in. */
export function toBase64(bytes: Uint8Array): string {
  const text = toBase64url(bytes).replaceAll('-', '+').replaceAll('_', '/');
  return text + '='.repeat((4 - (text.length % 4)) % 4);
}

const CODES = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const PAD = 61;

/** Length of the base64 text of so many bytes. */
export function base64Length(length: number): number {
  return 4 * Math.ceil(length / 3);
}

/**
 * Writes the text as ASCII into a document that is made of bytes: a proof holds a score of hashes, and there are many
 * proofs. @returns where it ends
 */
export function writeBase64(into: Uint8Array, at: number, bytes: Uint8Array): number {
  let i = 0;
  for (; i + 2 < bytes.length; i += 3) {
    const n = (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!;
    into[at++] = CODES[n >> 18]!;
    into[at++] = CODES[(n >> 12) & 63]!;
    into[at++] = CODES[(n >> 6) & 63]!;
    into[at++] = CODES[n & 63]!;
  }
  if (i === bytes.length) return at;
  const n = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8);
  into[at++] = CODES[n >> 18]!;
  into[at++] = CODES[(n >> 12) & 63]!;
  into[at++] = i + 1 < bytes.length ? CODES[(n >> 6) & 63]! : PAD;
  into[at++] = PAD;
  return at;
}

/** The bytes, or undefined for any other than the one way to write them. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const bytes = fromBase64url(text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''));
  return bytes !== undefined && toBase64(bytes) === text ? bytes : undefined;
}
