/** Why a request for a presentation, or an answer to one, is refused on its form. */
export const presentationRequestCodes = [
  /** It is no request of OpenID4VP, or asks in a way that is not known here. */
  'REQUEST_OBJECT_MALFORMED',
  /** The client is not named by a DID. */
  'REQUEST_CLIENT_UNKNOWN',
  /** The key is none of the client's, or its algorithm another one. */
  'REQUEST_KEY_UNKNOWN',
  'REQUEST_OBJECT_SIGNATURE',
  'REQUEST_OBJECT_EXPIRED',
  /** It was made for another wallet. */
  'REQUEST_OBJECT_AUDIENCE',
  /** What it asks for cannot be read. */
  'QUERY_MALFORMED',
  /** What was shown is not what was asked for. */
  'QUERY_NOT_ANSWERED',
] as const;

export type PresentationRequestCode = (typeof presentationRequestCodes)[number];

export class PresentationRequestError extends Error {
  readonly code: PresentationRequestCode;
  constructor(code: PresentationRequestCode, options?: ErrorOptions) {
    super(code, options);
    this.name = 'PresentationRequestError';
    this.code = code;
  }
}
