import type { DereferencingError } from '@renxin/credentials/did';

interface DidProblem {
  /** Under `https://www.w3.org/ns/did#`. */
  readonly type: string;
  readonly status: 400 | 404 | 406 | 500 | 501;
  readonly title: string;
  /** The word of the form before. */
  readonly old: string;
}

/** Every error of DID Resolution (section 10) and of `did:key`, with its status in the HTTP binding. */
export const errors = {
  invalidDid: problem(400, 'INVALID_DID', 'It is no DID'),
  invalidDidUrl: problem(400, 'INVALID_DID_URL', 'It is no DID URL'),
  invalidOptions: problem(400, 'INVALID_OPTIONS', 'It cannot be resolved in this way'),
  invalidPublicKey: problem(400, 'INVALID_PUBLIC_KEY', 'It names no point of its curve'),
  invalidPublicKeyLength: problem(400, 'INVALID_PUBLIC_KEY_LENGTH', 'The key is not as long as its kind'),
  invalidPublicKeyType: problem(400, 'INVALID_PUBLIC_KEY_TYPE', 'A key is not given out in this form'),
  unsupportedPublicKeyType: problem(
    501,
    'UNSUPPORTED_PUBLIC_KEY_TYPE',
    'No key or form of a key that is known here',
  ),
  notFound: problem(404, 'NOT_FOUND', 'There is nothing of this name'),
  representationNotSupported: problem(
    406,
    'REPRESENTATION_NOT_SUPPORTED',
    'It is not to be had in this form',
  ),
  invalidDidDocument: problem(500, 'INVALID_DID_DOCUMENT', 'What lies there is no document of this DID'),
  internalError: problem(500, 'INTERNAL_ERROR', 'It could not be resolved'),
  unsupportedDidMethod: problem(
    501,
    'METHOD_NOT_SUPPORTED',
    'The method is not known here',
    'methodNotSupported',
  ),
  featureNotSupported: problem(
    501,
    'FEATURE_NOT_SUPPORTED',
    'Paths, and versions of this method, are not known here',
  ),
} as const satisfies Record<DereferencingError, DidProblem>;

function problem(status: DidProblem['status'], type: string, title: string, old = wordOf(type)): DidProblem {
  return { type, status, title, old };
}

/** `NOT_FOUND` to `notFound`. */
function wordOf(type: string): string {
  return type.toLowerCase().replace(/_(.)/g, (_all, letter: string) => letter.toUpperCase());
}
