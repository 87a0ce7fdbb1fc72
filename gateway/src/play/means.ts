import type { EmbeddedLedger } from '@renxin/network/embedded';
import type { Signer } from '@renxin/seal/signer';

/** What an operator has who turns on its own ledger: the directory and the key. */
export interface OperatorsMeans {
  readonly ledger: EmbeddedLedger;
  readonly directory: string;
  readonly operator: Signer;
}
