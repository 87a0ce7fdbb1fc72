import { parentPort, workerData } from 'node:worker_threads';
import { sealer, twoPages, type SealingKit } from './ofd-work.js';

/** A thread that makes and seals its share of the documents, each for another person. */
const { kit, from, count } = workerData as { kit: SealingKit; from: number; count: number };
const port = parentPort;
if (port === null) throw new Error('not a thread');
const seal = sealer(kit);
for (let i = 0; i < 30; i++) await seal(twoPages(1_000_000 + i));
port.once('message', () => void work());
port.postMessage('ready');

async function work(): Promise<void> {
  for (let i = 0; i < count; i++) {
    await seal(twoPages(from + i));
    port?.postMessage('done');
  }
}
