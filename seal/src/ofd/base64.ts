import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';

/** base64 with padding, as XML holds it. */
export function base64(bytes: Uint8Array): string {
  const text = toBase64url(bytes).replaceAll('-', '+').replaceAll('_', '/');
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

/** Undefined for anything but the one encoding of some bytes; white space around it does not count. */
export function fromBase64(text: string): Uint8Array | undefined {
  const trimmed = text.trim();
  const bytes = fromBase64url(trimmed.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''));
  return bytes !== undefined && base64(bytes) === trimmed ? bytes : undefined;
}
