import type { VerificationKey } from '@renxin/chaincode/messages';
import type { Signer } from '../signer/signer.js';

/**
 * Work with keys that is done whole on whichever thread has room: it is found there as the export `name` of `module`. What
 * it takes and gives crosses (structured clone); the keys stay behind their signers.
 */
export interface Work<I, O> {
  /** `import.meta.url` of the module that exports it. */
  readonly module: string;
  readonly name: string;
  readonly run: (input: I, signers: readonly Signer<VerificationKey>[]) => Promise<O>;
}
