import { z } from 'zod';
import { digest, identifier, instant, recordId, version, word } from './primitives.js';

/** Messages of an archive package's life: where it is, never what it holds. Digests are salted commitments. */

const archive = recordId;
/** Transfers of one package, counted from 1: a signature is good for one of them. */
export const transferNumber = z.int().min(1).max(64);

/** `archive-record.register`, signed by the organisation that keeps the package. */
export const registration = z.strictObject({
  archive,
  by: identifier,
  /** What is kept: `labor-contract`, `certificate`, … */
  kind: word,
  version,
  /** Commitments to SM3 and to SHA-256 of the package's bytes. */
  sm3: digest,
  sha256: digest,
  /** 件数: count of items in the package. */
  items: z.int().min(1).max(100_000),
  /** 保管期限: for good, or so many years from the registration. */
  retention: z.enum(['permanent', '30-years', '10-years']),
  /** Commitment to SM3 of the report of the four-property check. */
  report: digest,
  /** The version before this one. */
  predecessor: z.exactOptional(recordId),
  at: instant,
});

/** `archive-record.send`, signed by who keeps the package now. */
export const sending = z.strictObject({
  archive,
  transfer: transferNumber,
  by: identifier,
  to: identifier,
  at: instant,
});

/** `archive-record.receive`, signed by the receiver: it has the bytes and has checked them. */
export const receipt = z.strictObject({
  archive,
  transfer: transferNumber,
  by: identifier,
  /** The commitment of the registration, opened by the receiver over the bytes that came. */
  sm3: digest,
  /** Commitment to SM3 of the receiver's own report of the four-property check. */
  report: digest,
  at: instant,
});

/** `archive-record.accept`, signed by the receiver: from now on it keeps the package. */
export const acceptance = z.strictObject({ archive, transfer: transferNumber, by: identifier, at: instant });

/** `archive-record.return` (receiver) and `archive-record.recall` (sender): the package stays where it was. */
export const sendingBack = acceptance.extend({ reason: digest });

/** `archive-record.hold` and `archive-record.release`, signed by an arbitration commission or a court. */
export const archiveHold = z.strictObject({ archive, by: identifier, case: digest, at: instant });

/** `archive-record.dispose`, signed by who keeps the package: its digests stay, the rest goes. */
export const archiveDisposal = z.strictObject({ archive, by: identifier, at: instant });

export type Registration = z.infer<typeof registration>;
export type Sending = z.infer<typeof sending>;
export type Receipt = z.infer<typeof receipt>;
export type Acceptance = z.infer<typeof acceptance>;
export type SendingBack = z.infer<typeof sendingBack>;
export type ArchiveHold = z.infer<typeof archiveHold>;
export type ArchiveDisposal = z.infer<typeof archiveDisposal>;
