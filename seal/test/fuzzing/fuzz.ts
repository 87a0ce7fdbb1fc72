import { sha256 } from '@noble/hashes/sha2.js';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { targets, type Target } from './targets.js';

/**
 * Fuzzes the readers of DER (certificates, lists, OCSP, tokens, CMS), seals, OFD and PDF:
 * `npm run fuzz -- SECONDS [der|eseal|ofd|pdf]...`, all of them when none is named, in turns. What does harm is kept in
 * seal/test/corpus, from where the tests take it; exit code 1 when there was any.
 */
const [seconds = '60', ...names] = process.argv.slice(2);
const unknown = names.filter((name) => !targets.some((target) => target.name === name));
if (!/^\d+$/.test(seconds) || unknown.length > 0) {
  process.stderr.write(`usage: fuzz SECONDS [${targets.map(({ name }) => name).join('|')}]...\n`);
  process.exit(2);
}
const chosen = targets
  .filter(({ name }) => names.length === 0 || names.includes(name))
  .map((target) => ({ target, kept: target.corpus(), runs: 0, harm: 0 }));

const YARD = new Uint8Array(12 * 1024 * 1024);

/** Each has a turn of a second, so that a run can be ended at any time. */
for (const end = Date.now() + Number(seconds) * 1000; Date.now() < end;)
  for (const each of chosen)
    for (const turn = Date.now() + 1000; Date.now() < turn;) {
      const bytes = each.target.mutate(pick(each.kept), each.kept, random);
      each.runs++;
      const error = harmOf(each.target, bytes);
      if (error === undefined) continue;
      each.harm++;
      await keep(each.target, bytes, error);
    }
for (const { target, runs, harm } of chosen)
  process.stdout.write(`${target.name}: ${runs} inputs, ${harm} did harm\n`);
process.exitCode = chosen.every(({ harm }) => harm === 0) ? 0 : 1;

/** What must not happen; more than a second counts when it comes again, and was not the machine's fault. */
function harmOf({ attack }: Target, bytes: Uint8Array): unknown {
  for (let i = 0; ; i++) {
    const start = process.cpuUsage();
    try {
      attack(bytes);
    } catch (error) {
      return error;
    }
    const spent = since(start);
    if (spent < 1_000_000 || spent < 10 * yardstick()) return undefined;
    if (i === 2) return new Error(`${spent} microseconds`);
  }
}

/** Microseconds now for what takes an ordinary machine a tenth of a second: one with much else to do takes longer. */
function yardstick(): number {
  const start = process.cpuUsage();
  sha256(YARD);
  return since(start);
}

function since(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

async function keep({ folder, ending }: Target, bytes: Uint8Array, error: unknown): Promise<void> {
  const name = `${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.${ending}`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), bytes);
  process.stderr.write(`${name}: ${error instanceof Error ? (error.stack ?? '') : String(error)}\n`);
}

function pick(kept: readonly Uint8Array[]): Uint8Array {
  return kept[Math.floor(random() * kept.length)] ?? new Uint8Array();
}

function random(): number {
  return randomBytes(6).readUIntBE(0, 6) / 2 ** 48;
}
