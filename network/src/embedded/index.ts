export {
  openEmbeddedLedger,
  type EmbeddedLedger,
  type EmbeddedLedgerOptions,
  type LedgerStats,
} from './embedded-ledger.js';
export type { StoredBlock } from './moment.js';
