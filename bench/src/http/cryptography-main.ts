import { operationsOf, timed } from './cryptography.js';

/** One core's share of the peer, in a process of its own: `node cryptography-main.js BLOCKS MILLISECONDS`. */
const [blocks, milliseconds] = process.argv.slice(2).map(Number);
process.stdout.write(JSON.stringify(await timed(await operationsOf(blocks ?? 1), milliseconds ?? 100)));
