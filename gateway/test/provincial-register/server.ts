import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';

/** A PostgreSQL of this test alone, in a directory of its own. It runs as `postgres` where the test runs as root. */
export interface Server {
  readonly port: number;
  /** As its superuser, for what a province's administrator does. */
  administer(statements: string): Promise<void>;
  stop(): Promise<void>;
}

const VERSIONS = '/usr/lib/postgresql';

/** Where the server's programs are, if they are here. */
export const programs = existsSync(VERSIONS)
  ? readdirSync(VERSIONS)
      .map((version) => join(VERSIONS, version, 'bin'))
      .find((folder) => existsSync(join(folder, 'initdb')))
  : undefined;

export async function startServer(password: string): Promise<Server> {
  if (programs === undefined) throw new Error('no PostgreSQL');
  const directory = mkdtempSync(join(tmpdir(), 'renxin-postgresql-'));
  const as = user();
  if (as.uid !== undefined && as.gid !== undefined) chownSync(directory, as.uid, as.gid);
  const data = join(directory, 'data');
  const env = { ...process.env, LC_ALL: 'C', PGPASSWORD: password };
  execFileSync('sh', ['-c', `umask 077; printf %s "$PGPASSWORD" > ${directory}/password`], { ...as, env });
  const initdb = ['-D', data, '-U', 'administrator', '-A', 'scram-sha-256', '-E', 'UTF8', '--no-sync'];
  execFileSync(join(programs, 'initdb'), [...initdb, `--pwfile=${directory}/password`], {
    ...as,
    env,
    stdio: 'ignore',
  });
  const settings = ['fsync=off', 'listen_addresses=127.0.0.1', `unix_socket_directories=${directory}`];
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const options = ['-D', data, '-p', String(port), ...settings.flatMap((each) => ['-c', each])];
    const child = spawn(join(programs, 'postgres'), options, { ...as, env, stdio: 'ignore' });
    const administer = (statements: string): Promise<void> => run(port, password, statements);
    const stop = async (): Promise<void> => {
      await ended(child);
      rmSync(directory, { recursive: true, force: true });
    };
    if (await answers(() => administer('SELECT 1'), child)) return { port, administer, stop };
    // Somebody else may have taken the port in between.
    if (attempt < 3) continue;
    await stop();
    throw new Error('PostgreSQL did not start');
  }
}

async function run(port: number, password: string, statements: string): Promise<void> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'administrator',
    database: 'postgres',
    password,
  });
  await client.connect();
  try {
    await client.query(statements);
  } finally {
    await client.end();
  }
}

/** PostgreSQL refuses to run as root. */
function user(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const of = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: of('-u'), gid: of('-g') };
}

/** @returns false when it ended before it answered */
async function answers(ask: () => Promise<void>, child: ChildProcess): Promise<boolean> {
  while (child.exitCode === null) {
    try {
      await ask();
      return true;
    } catch {
      await setTimeout(50);
    }
  }
  return false;
}

/** A fast shutdown: who is connected is disconnected. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  await over;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
