import { parseArgs } from 'node:util';
import { crash } from './crash/round.js';

/** `node network/dist/test/crash.js --rounds 1000`: kills a working ledger that often and checks it each time. */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '200' } } });
const rounds = Number(values.rounds);
const totals = await crash(rounds, Math.random, ({ rounds: done, answers }) => {
  process.stdout.write(`\r${done} of ${rounds} rounds, ${answers} answers checked`);
});
process.stdout.write(
  `\n${totals.rounds} kills, ${totals.answers} answers, every one proven, every ledger sound\n`,
);
