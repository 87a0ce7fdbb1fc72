import { parentPort } from 'node:worker_threads';
import type { NativeKey } from '../signer/native-key.js';
import { done, worked, type FromThread, type Result, type Sent, type ToThread } from './task.js';
import type { AnyWork, Work } from './work.js';

/**
 * What a program for threads does: it signs, verifies and does these works. It is given keys as handles of node:crypto and
 * never sees their bytes.
 * @throws Error outside a thread
 */
export function serveThread(works: readonly AnyWork[]): void {
  const port = parentPort;
  if (port === null) throw new Error('not a thread');
  const keys = new Map<number, NativeKey>();
  const say = (message: FromThread): void => port.postMessage(message);
  let before: Promise<void> = Promise.resolve();
  port.on('message', (asked: ToThread) => {
    if (asked.kind === 'key') keys.set(asked.number, asked.key);
    else before = before.then(async () => say({ kind: 'done', results: await resultsOf(asked.tasks) }));
  });
  say({ kind: 'ready' });

  async function resultsOf(tasks: readonly Sent[]): Promise<(Result | undefined)[]> {
    const results: (Result | undefined)[] = [];
    for (const task of tasks) results.push(await resultOf(task).catch(() => undefined));
    return results;
  }

  async function resultOf(sent: Sent): Promise<Result> {
    if (sent.kind === 'verify') return done(sent);
    if (sent.kind === 'sign') return done({ ...sent, key: keyOf(sent.key) });
    const work = works.find(({ name }) => name === sent.name);
    if (work === undefined) throw new Error('no such work');
    return worked(work as Work<unknown, unknown>, sent.input, sent.keys.map(keyOf));
  }

  function keyOf(number: number): NativeKey {
    const key = keys.get(number);
    if (key === undefined) throw new Error('no such key');
    return key;
  }
}
