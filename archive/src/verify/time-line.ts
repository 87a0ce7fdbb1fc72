import type { TimeSource } from './report.js';

/** The latest lower and the earliest upper bound of the file's own signing; amendments have sources of their own. */
export function boundsOf(sources: readonly TimeSource[]): {
  notBefore: string | null;
  notAfter: string | null;
} {
  const times = (bound: TimeSource['bound']): string[] =>
    sources
      .filter((source) => source.bound === bound && source.amendment === undefined)
      .map(({ time }) => time)
      .sort();
  return { notBefore: times('notBefore').at(-1) ?? null, notAfter: times('notAfter')[0] ?? null };
}
