import { Oauth2ClientErrorResponseError } from '@openid4vc/oauth2';
import { Openid4vciRetrieveCredentialsError } from '@openid4vc/openid4vci';
import { OpenidError, refusalWithin, type OpenidCode } from '../openid/codes.js';

/** Runs a step of the library: what it throws becomes a code of ours, with the other side's error where it said one. */
export async function asking<T>(
  run: () => Promise<T>,
  otherwise: OpenidCode = 'ISSUER_ANSWER_INVALID',
): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    const own = refusalWithin(cause);
    if (own !== undefined) throw own;
    const response = responseOf(cause);
    const said: unknown = await response
      ?.clone()
      .json()
      .catch(() => undefined);
    if (response === undefined || typeof said !== 'object' || said === null)
      throw new OpenidError(otherwise, {}, { cause });
    const { error, code } = said as { readonly error?: unknown; readonly code?: unknown };
    if (typeof error !== 'string') throw new OpenidError(otherwise, {}, { cause });
    const reason = typeof code === 'string' ? code : undefined;
    throw new OpenidError('ISSUER_REFUSED', { error, reason }, { cause });
  }
}

function responseOf(error: unknown): Response | undefined {
  if (error instanceof Openid4vciRetrieveCredentialsError) return error.response.response;
  if (error instanceof Oauth2ClientErrorResponseError) return error.response;
  const { response } = error as { readonly response?: unknown };
  return response instanceof Response ? response : undefined;
}
