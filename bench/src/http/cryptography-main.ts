import { parentPort, workerData } from 'node:worker_threads';
import { operationsOf, timed } from './cryptography.js';

/** One core's share of the peer: how long each operation takes while the other cores do the same. */
const { blocks, milliseconds } = workerData as { blocks: number; milliseconds: number };
const results = await timed(await operationsOf(blocks), milliseconds);
parentPort?.postMessage(results.map(({ run: _run, ...result }) => result));
