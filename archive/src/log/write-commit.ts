import { checkpointText, formatNote } from '../tlog/index.js';
import { encodeCommit } from './commit.js';
import type { RightEdge } from './edge.js';
import type { LogOptions, PublishedCheckpoint } from './options.js';

/**
 * One step of the log, from entries in memory to what everybody can read. Before the pivot nothing has happened; after
 * it the step stands, and whatever fails is done again when the head is read. @throws LogError
 */
export async function writeCommit(
  { store, origin, signers, clock }: LogOptions,
  { number, epoch, edge }: { number: number; epoch: number; edge: RightEdge },
): Promise<{ checkpoint: PublishedCheckpoint; paths: readonly string[] }> {
  const { size } = edge;
  const root = edge.root();
  const text = checkpointText({ origin, size, root });
  const at = clock();
  const note = formatNote({
    text,
    signatures: await Promise.all(signers.map((each) => each.sign(text, at))),
  });
  const { full, partial } = edge.take();
  const files = [...full, ...partial];
  await store.stage(number, encodeCommit({ number, epoch, size, checkpoint: note, files }));
  await store.swap(number); // the pivot: from here on the entries are in the log
  await Promise.all(files.map(({ path, bytes }) => store.publish(path, bytes)));
  await store.publishCheckpoint(number, note);
  return { checkpoint: { origin, size, root, note }, paths: files.map(({ path }) => path) };
}
