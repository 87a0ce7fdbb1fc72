/**
 * What every reader may take is a second of processor time of an ordinary machine; a slow one, or one that has much else to
 * do, takes up to four times as long.
 */
const SECOND = 4_000_000;

/** @throws Error when it takes longer than a reader may */
export function timely<T>(run: () => T): T {
  const start = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(start);
  if (user + system > SECOND) throw new Error(`${user + system} microseconds`);
  return result;
}
