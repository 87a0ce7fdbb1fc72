import { toHex } from '@renxin/chaincode/canonical';
import type { LaidOut } from '@renxin/gateway/document';
import { privateKeyOfPkcs8 } from '@renxin/seal/crypto';
import { drawSeal } from '@renxin/seal/picture';
import { outlineOf } from '@renxin/gateway/document';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Figure } from '../figure.js';
import { makeKit, sealer, twoPages, type SealingKit } from './ofd-work.js';

/** Seconds of each measurement, after as long a time to warm up. */
const SECONDS = 8;
const DOCUMENTS = 1000;

/** A sealed OFD of two pages, made and sealed in memory, beside ofdrw; and a thousand of them by threads. */
export async function benchOfd(): Promise<Figure[]> {
  const { png } = drawSeal({ shape: 'round', name: '演示科技有限公司' }, (each) => outlineOf(each, 'bold'));
  const kit = await makeKit(png);
  const pages = twoPages(1);
  const ours = await timed(() => sealer(kit)(pages));
  const theirs = await byOfdrw(kit, pages);
  const beside =
    theirs === undefined
      ? []
      : ([
          ['p50', ours.p50, theirs.p50],
          ['p99', ours.p99, theirs.p99],
        ] as const);
  return [
    ...beside.map(([name, value, peerValue]): Figure => ({
      name: `sealed OFD of two pages, ${name}`,
      value,
      unit: 'ms',
      peer: 'ofdrw 2.3.3, fonts not embedded',
      peerValue,
      ratio: peerValue / value,
      target: 3,
      details: { documents: ours.documents, 'documents of ofdrw': theirs?.documents ?? 0 },
    })),
    await inBulk(kit),
  ];
}

interface Times {
  readonly documents: number;
  readonly p50: number;
  readonly p99: number;
}

async function timed(work: () => Promise<unknown>): Promise<Times> {
  for (const until = Date.now() + SECONDS * 1000; Date.now() < until;) await work();
  const times: number[] = [];
  for (const until = Date.now() + SECONDS * 1000; Date.now() < until;) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? NaN;
  return { documents: times.length, p50: at(0.5), p99: at(0.99) };
}

/** The same lines of text at the same places, the same seal, key and stamp; undefined when ofdrw is not there. */
async function byOfdrw(kit: SealingKit, { layout }: LaidOut): Promise<Times | undefined> {
  const cache = fileURLToPath(new URL('../../../../.cache/interop/ofdrw', import.meta.url));
  const isThere = existsSync(join(cache, 'classes/renxin/OfdBench.class'));
  if (!isThere || spawnSync('java', ['-version']).status !== 0) {
    process.stderr.write('ofdrw not found (npm run interop:setup)\n');
    return undefined;
  }
  const folder = await mkdtemp(join(tmpdir(), 'renxin-bench-'));
  try {
    const put = async (name: string, content: Uint8Array | string): Promise<string> => {
      await writeFile(join(folder, name), content);
      return join(folder, name);
    };
    const lines = layout.pages.flatMap((page) =>
      page.lines.flatMap(({ y, runs }) =>
        runs.map(({ x, size, text }) =>
          [page.number, x / 1000, (y - size) / 1000, size / 1000, text].join('\t'),
        ),
      ),
    );
    const args = [
      await put('lines.txt', lines.join('\n')),
      await put('seal.esl', kit.seal),
      toHex(privateKeyOfPkcs8(kit.privateKey)?.privateKey ?? new Uint8Array()),
      await put('signer.cer', kit.certificate),
      String(SECONDS),
    ];
    const classes = [join(cache, 'classes'), join(cache, 'lib/*')].join(delimiter);
    const output = execFileSync(
      'java',
      ['-Djava.awt.headless=true', '-cp', classes, 'renxin.OfdBench', ...args],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    const [documents = 0, p50 = NaN, p99 = NaN] = output.trim().split(' ').map(Number);
    return { documents, p50, p99 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Documents for each second of processor time, by one thread and by one for each core, in turns. */
async function inBulk(kit: SealingKit): Promise<Figure> {
  const cores = availableParallelism();
  await throughput(kit, 1, 200);
  const one = await throughput(kit, 1, DOCUMENTS / 2);
  const all = await throughput(kit, cores, DOCUMENTS);
  return {
    name: `${String(DOCUMENTS)} sealed OFDs by ${String(cores)} threads`,
    value: all.rate,
    unit: 'documents/s of a core',
    peer: 'one thread',
    peerValue: one.rate,
    ratio: all.rate / one.rate,
    target: 0.8,
    details: { 'MB after a quarter': all.early, 'MB at the end': all.late },
  };
}

async function throughput(
  kit: SealingKit,
  threads: number,
  documents: number,
): Promise<{ readonly rate: number; readonly early: number; readonly late: number }> {
  const share = documents / threads;
  const workers = Array.from({ length: threads }, (_, i) => {
    const url = new URL('./ofd-bulk-main.js', import.meta.url);
    return new Worker(url, { workerData: { kit, from: i * share, count: share } });
  });
  const megabytes = (): number => Math.round(process.memoryUsage().rss / 1e6);
  let [ready, done, early] = [0, 0, 0];
  let before = process.cpuUsage();
  await Promise.all(
    workers.map(
      (worker) =>
        new Promise<void>((resolve, reject) => {
          worker.on('error', reject);
          worker.on('exit', () => resolve());
          worker.on('message', (message: 'ready' | 'done') => {
            if (message === 'done') {
              if (++done === Math.floor(documents / 4)) early = megabytes();
              return;
            }
            // All begin together, when fonts and code are there.
            if (++ready < threads) return;
            before = process.cpuUsage();
            for (const each of workers) each.postMessage('go');
          });
        }),
    ),
  );
  const { user, system } = process.cpuUsage(before);
  return { rate: documents / ((user + system) / 1e6), early, late: megabytes() };
}
