import type { JsonObject } from '@renxin/chaincode/canonical';
import { Failed } from './check.js';

/** How long an answer may take, in milliseconds, and how long it may be, in bytes. */
const TIMEOUT = 15_000;
const LONGEST = 8 * 1024 * 1024;

export interface Got {
  readonly status: number;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** @throws Failed UNREACHABLE, ANSWER_TOO_LONG */
export async function get(url: string, accept = '*/*'): Promise<Got> {
  const request = {
    headers: { Accept: accept },
    signal: AbortSignal.timeout(TIMEOUT),
    redirect: 'manual',
  } as const;
  try {
    const response = await fetch(url, request);
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (bytes.length > LONGEST) throw new Failed('ANSWER_TOO_LONG', { url });
    return { status: response.status, type: response.headers.get('content-type') ?? '', bytes };
  } catch (cause) {
    if (cause instanceof Failed) throw cause;
    throw new Failed('UNREACHABLE', { url }, { cause });
  }
}

/** @throws Failed ANSWER_STATUS unless it is the one that is asked for */
export function requireStatus(got: Got, status: number, url: string): void {
  if (got.status !== status) throw new Failed('ANSWER_STATUS', { url, expected: status, came: got.status });
}

/** @throws Failed ANSWER_NOT_JSON */
export function objectOf({ bytes }: Got, url: string): JsonObject {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch {
    // Below: it is none.
  }
  throw new Failed('ANSWER_NOT_JSON', { url });
}
