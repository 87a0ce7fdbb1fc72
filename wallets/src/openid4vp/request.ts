import {
  matching,
  PresentationRequestError,
  readRequest,
  type Matchable,
  type PresentationRequest,
  type ReadRequestOptions,
} from '@renxin/credentials/openid4vp';
import { OpenidError, refusalWithin } from '../openid/codes.js';
import type { Fetch } from '../openid/library.js';

export interface OpenRequestOptions extends Omit<ReadRequestOptions, 'clientId' | 'requestUri'> {
  readonly fetch: Fetch;
}

/**
 * Opens a link (`openid4vp://…`) and reads who asks for what: this is shown to the holder before anything is answered.
 * @throws OpenidError REQUEST_MALFORMED for a link that is none, VERIFIER_ANSWER_INVALID; PresentationRequestError
 */
export async function openRequest(link: string, options: OpenRequestOptions): Promise<PresentationRequest> {
  const members = membersOf(link);
  const [clientId, requestUri] = [members.get('client_id'), members.get('request_uri')];
  // A request by value is unsigned, or as long as a link may not be.
  if (clientId === null || requestUri === null || members.has('request'))
    throw new OpenidError('REQUEST_MALFORMED');
  const response = await options
    .fetch(requestUri, { headers: { Accept: 'application/oauth-authz-req+jwt' } })
    .catch((cause: unknown) => {
      throw refusalWithin(cause) ?? new OpenidError('VERIFIER_ANSWER_INVALID', {}, { cause });
    });
  if (!response.ok) throw new OpenidError('VERIFIER_REFUSED', await saidBy(response));
  const { fetch: _fetch, ...reading } = options;
  return readRequest((await response.text()).trim(), { ...reading, clientId, requestUri });
}

/** What the holder could show: for each name of the query the credentials that answer it. */
export interface Choice<C extends Matchable> {
  readonly name: string;
  readonly candidates: readonly C[];
}

/** @throws PresentationRequestError QUERY_NOT_ANSWERED when the holder has nothing that answers */
export function choices<C extends Matchable>(
  { query }: PresentationRequest,
  held: readonly C[],
): readonly Choice<C>[] {
  return Object.entries(matching(query, held)).flatMap(([name, places]) => {
    const candidates = places.flatMap((at) => held[at] ?? []);
    return candidates.length === 0 ? [] : [{ name, candidates }];
  });
}

/** The error and our own code of a refusal. */
export async function saidBy(
  response: Response,
): Promise<{ readonly error?: string | undefined; readonly reason?: string | undefined }> {
  const said: unknown = await response.json().catch(() => undefined);
  if (typeof said !== 'object' || said === null) return {};
  const { error, code } = said as { readonly error?: unknown; readonly code?: unknown };
  return {
    error: typeof error === 'string' ? error : undefined,
    reason: typeof code === 'string' ? code : undefined,
  };
}

function membersOf(link: string): URLSearchParams {
  const at = link.indexOf('?');
  if (at < 0 || link.length > LONGEST) throw new OpenidError('REQUEST_MALFORMED');
  return new URLSearchParams(link.slice(at + 1));
}

const LONGEST = 8192;
export { PresentationRequestError };
