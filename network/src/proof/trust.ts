import type { PublicKey } from '@renxin/chaincode/messages';
import type { FabricAnchor } from './fabric/anchor.js';

/** What a holder believes of a ledger before it asks: from the trust file. */
export type LedgerTrust =
  | {
      readonly operators: readonly PublicKey[];
      /** Hash of the header of block 0, base64url. */
      readonly genesis: string;
    }
  | { readonly anchor: FabricAnchor };
