import { openLog, openPosixStore } from '../../src/log/index.js';
import { entry, NOW, ORIGIN, provider, signers } from './fixture.js';
import { watchedStore } from './watched-store.js';

/**
 * A process that appends until it dies at a write of its store: `crash-main.js <directory> <nth write> <before|after>`.
 * It prints a line for each answer: the number of the entry and its index.
 */
const [directory = '', nth = '0', when = 'before'] = process.argv.slice(2);
let writes = 0;
const store = watchedStore(await openPosixStore(directory), (_, at) => {
  if (at === when && ++writes === Number(nth)) process.kill(process.pid, 'SIGKILL');
});
const log = await openLog({ store, origin: ORIGIN, hash: 'SHA-256', provider, signers, clock: () => NOW });
process.stdout.write('open\n');
for (let round = 0; round < 40; round++) {
  const numbers = Array.from({ length: 30 }, (_, i) => 30 * round + i);
  await Promise.all(
    numbers.map(async (number) => {
      const { index } = await log.append(entry(number));
      process.stdout.write(`${number} ${index}\n`);
    }),
  );
}
await log.close();
