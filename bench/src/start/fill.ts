import { KeyRing, passphraseOf } from '@renxin/gateway/keys';
import { ministry } from '@renxin/gateway/demonstration';
import { openEmbeddedLedger } from '@renxin/network/embedded';
import { nativeProvider } from '@renxin/seal/native';
import { join } from 'node:path';
import { contracts, operations } from '../ledger/contract.js';

const PART = 500;
const PARTS_AT_ONCE = 8;

/** What a fill came to. */
export interface Filled {
  readonly records: number;
  readonly seconds: number;
  readonly height: number;
}

/**
 * Puts records into the ledger of a platform that is stopped, as blocks signed by its own operator; ends early, with
 * fewer, when `most` seconds are over.
 */
export async function fillLedger(data: string, name: string, records: number, most: number): Promise<Filled> {
  const directory = join(data, 'gateway');
  const keys = await KeyRing.open(join(directory, 'keys.json'), await passphraseOf(directory));
  const ledger = await openEmbeddedLedger({
    directory: join(directory, 'ledger'),
    contracts,
    name,
    caller: ministry.id,
    operator: keys.signer('operator'),
    provider: nativeProvider,
    clock: () => new Date(),
  });
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  let filled = 0;
  while (filled < records && seconds() < most) {
    const to = Math.min(filled + PART * PARTS_AT_ONCE, records);
    const starts = Array.from({ length: PARTS_AT_ONCE }, (_, i) => filled + i * PART).filter(
      (from) => from < to,
    );
    await Promise.all(
      starts.map((from) => ledger.submit(operations.fill, { from, to: Math.min(from + PART, to) })),
    );
    filled = to;
  }
  const { height } = ledger.stats();
  await ledger.close();
  return { records: filled, seconds: seconds(), height };
}
