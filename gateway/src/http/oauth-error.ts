import { z } from 'zod';
import type { RenderedAnswer } from '../idempotency/idempotent-answers.js';
import type { AnyCode, Problem } from '../problem/index.js';

/** The error of an endpoint of OAuth 2.0, OpenID4VCI or OpenID4VP; `code` is ours, and says more exactly why. */
export const oauthErrorBody = z.strictObject({
  error: z.string(),
  code: z.string(),
  requestId: z.string(),
});

/** An error as these standards have it, in the place of problem details. */
export function oauthAnswer({ code, status, headers, details }: Problem): RenderedAnswer {
  const oauth = oauthErrorOf(code, status);
  const body = { error: oauth.error, code, requestId: details.requestId };
  return {
    status: oauth.status,
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: new TextEncoder().encode(JSON.stringify(body)),
  };
}

/** The standard's own word and status for a code; what has none is a request that is not valid, or a server that is not well. */
export function oauthErrorOf(code: AnyCode, status: number): { error: string; status: number } {
  const error = errors[code];
  if (error !== undefined) return { error, status: unauthorised.has(error) ? 401 : 400 };
  if (status >= 500) return { error: status === 503 ? 'temporarily_unavailable' : 'server_error', status };
  return { error: 'invalid_request', status: [404, 405, 406, 413, 415].includes(status) ? status : 400 };
}

/** RFC 6750 section 3.1. */
const unauthorised: ReadonlySet<string> = new Set(['invalid_token']);

/** RFC 6749 section 5.2, RFC 7636, RFC 9126, RFC 9449; OpenID4VCI 1.0 sections 8.3.1, 9.3, 11.3. */
const errors: Partial<Record<AnyCode, string>> = {
  TOKEN_MISSING: 'invalid_token',
  TOKEN_INVALID: 'invalid_token',
  TOKEN_EXPIRED: 'invalid_token',
  TOKEN_KEY_MISMATCH: 'invalid_token',
  DPOP_MISSING: 'invalid_dpop_proof',
  DPOP_INVALID: 'invalid_dpop_proof',
  DPOP_TIME: 'invalid_dpop_proof',
  DPOP_OTHER_REQUEST: 'invalid_dpop_proof',
  DPOP_REPLAYED: 'invalid_dpop_proof',

  GRANT_TYPE_UNSUPPORTED: 'unsupported_grant_type',
  GRANT_UNKNOWN: 'invalid_grant',
  GRANT_USED: 'invalid_grant',
  GRANT_EXPIRED: 'invalid_grant',
  GRANT_CLOSED: 'invalid_grant',
  GRANT_KEY_MISMATCH: 'invalid_grant',
  TRANSACTION_CODE_WRONG: 'invalid_grant',
  CODE_VERIFIER_WRONG: 'invalid_grant',
  REDIRECT_URI_MISMATCH: 'invalid_grant',
  CLIENT_MISMATCH: 'invalid_grant',
  SCOPE_UNKNOWN: 'invalid_scope',

  CONFIGURATION_UNKNOWN: 'unknown_credential_configuration',
  CREDENTIAL_IDENTIFIER_UNKNOWN: 'unknown_credential_identifier',
  CREDENTIAL_REQUEST_INVALID: 'invalid_credential_request',
  BATCH_TOO_LARGE: 'invalid_credential_request',
  COPIES_EXHAUSTED: 'credential_request_denied',
  CERTIFICATE_UNKNOWN: 'credential_request_denied',
  CERTIFICATE_SUSPENDED: 'credential_request_denied',
  CERTIFICATE_REVOKED: 'credential_request_denied',
  CERTIFICATE_CANCELLED: 'credential_request_denied',
  CERTIFICATE_REPLACED: 'credential_request_denied',
  CERTIFICATE_EXPIRED: 'credential_request_denied',
  TRANSFERRED_OUT: 'credential_request_denied',
  HOLDER_MISMATCH: 'credential_request_denied',
  ISSUER_NOT_ACCREDITED: 'credential_request_denied',
  HOLDER_PROOF_MALFORMED: 'invalid_proof',
  HOLDER_PROOF_ALGORITHM: 'invalid_proof',
  HOLDER_PROOF_KEY_UNKNOWN: 'invalid_proof',
  HOLDER_PROOF_SIGNATURE: 'invalid_proof',
  HOLDER_PROOF_AUDIENCE: 'invalid_proof',
  HOLDER_PROOF_CLIENT: 'invalid_proof',
  HOLDER_PROOF_TIME: 'invalid_proof',
  HOLDER_PROOF_MISSING: 'invalid_proof',
  HOLDER_PROOF_DOUBLED: 'invalid_proof',
  HOLDER_PROOF_NONCE: 'invalid_nonce',
  KEY_ATTESTATION_INVALID: 'invalid_proof',
  KEY_ATTESTER_UNKNOWN: 'invalid_proof',
  NONCE_INVALID: 'invalid_nonce',
  NONCE_USED: 'invalid_nonce',
  TRANSACTION_UNKNOWN: 'invalid_transaction_id',
  NOTIFICATION_UNKNOWN: 'invalid_notification_id',
};
