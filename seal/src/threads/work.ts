import type { VerificationKey } from '@renxin/chaincode/messages';
import type { Signer } from '../signer/signer.js';

/**
 * Work with keys that is done whole on whichever thread has room. What it takes and gives crosses (structured clone); the
 * keys stay behind their signers.
 */
export interface Work<I, O> {
  /** Among the works of a program. */
  readonly name: string;
  readonly run: (input: I, signers: readonly Signer<VerificationKey>[]) => Promise<O>;
}

/** A program for threads, which calls `serveThread` with these works. */
export interface ThreadProgram {
  readonly url: URL;
  readonly works: readonly AnyWork[];
}

/** Of a program, which takes what was sent to it by name. */
export type AnyWork = Work<never, unknown>;
