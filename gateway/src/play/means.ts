import type { NoteSigner } from '@renxin/archive/log';
import type { Ledger } from '@renxin/network';
import type { EmbeddedLedger } from '@renxin/network/embedded';
import type { Signer } from '@renxin/seal/signer';

/** What an operator has who turns on its own ledger: the directory and the key. */
export interface OperatorsMeans {
  readonly ledger: EmbeddedLedger;
  readonly directory: string;
  readonly operator: Signer;
}

/** What a province has who turns on its own evidence log: the log's keys and its own, and the ledger like anybody. */
export interface LogKeepersMeans {
  readonly organisation: string;
  readonly log: readonly NoteSigner[];
  readonly signer: Signer;
  readonly ledger: Ledger;
}
