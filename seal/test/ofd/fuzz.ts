import { createHash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { attack, corpus, CORPUS, mutatedOfd } from './attack.js';

/**
 * Fuzzes the reader of OFDs: `node seal/dist/test/ofd/fuzz.js SECONDS`. What does harm is kept in seal/test/corpus/ofd,
 * from where the tests take it; exit code 1 when there was any.
 */
const seconds = Number(process.argv[2] ?? 60);
const kept = corpus();
const until = Date.now() + seconds * 1000;
let [runs, harm] = [0, 0];
while (Date.now() < until) {
  const genuine = kept[Math.floor(random() * kept.length)] ?? new Uint8Array();
  const bytes = mutatedOfd(genuine, kept, random);
  runs++;
  try {
    attack(bytes);
  } catch (error) {
    harm++;
    const name = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
    await mkdir(CORPUS, { recursive: true });
    await writeFile(join(CORPUS, `${name}.ofd`), bytes);
    process.stderr.write(`${name}.ofd: ${String(error)}\n`);
  }
}
process.stdout.write(`${runs} inputs in ${seconds} s, ${harm} did harm\n`);
process.exitCode = harm === 0 ? 0 : 1;

function random(): number {
  return randomBytes(6).readUIntBE(0, 6) / 2 ** 48;
}
