import { parentPort } from 'node:worker_threads';
import type { NativeKey } from '../signer/native-key.js';
import { done, type FromThread, type Result, type Sent, type ToThread } from './task.js';

/** A thread that signs and verifies. It is given keys as handles of node:crypto and never sees their bytes. */
const port = parentPort;
if (port === null) throw new Error('not a thread');
const keys = new Map<number, NativeKey>();
const say = (message: FromThread): void => port.postMessage(message);

port.on('message', (asked: ToThread) => {
  if (asked.kind === 'key') keys.set(asked.number, asked.key);
  else say({ kind: 'done', results: asked.tasks.map(resultOf) });
});
say({ kind: 'ready' });

function resultOf(sent: Sent): Result | undefined {
  try {
    if (sent.kind === 'verify') return done(sent);
    const key = keys.get(sent.key);
    return key === undefined ? undefined : done({ ...sent, key });
  } catch {
    return undefined;
  }
}
