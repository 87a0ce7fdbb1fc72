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
