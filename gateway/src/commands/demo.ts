import { exitCodeOf, verify } from '@renxin/archive/verify';
import { nativeProvider } from '@renxin/seal/native';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '../config.js';
import type { PrivateNetwork } from '../fabric/private-network.js';
import type { StoryId } from '../play/format.js';
import type { Playhouse } from '../play/playhouse.js';
import { stories } from '../story/index.js';
import { playThrough } from '../story/play-through.js';
import type { Story } from '../story/story.js';
import { fingerprintOf } from '../trust-fingerprint.js';
import { start, type Running } from './serve.js';
import { say, usage } from './usage.js';

interface SummaryStep {
  readonly name: string;
  /** Whose step it is; the last step verifies what all left. */
  readonly story: StoryId | 'all';
  readonly expected: string;
  readonly came: string;
  readonly milliseconds: number;
}

/**
 * `renxin demo --out DIR [--ledger fabric]`: plays the stories over HTTP on a private instance, with Fabric on a private
 * network that it starts and stops, and leaves the artefacts.
 */
export async function demo(args: string[]): Promise<number> {
  const call = callOf(args);
  if (call === undefined) {
    say(usage, 'error');
    return 3;
  }
  const { out, ledger } = call;
  const started = performance.now();
  const data = await mkdtemp(join(tmpdir(), 'renxin-demo-'));
  let network: PrivateNetwork | undefined;
  let running: Running | undefined;
  try {
    network = ledger === 'fabric' ? await privateNetwork(join(data, 'network')) : undefined;
    await mkdir(out, { recursive: true });
    const settings = { RENXIN_DATA: data, RENXIN_PORT: '0', RENXIN_LOG_LEVEL: 'error', ...network?.settings };
    running = await start(loadConfig(settings));
    return await play(running, out, started);
  } catch (error) {
    if (ledger !== 'fabric') throw error;
    say((await import('./network-advice.js')).explainNetwork(error), 'error');
    return 1;
  } finally {
    await running?.close();
    await network?.stop();
    await rm(data, { recursive: true, force: true });
  }
}

/** Fabric's client is loaded only here. */
async function privateNetwork(directory: string): Promise<PrivateNetwork> {
  const { startPrivateNetwork } = await import('../fabric/private-network.js');
  return startPrivateNetwork(directory, (step) => say(`· ${step}`, 'error'));
}

async function play(running: Running, out: string, started: number): Promise<number> {
  const { playhouse, composed } = running;
  const done: SummaryStep[] = [];
  for (const story of stories) done.push(...(await playStory(playhouse, story)));
  const trust = await composed.trust();
  for (const [name, bytes] of playhouse.artefacts()) await leave(join(out, name), bytes);
  await writeFile(join(out, 'trust.json'), trust);
  done.push(await verified(playhouse, trust));
  await writeFile(join(out, 'summary.json'), JSON.stringify({ steps: done }, null, 2) + '\n');
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  say(`\n${done.length} 步，连同启动用时 ${seconds} 秒 steps, ${seconds} s with the start`);
  say(`材料在 Artefacts are in ${out}\n信任文件指纹 trust file fingerprint ${await fingerprintOf(composed)}`);
  const expected = stories.reduce((sum, { steps }) => sum + steps.length, 1);
  const isComplete = done.length === expected && done.every(({ expected, came }) => expected === came);
  return isComplete ? 0 : 1;
}

/** One line a step, as they are played. */
async function playStory(playhouse: Playhouse, { id, title, steps }: Story): Promise<SummaryStep[]> {
  const done: SummaryStep[] = [];
  say(`\n${title.zh} ${title.en}`);
  for await (const { step, result, milliseconds: exact } of playThrough(playhouse, id)) {
    const { came, outcome } = result;
    const { expected } = step;
    const milliseconds = Math.round(exact);
    done.push({ name: step.id, story: id, expected, came, milliseconds });
    const sign = came === expected ? '✓' : '✕';
    const count = `${String(done.length).padStart(2)}/${steps.length}`;
    say(
      `${sign} ${count} ${String(milliseconds).padStart(5)} ms  ${step.title.zh}  →  ${came}  ${outcome.zh}`,
    );
  }
  return done;
}

/** Every artefact, by the one verifier, with the trust file that was left beside them. */
async function verified(playhouse: Playhouse, trust: Uint8Array): Promise<SummaryStep> {
  const started = performance.now();
  const { plays } = await playhouse.view();
  const files = plays
    .flatMap(({ artefacts }) => artefacts)
    .filter(({ notVerified }) => notVerified === undefined)
    .flatMap(({ members }) => members.map(({ name }) => ({ name, bytes: playhouse.artefact(name) })));
  const reports = await verify(files, { provider: nativeProvider, now: new Date(), trust });
  for (const report of reports) {
    const { code } = report.steps.find(({ outcome }) => outcome === 'fail' || outcome === 'not-checked') ?? {
      code: '',
    };
    say(`${report.verdict === 'valid' ? '✓' : '✕'}           ${report.file}: ${report.verdict} ${code}`);
  }
  const came = ['valid', 'invalid', 'undetermined'][exitCodeOf(reports)] ?? 'undetermined';
  const milliseconds = Math.round(performance.now() - started);
  return { name: 'verify', story: 'all', expected: 'valid', came, milliseconds };
}

async function leave(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}

function callOf(
  args: string[],
): { readonly out: string; readonly ledger: 'embedded' | 'fabric' } | undefined {
  try {
    const { values } = parseArgs({
      args,
      options: { out: { type: 'string' }, ledger: { type: 'string', default: 'embedded' } },
    });
    const { out, ledger } = values;
    if (out === undefined || (ledger !== 'embedded' && ledger !== 'fabric')) return undefined;
    return { out: resolve(out), ledger };
  } catch {
    return undefined;
  }
}
