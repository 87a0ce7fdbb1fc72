export const networkCodes = [
  'FABRIC_BINARY_MISSING',
  'FABRIC_VERSION_UNSUPPORTED',
  'FABRIC_TOPOLOGY_INVALID',
  'FABRIC_TOPOLOGY_CHANGED',
  'FABRIC_CHANGE_UNFINISHED',
  'FABRIC_DIRECTORY_FOREIGN',
  'FABRIC_RUNNING',
  'FABRIC_NOT_UP',
  'FABRIC_PORT_TAKEN',
  'FABRIC_IDENTITY_INVALID',
  'FABRIC_IDENTITY_EXPIRED',
  'FABRIC_CHANNEL_EXISTS',
  'FABRIC_SEQUENCE_OTHER',
  'FABRIC_PROCESS_UNKNOWN',
  'FABRIC_PROCESS_ENDED',
  'FABRIC_NO_LEADER',
  'FABRIC_TIMEOUT',
  'FABRIC_COMMAND_FAILED',
] as const;
export type NetworkCode = (typeof networkCodes)[number];

/**
 * Something that stands in the way of starting, changing or stopping a network. `detail` names the thing (a program, a
 * port, a file, an organisation); the command line says what to do for each code.
 */
export class NetworkError extends Error {
  readonly code: NetworkCode;
  readonly detail: Readonly<Record<string, string>>;
  constructor(code: NetworkCode, detail: Readonly<Record<string, string>> = {}, options?: ErrorOptions) {
    const told = Object.entries(detail).map(([name, value]) => `${name}: ${value}`);
    super([code, ...told].join('; '), options);
    this.name = 'NetworkError';
    this.code = code;
    this.detail = detail;
  }
}
