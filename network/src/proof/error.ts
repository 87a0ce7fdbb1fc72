/** Why a proof is refused. A name here is a promise: verifiers and wallets branch on it. */
export const proofCodes = [
  /** Not in the one canonical form, or its parts contradict each other. */
  'PROOF_FORMAT',
  /** The signature over the header is not that of the key beside it. */
  'HEADER_SIGNATURE',
  /** The header is signed by a key that is not one of the ledger's operators. */
  'OPERATOR_UNKNOWN',
  'COMMAND_NOT_IN_BLOCK',
  'STATE_NOT_IN_ROOT',
  /** A header of another ledger. */
  'LEDGER_OTHER',
  /** A later header that does not extend the earlier one: there are two histories. */
  'LEDGER_FORKED',
  /** An older header where a current one was asked for. */
  'LEDGER_STALE',
  /** A later header with an earlier time. */
  'LEDGER_TIME',
  /** A signature of an endorser or of the submitter over a Fabric transaction or read does not hold. */
  'ENDORSEMENT_SIGNATURE',
  /** An endorser whose certificate is not that of a peer of its organisation, by the anchor, at that time. */
  'ENDORSER_UNKNOWN',
  /** Not a majority of the channel's organisations stands behind it. */
  'ENDORSEMENTS_TOO_FEW',
  /** The header is not signed by as many orderers of the anchor as the consensus asks for. */
  'ORDERERS_TOO_FEW',
  /** Nothing shows that the transaction was valid: it stands in the block and may have changed nothing. */
  'COMMIT_NOT_SHOWN',
] as const;
export type ProofCode = (typeof proofCodes)[number];

/** A proof that does not hold. */
export class ProofError extends Error {
  readonly code: ProofCode;
  constructor(code: ProofCode, options?: ErrorOptions) {
    super(code, options);
    this.name = 'ProofError';
    this.code = code;
  }
}
