import { z } from 'zod';
import { digest, identifier, instant, publicKey, signature } from './primitives.js';
import { isOnCurve } from './curve.js';

/** Messages about evidence logs and their witnesses. An organisation has one log; both bear the same name. docs/formats/log-anchor.md */

/** base64url of an Ed25519 public key, 32 bytes: for verifiers off the ledger, the rules never judge with it. */
const ed25519Key = digest;
/** Number of a key in a row of keys: a record holds no more. */
const keySequence = z.int().min(1).max(64);
/** Count of leaves. */
const size = z.int().min(0);

/** `log-anchor.register`, signed by the organisation: the keys with which its log signs from now on. */
export const logKeys = z.strictObject({
  log: identifier,
  sequence: keySequence,
  hash: z.enum(['SHA-256', 'SM3']),
  ed25519: ed25519Key,
  sm2: publicKey.refine(({ algorithm }) => algorithm === 'SM2', 'SM2').refine(isOnCurve, 'curve'),
  at: instant,
});

/** A checkpoint of a log with the log's own SM2 note signature over its text. */
export const signedCheckpoint = z.strictObject({ size, root: digest, signature });

/** `log-anchor.anchor`, signed by the organisation. */
export const anchoring = z.strictObject({
  log: identifier,
  /** Number of the anchoring, without gaps. */
  sequence: z.int().min(1),
  checkpoint: signedCheckpoint,
  /** SM3 of the note as it was published. */
  note: digest,
  at: instant,
});

/** `log-anchor.alarm`, signed by the witness that was shown both: two checkpoints of one size, both signed by the log. */
export const forkAlarm = z.strictObject({
  log: identifier,
  by: identifier,
  first: signedCheckpoint,
  second: signedCheckpoint,
  at: instant,
});

/** `witness.register`, signed by the organisation: the key with which it cosigns from now on. */
export const witnessKey = z.strictObject({
  organisation: identifier,
  sequence: keySequence,
  ed25519: ed25519Key,
  at: instant,
});

/** `witness.decide`: whose cosignatures count and how many are needed; approved like a change of the registry. */
export const witnessPolicy = z.strictObject({
  sequence: z.int().min(1),
  quorum: z.int().min(1).max(32),
  witnesses: z.array(identifier).min(1).max(32),
});

export type LogKeys = z.infer<typeof logKeys>;
export type SignedCheckpoint = z.infer<typeof signedCheckpoint>;
export type Anchoring = z.infer<typeof anchoring>;
export type ForkAlarm = z.infer<typeof forkAlarm>;
export type WitnessKey = z.infer<typeof witnessKey>;
export type WitnessPolicy = z.infer<typeof witnessPolicy>;
