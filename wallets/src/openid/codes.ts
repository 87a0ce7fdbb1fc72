/** Why a wallet goes no further. */
export type OpenidCode =
  /** The link is no offer, or no request. */
  | 'OFFER_MALFORMED'
  | 'OFFER_WITHOUT_KNOWN_GRANT'
  | 'CONFIGURATION_NOT_OFFERED'
  | 'TRANSACTION_CODE_NEEDED'
  /** The token has ended, and nothing was given to get another one. */
  | 'TOKEN_NOT_RENEWABLE'
  /** The other side refused; `error` is what it said. */
  | 'ISSUER_REFUSED'
  /** It answered something that is no answer. */
  | 'ISSUER_ANSWER_INVALID'
  /** What came is about another key than the wallet's. */
  | 'CREDENTIAL_OTHER_KEY'
  | 'REDIRECT_MISMATCH'
  /** A link, an offer or a request names an address that is not asked: a private one, or not by https. */
  | 'ADDRESS_FORBIDDEN'
  /** The link is no request for a presentation. */
  | 'REQUEST_MALFORMED'
  | 'VERIFIER_REFUSED'
  | 'VERIFIER_ANSWER_INVALID';

export class OpenidError extends Error {
  readonly code: OpenidCode;
  /** The error code of the other side. */
  readonly error: string | undefined;
  /** Our own code behind it, where the other side is one of ours. */
  readonly reason: string | undefined;
  constructor(
    code: OpenidCode,
    details: { readonly error?: string | undefined; readonly reason?: string | undefined } = {},
    options?: ErrorOptions,
  ) {
    super(code, options);
    this.name = 'OpenidError';
    this.code = code;
    this.error = details.error;
    this.reason = details.reason;
  }
}

/** What our own fetch refused, however deep a library has wrapped it. */
export function refusalWithin(error: unknown): OpenidError | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++)
    if (at instanceof OpenidError) return at;
  return undefined;
}
