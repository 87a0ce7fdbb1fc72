import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile, rename, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { cleanEnvironment, lastWords } from './fabric-command.js';
import type { Layout } from './layout.js';
import { NetworkError } from './network-error.js';
import { beginningOf } from './process-identity.js';

/** How a process of the network is started; kept, so that the same can be started again. */
const command = z.strictObject({
  path: z.string(),
  args: z.array(z.string()),
  env: z.record(z.string(), z.string()),
});
export type Command = z.infer<typeof command>;

const record = z.strictObject({
  name: z.string(),
  pid: z.int().positive(),
  began: z.string(),
  command,
});
const records = z.strictObject({ schema: z.literal(1), processes: z.array(record) });
type ProcessRecord = z.infer<typeof record>;

/**
 * Starts and stops the processes of one network. They outlive the command that started them, so what was started is
 * written down before anything else happens; whoever reads it finds the same processes and no others.
 */
export class Supervisor {
  readonly #layout: Layout;
  #records: ProcessRecord[];
  /** Processes that this process started itself; the others are known by their number and beginning. */
  readonly #children = new Map<number, ChildProcess>();
  #writing: Promise<void> = Promise.resolve();

  private constructor(layout: Layout, processes: ProcessRecord[]) {
    this.#layout = layout;
    this.#records = processes;
  }

  /** Finds what was started before; processes that are gone are forgotten. */
  static async open(layout: Layout): Promise<Supervisor> {
    const text = await readFile(layout.processesFile, 'utf8').catch(() => undefined);
    if (text === undefined) return new Supervisor(layout, []);
    return new Supervisor(layout, records.parse(JSON.parse(text)).processes);
  }

  /** Names of everything that was started and not stopped, alive or not. */
  get names(): string[] {
    return this.#records.map(({ name }) => name);
  }

  /** The number of a living process. */
  async pidOf(name: string): Promise<number | undefined> {
    const found = this.#records.find((each) => each.name === name);
    return found !== undefined && (await isAlive(found)) ? found.pid : undefined;
  }

  /** Starts a process; its output goes to its log file. A process of this name must not run. */
  async start(name: string, what: Command): Promise<void> {
    const log = await open(this.#layout.logFile(name), 'a', 0o600);
    try {
      const child = spawn(what.path, what.args, {
        cwd: this.#layout.directory,
        env: cleanEnvironment(what.env),
        detached: true,
        stdio: ['ignore', log.fd, log.fd],
      });
      await new Promise<void>((resolve, reject) => {
        child.once('spawn', resolve);
        child.once('error', reject);
      });
      const pid = child.pid as number;
      child.unref();
      this.#children.set(pid, child);
      const began = (await beginningOf(pid)) ?? 'ended';
      this.#records = [
        ...this.#records.filter((each) => each.name !== name),
        { name, pid, began, command: what },
      ];
      await this.#write();
    } finally {
      await log.close();
    }
  }

  /** Starts a process that was killed or ended, as it was started before. */
  async restart(name: string): Promise<void> {
    const found = this.#find(name);
    if (await isAlive(found)) await this.stop([name]);
    await this.start(name, found.command);
  }

  /** Ends a process without warning; it stays known, so that it can be started again. */
  async kill(name: string, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const found = this.#find(name);
    if (await isAlive(found)) process.kill(found.pid, signal);
    await ended([found], 10_000);
  }

  /** Asks processes to end, waits, and ends those that do not; all of them without names. Forgets them. */
  async stop(names: readonly string[] = this.names, graceMs = 8000): Promise<void> {
    const wanted = this.#records.filter(({ name }) => names.includes(name));
    if (wanted.length === 0) return;
    await signalAll(wanted, 'SIGTERM');
    if (!(await ended(wanted, graceMs))) {
      await signalAll(wanted, 'SIGKILL');
      await ended(wanted, 10_000);
    }
    this.#records = this.#records.filter((each) => !wanted.includes(each));
    await this.#write();
  }

  /** For the end of the process that started the network: at once and without waiting. */
  killNow(): void {
    for (const child of this.#children.values()) {
      // A child that ended is not signalled: its number may be somebody else's by now.
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    }
  }

  /** @throws NetworkError FABRIC_PROCESS_ENDED with its last words when it does not live */
  async assertAlive(name: string): Promise<void> {
    if ((await this.pidOf(name)) !== undefined) return;
    const log = await readFile(this.#layout.logFile(name), 'utf8').catch(() => '');
    throw new NetworkError('FABRIC_PROCESS_ENDED', {
      process: name,
      said: lastWords(log.slice(-20_000)),
      log: this.#layout.logFile(name),
    });
  }

  #find(name: string): ProcessRecord {
    const found = this.#records.find((each) => each.name === name);
    if (found !== undefined) return found;
    throw new NetworkError('FABRIC_PROCESS_UNKNOWN', { process: name, known: this.names.join(', ') });
  }

  /** One write after the other, each the whole file: a reader sees it before or after, never half. */
  #write(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      const file = this.#layout.processesFile;
      await writeFile(`${file}.new`, JSON.stringify({ schema: 1, processes: this.#records }, null, 2), {
        mode: 0o600,
      });
      await rename(`${file}.new`, file);
    });
    return this.#writing;
  }
}

async function isAlive({ pid, began }: ProcessRecord): Promise<boolean> {
  return (await beginningOf(pid)) === began;
}

async function signalAll(processes: readonly ProcessRecord[], signal: NodeJS.Signals): Promise<void> {
  for (const each of processes) {
    if (!(await isAlive(each))) continue;
    try {
      process.kill(each.pid, signal);
    } catch {
      // It ended in between.
    }
  }
}

async function ended(processes: readonly ProcessRecord[], withinMs: number): Promise<boolean> {
  const until = Date.now() + withinMs;
  for (;;) {
    const alive = await Promise.all(processes.map(isAlive));
    if (!alive.includes(true)) return true;
    if (Date.now() > until) return false;
    await sleep(25);
  }
}
