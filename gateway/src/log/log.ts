import { pino, type DestinationStream, type Logger } from 'pino';

/** Where the gateway says what it does: a constant phrase, and ids in fields. Never personal data, never a body. */
export interface Log {
  info(fields: LogFields, phrase: string): void;
  warn(fields: LogFields, phrase: string): void;
  error(fields: LogFields, phrase: string): void;
}

/** What may stand in a line. Parties appear by their pairwise identifier. */
export interface LogFields {
  readonly requestId?: string;
  readonly organisation?: string;
  readonly operation?: string;
  readonly method?: string;
  readonly status?: number;
  readonly code?: string;
  readonly party?: string;
  readonly purpose?: string;
  readonly milliseconds?: number;
  readonly repeated?: boolean;
  readonly fault?: FaultFields;
  readonly count?: number;
  readonly address?: string;
  readonly notReady?: readonly string[];
}

export interface FaultFields {
  readonly name: string;
  readonly code?: string;
  readonly frames: readonly string[];
  readonly cause?: FaultFields;
}

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

/** A log of JSON lines (pino). */
export function createLog(level: (typeof logLevels)[number], destination: DestinationStream): Log {
  const logger: Logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  return logger;
}

/** What of a fault may be logged: where it happened, not its message, which may repeat an input. */
export function faultFields(error: unknown, depth = 0): FaultFields {
  if (!(error instanceof Error)) return { name: typeof error, frames: [] };
  const { code } = error as { code?: unknown };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    ...(typeof code === 'string' && /^[A-Z0-9_]{1,64}$/.test(code) && { code }),
    frames: frames.slice(0, 12).map((frame) => frame.trim()),
    ...(error.cause !== undefined && depth < 4 && { cause: faultFields(error.cause, depth + 1) }),
  };
}
