import { LogError, type LogStore } from '../../src/log/index.js';

/** When something happens to a write of the store: before it reached the disk, or after. */
export type When = 'before' | 'after';

const WRITES = ['stage', 'swap', 'publish', 'publishCheckpoint', 'settle', 'forget'] as const;
export type Write = (typeof WRITES)[number];

/** A store whose writes pass an eye that may let them fail, or end the process: what a disk does and a test cannot make it do. */
export function watchedStore(store: LogStore, eye: (write: Write, when: When) => void): LogStore {
  const watched = Object.fromEntries(
    WRITES.map((name) => [
      name,
      async (...args: unknown[]): Promise<void> => {
        eye(name, 'before');
        await (store[name] as (...given: unknown[]) => Promise<void>).apply(store, args);
        eye(name, 'after');
      },
    ]),
  ) as Pick<LogStore, Write>;
  return {
    commits: () => store.commits(),
    readCommit: (number) => store.readCommit(number),
    read: (path) => store.read(path),
    ...watched,
  };
}

export function failure(): LogError {
  return new LogError('LOG_UNAVAILABLE');
}
