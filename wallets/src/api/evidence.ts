import {
  digest,
  identifier,
  instant,
  laborContractMessages as messages,
  plainText,
  recordId,
  signature,
} from '@renxin/chaincode/messages';
import { z } from 'zod';
import { opening } from './labor-contract.js';

/** What is said about evidence between parties, arbitration commissions and courts: one schema for both ends. */

const verdict = z.enum(['valid', 'invalid', 'undetermined']);

/** SM3 of a bundle's bytes in hexadecimal: how a bundle is named in paths. */
export const evidenceName = z.string().regex(/^[0-9a-f]{64}$/);

/** A bundle that was taken in and verified; nobody has handed it over yet. */
export const uploadAnswer = z.strictObject({
  evidence: evidenceName,
  bytes: z.int(),
  contract: recordId,
  /** The commitment of its export, as on the ledger. */
  bundle: digest,
  verdict,
});

/** An entry of the list of evidence (证据清单). */
export const listing = z.strictObject({
  /** 证据名称 */
  name: plainText(120),
  /** 证明目的 */
  proves: plainText(400),
  /** Whether the original is at hand; the bundle itself is one. */
  original: z.boolean(),
});

/** `from` has signed; the receiver checks, signs as well, and records it. */
export const handOverRequest = z.strictObject({
  body: messages.handOver,
  from: signature,
  openings: z.strictObject({ file: opening, case: opening }),
  /** Number of the receiver's case. */
  caseNumber: plainText(64),
  listing,
});

export const handOverAnswer = z.strictObject({
  evidence: evidenceName,
  number: messages.handOverNumber,
  at: instant,
  receipt: z.unknown(),
});

/** 查证事实: whoever was given a bundle asks the platform what its records say. `statement` is a random name. */
export const factRequest = z.strictObject({
  statement: recordId,
  /** The commitment of the bundle's export. */
  bundle: digest,
  purpose: z.enum(['arbitration', 'court']),
  caseNumber: plainText(64),
  facts: z
    .array(z.enum(['parties', 'conclusion', 'amendments', 'state', 'delivery']))
    .min(1)
    .max(5),
});

/** The receiver hands the same bundle on. */
export const forwardRequest = z.strictObject({
  to: identifier,
  purpose: z.enum(['arbitration', 'court']),
  caseNumber: plainText(64),
});

export const custodyAnswer = z.strictObject({
  evidence: evidenceName,
  contract: recordId,
  bundle: digest,
  /** Opens `file` of every hand-over to SM3 of the bundle's bytes. */
  file: opening,
  handOvers: z.array(z.strictObject({ body: messages.handOver, recordedAt: instant })),
  /** Proof of the ledger's record of them, at its latest block. */
  proof: z.unknown(),
});

export const evidenceEntry = z.strictObject({
  evidence: evidenceName,
  bytes: z.int(),
  contract: recordId,
  listing,
  from: identifier,
  receivedAt: instant,
  verdict,
  handedTo: z.exactOptional(identifier),
});

export const evidenceList = z.strictObject({ evidence: z.array(evidenceEntry) });

export type Listing = z.infer<typeof listing>;
export type HandOverAnswer = z.infer<typeof handOverAnswer>;
export type CustodyAnswer = z.infer<typeof custodyAnswer>;
