import { toBase64url } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { LedgerError } from '../ledger.js';
import { txIdOf } from '../proof/header.js';
import type { BlockTx } from './block.js';
import type { Head } from './head.js';

const MAX_CLOCK_LAG = 60_000;

/**
 * The next block's transaction. Its time is the clock's, never before the latest block's.
 * @throws LedgerError LEDGER_CLOCK when the clock is more than 60 s behind the latest block
 */
export function nextTx(
  { provider, clock, caller }: { provider: CryptoProvider; clock: () => Date; caller: string },
  head: Head | undefined,
): BlockTx {
  const height = head === undefined ? 0 : head.signed.header.height + 1;
  const previous = toBase64url(head?.hash ?? new Uint8Array(32));
  const time = timeAfter(head?.signed.header.time, clock());
  return { height, previous, time, txId: txIdOf(provider, previous, height), caller };
}

/** @throws LedgerError LEDGER_CLOCK */
export function timeAfter(latest: string | undefined, now: Date): string {
  const time = now.toISOString();
  if (latest === undefined || time >= latest) return time;
  if (now.getTime() < Date.parse(latest) - MAX_CLOCK_LAG) throw new LedgerError('LEDGER_CLOCK');
  return latest;
}
