import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { cpuOf } from './process-figures.js';

/** A private platform for one measurement: the gateway's process with its clients, on a directory of its own. */
export interface Platform {
  readonly url: string;
  /** Base URL of the identity authority's own service. */
  readonly authority: string;
  readonly pid: number;
  /** Milliseconds from the start of the process to the first `/readyz` that said yes. */
  readonly readyAfter: number;
  /** Processor time of the process until then, in milliseconds, where the system tells. */
  readonly readyCpu: number | undefined;
  /** Milliseconds until the demonstration's clients had started too and the ledger was founded. */
  readonly startedAfter: number;
  /** Ends it and waits for its end. */
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));

/**
 * Starts a platform on `data` with everything on; its log goes nowhere. `options` are Node's, a profiler's for example;
 * with `assessor` that client runs too, which otherwise starts when it is first needed.
 */
export async function startPlatform(
  data: string,
  options: readonly string[] = [],
  clients: readonly 'assessor'[] = [],
): Promise<Platform> {
  const port = await freePort();
  const started = performance.now();
  const child = spawn(process.execPath, [...options, MAIN, ...clients], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { PATH: process.env['PATH'] ?? '', RENXIN_DATA: data, RENXIN_PORT: String(port) },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const failed = ended.then(() => Promise.reject(new Error('the platform ended before it was ready')));
  const line = new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve));
  const ready = Promise.race([untilReady(`http://127.0.0.1:${port}/readyz`), failed]).then(() => ({
    readyAfter: performance.now() - started,
    readyCpu: cpuOf(child.pid ?? 0),
  }));
  for (const one of [failed, ready]) one.catch(() => undefined);
  const { url, authority } = JSON.parse(await Promise.race([line, failed])) as Pick<
    Platform,
    'url' | 'authority'
  >;
  const startedAfter = performance.now() - started;
  return {
    url,
    authority,
    pid: child.pid ?? 0,
    ...(await ready),
    startedAfter,
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

/** Runs with a directory that is removed afterwards. */
export async function inDirectory<T>(run: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'renxin-bench-'));
  try {
    return await run(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function untilReady(url: string): Promise<void> {
  for (;;) {
    const response = await fetch(url).catch(() => undefined);
    await response?.arrayBuffer();
    if (response?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
