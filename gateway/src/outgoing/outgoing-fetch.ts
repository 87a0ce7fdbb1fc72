import { OpenidError, type Fetch } from '@renxin/wallets/openid4vci';
import { OutgoingError, type Outgoing } from './outgoing.js';

const LIMIT = 1 << 20;
const TIMEOUT = 10_000;

/**
 * How a wallet asks the issuers and verifiers that links name: by the one way for addresses that somebody else has chosen.
 * A refused address is an OpenidError ADDRESS_FORBIDDEN.
 */
export function outgoingFetch(outgoing: Outgoing): Fetch {
  return async (url, request = {}) => {
    const { accept, ...headers } = Object.fromEntries(new Headers(request.headers));
    const { body } = request;
    if (body !== undefined && body !== null && typeof body !== 'string')
      throw new TypeError('a body of text');
    try {
      const answer = await outgoing(new URL(url), {
        method: request.method === 'POST' ? 'POST' : 'GET',
        ...(accept !== undefined && { accept }),
        ...(typeof body === 'string' && { body }),
        headers,
        limit: LIMIT,
        timeout: TIMEOUT,
      });
      const isBodiless = answer.status === 204 || answer.status === 304;
      const { contentType } = answer;
      return new Response(isBodiless ? null : new Uint8Array(answer.body), {
        status: answer.status,
        ...(contentType !== undefined && { headers: { 'Content-Type': contentType } }),
      });
    } catch (cause) {
      const isForbidden =
        cause instanceof OutgoingError &&
        (cause.code === 'URL_FORBIDDEN' || cause.code === 'ADDRESS_FORBIDDEN');
      throw isForbidden ? new OpenidError('ADDRESS_FORBIDDEN', {}, { cause }) : cause;
    }
  };
}
