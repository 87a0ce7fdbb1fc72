import type { KeyView } from '@renxin/wallets/api';
import type { RecordedKeyUse } from './key-uses.js';

/** What operators ask about the keys of this platform. */
export interface KeyDesk {
  /** Every key with its certificate, place and uses; nothing secret. */
  list(): Promise<KeyView[]>;
  /** The recorded uses of one key, the latest first, at most 200. */
  usesOf(name: string): Promise<RecordedKeyUse[]>;
}
