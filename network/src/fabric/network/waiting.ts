import { setTimeout as sleep } from 'node:timers/promises';
import { NetworkError } from './network-error.js';

/**
 * Tries until it succeeds. `alive` runs before each try and throws when waiting has become pointless.
 * @throws NetworkError FABRIC_TIMEOUT with the last reason
 */
export async function until(
  what: string,
  withinMs: number,
  attempt: () => Promise<boolean>,
  alive: () => Promise<void> = async () => {},
): Promise<void> {
  const end = Date.now() + withinMs;
  let last: unknown;
  for (;;) {
    await alive();
    try {
      if (await attempt()) return;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) {
      const reason = last instanceof Error ? { reason: last.message } : {};
      throw new NetworkError('FABRIC_TIMEOUT', { waitedFor: what, after: `${withinMs} ms`, ...reason });
    }
    await sleep(50);
  }
}
