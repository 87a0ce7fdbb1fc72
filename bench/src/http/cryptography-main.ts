import { operationsOf, timed, type Measured } from './cryptography.js';

/** One core's share of the peer, in a process of its own: `node cryptography-main.js contract|fetch|verification BLOCKS MILLISECONDS`. */
const [of = 'contract', ...numbers] = process.argv.slice(2);
const [blocks, milliseconds] = numbers.map(Number);
process.stdout.write(
  JSON.stringify(await timed(await operationsOf(of as Measured, blocks ?? 1), milliseconds ?? 100)),
);
