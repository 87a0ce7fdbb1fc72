import { z } from 'zod';
import { digest, identifier, instant, logMessages } from '../../messages/index.js';
import { collection } from '../operation.js';

/** What the ledger keeps of evidence logs. docs/formats/log-anchor.md */

const { logKeys, signedCheckpoint } = logMessages;

/** Keys of a log and their time in force: from, inclusive, until, exclusive. The last has no `until`. */
export const logKeyPeriod = z.strictObject({
  ed25519: logKeys.shape.ed25519,
  sm2: logKeys.shape.sm2,
  from: instant,
  until: z.exactOptional(instant),
});

const anchor = z.strictObject({
  sequence: z.int().min(1),
  checkpoint: signedCheckpoint,
  note: digest,
  at: instant,
  anchoredAt: instant,
});

/** An alarm stays: no checkpoint of this log is anchored after it. */
const fork = z.strictObject({
  by: identifier,
  first: signedCheckpoint,
  second: signedCheckpoint,
  raisedAt: instant,
});

export const logRecord = z.strictObject({
  schema: z.literal(1),
  log: identifier,
  /** `<ledger>/logs/<log>`: the first line of its checkpoints. */
  origin: z.string(),
  hash: logKeys.shape.hash,
  keys: z.array(logKeyPeriod).min(1).max(64),
  latest: z.exactOptional(anchor),
  fork: z.exactOptional(fork),
});

export const logs = collection('log', logRecord);

export type LogRecord = z.infer<typeof logRecord>;
export type LogKeyPeriod = z.infer<typeof logKeyPeriod>;
