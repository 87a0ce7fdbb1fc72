/** Why a key proof of OpenID4VCI (section 8.2.1.1, appendix F.1) is refused. */
export const holderProofCodes = [
  /** It is no JWT of the type, or names no key, or more than one. */
  'HOLDER_PROOF_MALFORMED',
  /** Its algorithm is not that of its key, or none that is known here. */
  'HOLDER_PROOF_ALGORITHM',
  /** The key is not known, or not in force, or not one to prove oneself with. */
  'HOLDER_PROOF_KEY_UNKNOWN',
  'HOLDER_PROOF_SIGNATURE',
  /** It was made for another issuer. */
  'HOLDER_PROOF_AUDIENCE',
  /** It was made for another client. */
  'HOLDER_PROOF_CLIENT',
  /** It was made too long ago, or is of the future. */
  'HOLDER_PROOF_TIME',
  /** It answers no nonce. */
  'HOLDER_PROOF_NONCE',
  /** A key attestation of another form, over, not signed by its attester, or not about the key that is proven. */
  'KEY_ATTESTATION_INVALID',
  /** Nobody whose attestations are taken. */
  'KEY_ATTESTER_UNKNOWN',
] as const;

export type HolderProofCode = (typeof holderProofCodes)[number];

export class HolderProofError extends Error {
  readonly code: HolderProofCode;
  constructor(code: HolderProofCode, options?: ErrorOptions) {
    super(code, options);
    this.name = 'HolderProofError';
    this.code = code;
  }
}
