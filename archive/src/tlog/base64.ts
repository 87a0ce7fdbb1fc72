import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';

/** RFC 4648 section 4, with padding: what the C2SP formats are written in. */
export function toBase64(bytes: Uint8Array): string {
  const text = toBase64url(bytes).replaceAll('-', '+').replaceAll('_', '/');
  return text + '='.repeat((4 - (text.length % 4)) % 4);
}

/** The bytes, or undefined for any other than the one way to write them. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const bytes = fromBase64url(text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''));
  return bytes !== undefined && toBase64(bytes) === text ? bytes : undefined;
}
