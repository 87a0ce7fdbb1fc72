export {
  openEmbeddedLedger,
  type EmbeddedLedger,
  type EmbeddedLedgerOptions,
  type LedgerStats,
} from './embedded-ledger.js';
export type { StoredBlock } from './moment.js';
export { viewEmbedded } from './view.js';
export { fsck, type FsckFinding, type FsckOptions, type FsckProgress, type FsckReport } from './fsck.js';
export { fsckCodes, type FsckCode } from './fsck-fault.js';
/** The seam to the disk, for measuring what is written. */
export { openEmbeddedLedgerOn } from './embedded-ledger.js';
export { openLevelStore } from './level-store.js';
export type { OpenStore, Put, Store, StoreView } from './store.js';
