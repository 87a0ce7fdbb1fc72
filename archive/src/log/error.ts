export const logCodes = [
  'LOG_FENCED',
  'LOG_UNAVAILABLE',
  'LOG_CORRUPT',
  'LOG_CLOSED',
  'LOG_OVERLOADED',
] as const;
export type LogCode = (typeof logCodes)[number];

/** A log that cannot do what it is asked. After LOG_UNAVAILABLE an entry may be in or not: append it again. */
export class LogError extends Error {
  readonly code: LogCode;
  constructor(code: LogCode, options?: ErrorOptions) {
    super(code, options);
    this.name = 'LogError';
    this.code = code;
  }
}
