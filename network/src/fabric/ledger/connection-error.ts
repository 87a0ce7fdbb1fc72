/** Why a network cannot be used as the connection says. A name here is a promise: operators look it up. */
export const connectionCodes = [
  /** The connection's file is not there or is not of its shape. */
  'CONNECTION_FILE',
  /** A certificate or key cannot be read, or the key is not the certificate's. */
  'CONNECTION_IDENTITY',
  /** The gateway's certificate is not valid at this time. */
  'CONNECTION_IDENTITY_EXPIRED',
  /** Peers are there, and none serves this identity on this channel. */
  'CONNECTION_REFUSED',
  /** What answers under the chaincode's name is not these rules. */
  'CONNECTION_OTHER_CHAINCODE',
] as const;
export type ConnectionCode = (typeof connectionCodes)[number];

/** The ledger cannot be opened; the message says what to do. */
export class ConnectionError extends Error {
  readonly code: ConnectionCode;
  constructor(code: ConnectionCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ConnectionError';
    this.code = code;
  }
}
