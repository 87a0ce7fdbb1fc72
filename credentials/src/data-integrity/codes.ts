/** Why a proof does not hold, or cannot be judged. */
export const proofCodes = [
  /** There is no proof at all. */
  'PROOF_MISSING',
  /** It has not the form of a proof: a member is missing, unknown, or of another type. */
  'PROOF_MALFORMED',
  /** Its cryptosuite is none that is known here. */
  'PROOF_SUITE_UNKNOWN',
  /** It names a `previousProof` that the document does not have. */
  'PROOF_PREVIOUS_MISSING',
  /** A proof on which it is built does not hold. */
  'PROOF_PREVIOUS_FAILED',
  /** Another proof of the same id, or of the same suite and verification method, stands beside it. */
  'PROOF_DOUBLED',
  /** It was made for another purpose. */
  'PROOF_PURPOSE',
  /** The document does not begin with the contexts under which it was signed. */
  'PROOF_CONTEXT',
  'PROOF_CREATED_IN_FUTURE',
  'PROOF_EXPIRED',
  /** It was made for another domain, or for none. */
  'PROOF_DOMAIN',
  /** It answers another challenge, or none. */
  'PROOF_CHALLENGE',
  'VERIFICATION_METHOD_UNKNOWN',
  /** The key may not be used for this purpose. */
  'VERIFICATION_METHOD_PURPOSE',
  /** The key is of another algorithm than the suite's. */
  'PROOF_KEY_ALGORITHM',
  /** The key was not in force when the proof was made, or the proof does not say when. */
  'PROOF_KEY_NOT_IN_FORCE',
  'PROOF_SIGNATURE',
  /** The document has no canonical form. */
  'DOCUMENT_NOT_CANONICAL',
  /** As JSON-LD it is too large, too deep, or takes too long to bring into its canonical form. */
  'DOCUMENT_TOO_COMPLEX',
  /** It is no JSON-LD: a context that cannot be processed, a value that a term does not take. */
  'DOCUMENT_NOT_JSON_LD',
  /** It names a context that is not known; none is ever fetched. */
  'CONTEXT_UNKNOWN',
  /** A context redefines a term that another protects. */
  'CONTEXT_REDEFINES',
  /** A member or type that no context defines: JSON-LD would drop it without a word. */
  'TERM_UNDEFINED',
  /** A pointer names nothing in the document, or too many are given. */
  'POINTER_INVALID',
] as const;

export type ProofCode = (typeof proofCodes)[number];

/** What cannot be signed or judged at all. */
export class ProofError extends Error {
  readonly code: ProofCode;
  constructor(code: ProofCode, options?: ErrorOptions) {
    super(code, options);
    this.name = 'ProofError';
    this.code = code;
  }
}
