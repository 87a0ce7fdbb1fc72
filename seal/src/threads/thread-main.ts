import { parentPort } from 'node:worker_threads';
import type { NativeKey } from '../signer/native-key.js';
import { done, worked, type FromThread, type Result, type Sent, type ToThread } from './task.js';
import type { Work } from './work.js';

/** A thread that signs, verifies and works with keys. It is given them as handles of node:crypto and never sees their bytes. */
const port = parentPort;
if (port === null) throw new Error('not a thread');
const keys = new Map<number, NativeKey>();
const say = (message: FromThread): void => port.postMessage(message);
let before: Promise<void> = Promise.resolve();

port.on('message', (asked: ToThread) => {
  if (asked.kind === 'key') keys.set(asked.number, asked.key);
  else before = before.then(() => batch(asked.tasks));
});
say({ kind: 'ready' });

async function batch(tasks: readonly Sent[]): Promise<void> {
  const results: (Result | undefined)[] = [];
  for (const task of tasks) results.push(await resultOf(task));
  say({ kind: 'done', results });
}

async function resultOf(sent: Sent): Promise<Result | undefined> {
  try {
    if (sent.kind === 'verify') return done(sent);
    if (sent.kind === 'work') return await worked(await workOf(sent), sent.input, sent.keys.map(keyOf));
    return done({ ...sent, key: keyOf(sent.key) });
  } catch {
    return undefined;
  }
}

async function workOf({ module, name }: Sent & { kind: 'work' }): Promise<Work<unknown, unknown>> {
  const { [name]: work } = (await import(module)) as Record<string, Work<unknown, unknown>>;
  if (work === undefined) throw new Error('no such work');
  return work;
}

function keyOf(number: number): NativeKey {
  const key = keys.get(number);
  if (key === undefined) throw new Error('no such key');
  return key;
}
