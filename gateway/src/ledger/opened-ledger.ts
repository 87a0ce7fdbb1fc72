import type { EmbeddedTrust, FabricTrust } from '@renxin/archive/verify';
import type { Ledger, LedgerView } from '@renxin/network';
import type { OperatorsMeans } from '../play/means.js';

/** A ledger as the gateway uses it, whichever it is. */
export interface OpenedLedger {
  readonly ledger: Ledger;
  /** For the page that looks inside. */
  readonly view: LedgerView;
  /** What the trust file says of it. @throws LedgerError LEDGER_TX_UNKNOWN before its first block */
  anchors(): Promise<LedgerAnchors>;
  /** Only where one operator runs it: for the attack button of the demonstration. */
  readonly means?: OperatorsMeans;
}

export type LedgerAnchors = Pick<EmbeddedTrust, 'operators' | 'genesis'> | Pick<FabricTrust, 'fabric'>;
