import { canonical, toBase64url, type Json } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { generateSigner, signerOf } from '@renxin/seal/signer';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { fsck, openEmbeddedLedger, type EmbeddedLedger } from '../../src/embedded/index.js';
import type { TxPosition } from '../../src/ledger.js';
import { acceptHeader, verifyCommandProof, type KeptHeader } from '../../src/proof/index.js';
import { freshDirectory, provider } from '../embedded.js';
import { contracts, notebook } from '../notes.js';

/** What the killed process was told. */
interface Answer {
  readonly at: TxPosition;
  readonly result: Json;
}

export interface CrashTotals {
  rounds: number;
  answers: number;
  blocks: number;
}

const LOAD = fileURLToPath(new URL('./load.js', import.meta.url));
const ROUNDS_OF_ONE_LEDGER = 20;

/**
 * Kills a working process `rounds` times at random moments and checks after each that everything it was told is on the
 * ledger with a proof that verifies, that the ledger extends what it was before, and that fsck finds it sound.
 */
export async function crash(
  rounds: number,
  random: () => number,
  onRound?: (totals: CrashTotals) => void,
): Promise<CrashTotals> {
  const totals: CrashTotals = { rounds: 0, answers: 0, blocks: 0 };
  while (totals.rounds < rounds) {
    await crashOneLedger(Math.min(ROUNDS_OF_ONE_LEDGER, rounds - totals.rounds), random, totals, onRound);
  }
  return totals;
}

async function crashOneLedger(
  rounds: number,
  random: () => number,
  totals: CrashTotals,
  onRound?: (totals: CrashTotals) => void,
): Promise<void> {
  const { directory, remove } = await freshDirectory();
  const { privateKey } = generateSigner('SM2');
  const operator = signerOf(privateKey);
  const remembering = rememberingProvider();
  let kept: KeptHeader | undefined;
  for (let round = 0; round < rounds; round++) {
    const answers = await workAndKill(directory, toBase64url(privateKey), `r${round}`, random);
    const ledger = await openEmbeddedLedger({
      directory,
      contracts,
      name: 'crash-ledger',
      caller: 'ministry',
      operator,
      provider: remembering,
      clock: () => new Date(),
    });
    for (const answer of answers) await assertProven(ledger, remembering, answer);
    const head = ledger.head();
    if (head !== undefined) {
      const proof = await ledger.proveConsistency(kept?.header.height ?? 0);
      kept = acceptHeader(remembering, [operator.key], kept, proof);
    }
    await ledger.submit(notebook.add, { counter: 'after', by: 1 });
    await ledger.close();
    const report = await fsck(directory, { contracts, provider: remembering, operators: [operator.key] });
    assert.deepEqual([report.sound, report.fault], [true, undefined]);
    totals.rounds++;
    totals.answers += answers.length;
    totals.blocks += report.blocks - (kept?.header.height ?? 0);
    onRound?.(totals);
  }
  await remove();
}

async function assertProven(
  ledger: EmbeddedLedger,
  remembering: CryptoProvider,
  answer: Answer,
): Promise<void> {
  const { command } = verifyCommandProof(remembering, await ledger.prove(answer.at));
  assert.equal(canonical(command.result), canonical(answer.result));
}

/** The answers that the process had given before SIGKILL reached it. */
async function workAndKill(
  directory: string,
  key: string,
  run: string,
  random: () => number,
): Promise<Answer[]> {
  const child = spawn(process.execPath, [LOAD, directory, key, run], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise<string | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const lines: string[] = [];
  let ready: (() => void) | undefined;
  const started = new Promise<void>((resolve) => (ready = resolve));
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => {
    if (line === 'ready') ready?.();
    else lines.push(line);
  });
  const read = new Promise<void>((resolve) => reader.once('close', resolve));
  if (random() < 0.15) await setTimeout(random() * 300);
  else await Promise.race([started, exited]).then(() => setTimeout(random() * 120));
  child.kill('SIGKILL');
  assert.equal(await exited, 'SIGKILL', complaint);
  await read;
  return lines.flatMap(answerOf);
}

/** The last line may be cut. */
function answerOf(line: string): Answer[] {
  try {
    return [JSON.parse(line) as Answer];
  } catch {
    return [];
  }
}

/** Judges each signature once: checking the same ledger again after every round would spend the time on old blocks. */
function rememberingProvider(): CryptoProvider {
  const known = new Map<string, boolean>();
  return {
    ...provider,
    verify(key, message, signature) {
      const name = [key.point, toBase64url(signature), toBase64url(provider.hash('SM3', message))].join();
      const holds = known.get(name) ?? provider.verify(key, message, signature);
      known.set(name, holds);
      return holds;
    },
  };
}
