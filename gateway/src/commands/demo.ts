import { exitCodeOf, verify } from '@renxin/archive/verify';
import { nativeProvider } from '@renxin/seal/native';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '../config.js';
import type { PrivateNetwork } from '../fabric/private-network.js';
import { steps } from '../story/labor-contract.js';
import { fingerprintOf } from '../trust-fingerprint.js';
import { start, type Running } from './serve.js';
import { say, usage } from './usage.js';

interface SummaryStep {
  readonly name: string;
  readonly expected: string;
  readonly came: string;
  readonly milliseconds: number;
}

/**
 * `renxin demo --out DIR [--ledger fabric]`: plays the story over HTTP on a private instance, with Fabric on a private
 * network that it starts and stops, and leaves the artefacts.
 */
export async function demo(args: string[]): Promise<number> {
  const call = callOf(args);
  if (call === undefined) {
    say(usage, 'error');
    return 3;
  }
  const { out, ledger } = call;
  const data = await mkdtemp(join(tmpdir(), 'renxin-demo-'));
  let network: PrivateNetwork | undefined;
  let running: Running | undefined;
  try {
    network = ledger === 'fabric' ? await privateNetwork(join(data, 'network')) : undefined;
    await mkdir(out, { recursive: true });
    const settings = { RENXIN_DATA: data, RENXIN_PORT: '0', RENXIN_LOG_LEVEL: 'error', ...network?.settings };
    running = await start(loadConfig(settings));
    return await play(running, out);
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

async function play(running: Running, out: string): Promise<number> {
  const { playhouse, composed } = running;
  const done: SummaryStep[] = [];
  for (const step of steps) {
    const started = performance.now();
    const pages = step.asks === undefined ? 0 : (await playhouse.scene(step.id)).pages.length;
    const { came, outcome } = await playhouse.play(
      step.id,
      Array.from({ length: pages }, (_, i) => i),
    );
    const milliseconds = Math.round(performance.now() - started);
    done.push({ name: step.id, expected: step.expected, came, milliseconds });
    say(
      `${came === step.expected ? '✓' : '✕'} ${String(milliseconds).padStart(5)} ms  ${step.title.zh}  →  ${came}  ${outcome.zh}`,
    );
    if (came !== step.expected) break;
  }
  const trust = await composed.trust();
  await Promise.all([...playhouse.artefacts()].map(([name, bytes]) => writeFile(join(out, name), bytes)));
  await writeFile(join(out, 'trust.json'), trust);
  done.push(await verified(playhouse.artefacts(), trust));
  await writeFile(
    join(out, 'summary.json'),
    JSON.stringify({ story: 'labor-contract', steps: done }, null, 2) + '\n',
  );
  say(
    `\n材料在 Artefacts are in ${out}\n信任文件指纹 trust file fingerprint ${await fingerprintOf(composed)}`,
  );
  const complete = done.length === steps.length + 1;
  return complete && done.every(({ expected, came }) => expected === came) ? 0 : 1;
}

/** Every artefact, by the one verifier, with the trust file that was left beside them. */
async function verified(artefacts: ReadonlyMap<string, Uint8Array>, trust: Uint8Array): Promise<SummaryStep> {
  const started = performance.now();
  const files = [...artefacts].map(([name, bytes]) => ({ name, bytes }));
  const reports = await verify(files, { provider: nativeProvider, now: new Date(), trust });
  for (const report of reports) {
    const { code } = report.steps.find(({ outcome }) => outcome === 'fail' || outcome === 'not-checked') ?? {
      code: '',
    };
    say(`${report.verdict === 'valid' ? '✓' : '✕'}           ${report.file}: ${report.verdict} ${code}`);
  }
  const came = ['valid', 'invalid', 'undetermined'][exitCodeOf(reports)] ?? 'undetermined';
  return { name: 'verify', expected: 'valid', came, milliseconds: Math.round(performance.now() - started) };
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
