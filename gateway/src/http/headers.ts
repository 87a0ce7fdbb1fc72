import type { IncomingMessage } from 'node:http';
import { Refusal } from '../problem/index.js';

/** What every answer says to browsers: nothing is embedded, framed, sniffed, stored or sent on. Pages name what they need. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/** A header field that may stand once. @throws Refusal HEADER_INVALID when it stands more often */
export function singleHeader(request: IncomingMessage, name: string): string | undefined {
  const values = request.headersDistinct[name.toLowerCase()];
  if (values !== undefined && values.length > 1) throw new Refusal('HEADER_INVALID');
  return values?.[0];
}

/**
 * The client's request id when it is one we repeat: plain characters, and no run of digits that could be somebody's number.
 */
export function acceptableRequestId(request: IncomingMessage): string | undefined {
  const values = request.headersDistinct['x-request-id'];
  const id = values?.length === 1 ? values[0] : undefined;
  return id !== undefined && /^[A-Za-z0-9._-]{8,64}$/.test(id) && !/\d{11}/.test(id) ? id : undefined;
}

/** An idempotency key: a structured string (RFC 9651) or the same without quotes. @throws Refusal IDEMPOTENCY_KEY_* */
export function idempotencyKeyOf(request: IncomingMessage): string {
  const value = singleHeader(request, 'idempotency-key');
  if (value === undefined) throw new Refusal('IDEMPOTENCY_KEY_MISSING');
  const key = /^(?:"([A-Za-z0-9_.:-]{16,128})"|([A-Za-z0-9_.:-]{16,128}))$/.exec(value);
  if (key === null) throw new Refusal('IDEMPOTENCY_KEY_INVALID');
  return key[1] ?? key[2] ?? '';
}
