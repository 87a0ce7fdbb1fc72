import type { JsonObject } from '@renxin/chaincode/canonical';
import { ContractError } from '@renxin/chaincode/kernel';
import { LedgerError } from '@renxin/network';
import { z } from 'zod';
import { StoreError } from '../store/record-store.js';
import type { AnyCode } from './codes.js';
import { Refusal } from './refusal.js';
import { problems } from './table.js';

export const PROBLEM_TYPE = 'application/problem+json';

/** Problem details (RFC 9457) as they leave the gateway: docs/formats/problem-details.md. */
export const problemDetails = z.strictObject({
  type: z.string().regex(/^urn:renxin:problem:[A-Z0-9_]+$/),
  title: z.string(),
  title_zh: z.string(),
  status: z.int().min(400).max(599),
  code: z.string(),
  detail: z.exactOptional(z.string()),
  requestId: z.string(),
  faults: z.exactOptional(z.array(z.strictObject({ pointer: z.string(), code: z.string() }))),
  members: z.exactOptional(z.record(z.string(), z.unknown())),
});

export type ProblemDetails = z.infer<typeof problemDetails>;

export interface Problem {
  readonly code: AnyCode;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly details: ProblemDetails;
  /** What the log gets to see when it is not a refusal. */
  readonly fault?: unknown;
}

/** The problem for whatever was thrown. Anything without a code of ours is INTERNAL and shows nothing of itself. */
export function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof Refusal) {
    const { headers = {}, ...shown } = error.details;
    return problem(error.code, requestId, shown, headers);
  }
  if (error instanceof ContractError) return problem(error.code, requestId, contractMembers(error));
  if (error instanceof LedgerError || error instanceof StoreError) return problem(error.code, requestId, {});
  return { ...problem('INTERNAL', requestId, {}), fault: error };
}

type Shown = Pick<Refusal['details'], 'detail' | 'faults' | 'members'>;

function problem(
  code: AnyCode,
  requestId: string,
  { detail, faults, members }: Shown,
  headers: Readonly<Record<string, string>> = {},
): Problem {
  const { status, title } = problems[code];
  const details: ProblemDetails = {
    type: `urn:renxin:problem:${code}`,
    title: title.en,
    title_zh: title.zh,
    status,
    code,
    ...(detail !== undefined && { detail }),
    requestId,
    ...(faults !== undefined && faults.length > 0 && { faults: [...faults] }),
    ...(members !== undefined && Object.keys(members).length > 0 && { members }),
  };
  return { code, status, headers: status === 503 ? { 'Retry-After': '1', ...headers } : headers, details };
}

/** The kernel lists what a schema refused as pointers; everything else a contract says goes under `members`. */
function contractMembers(error: ContractError): Shown {
  const { faults, ...members } = error.members as JsonObject & { faults?: unknown };
  if (!Array.isArray(faults)) return { members: error.members };
  const pointers = faults.filter((pointer): pointer is string => typeof pointer === 'string');
  return { faults: pointers.map((pointer) => ({ pointer, code: 'INVALID' })), members };
}
