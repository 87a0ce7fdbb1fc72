import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

/** Independent tools; a test that lacks one is skipped with a line that says which. */

export interface Ran {
  readonly code: number;
  readonly output: string;
}

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const java = join(root, '.cache/interop/java');

export function hasOpenssl(): boolean {
  return spawnSync('openssl', ['version']).status === 0;
}

export function hasPeer(): boolean {
  return hasClass('Peer');
}

export function hasSealPeer(): boolean {
  return hasClass('SealPeer');
}

function hasClass(name: string): boolean {
  const file = join(java, `classes/renxin/${name}.class`);
  return existsSync(file) && spawnSync('java', ['-version']).status === 0;
}

/** Title of a check that may be skipped. */
export function titled(title: string, present: boolean, tool: string): string {
  return present ? title : `skipped: ${title} — ${tool} not found (npm run interop:setup)`;
}

export function run(program: string, args: readonly string[], cwd: string): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd, encoding: 'utf8' }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, output: stdout + stderr });
    });
  });
}

/** Runs BouncyCastle: seal/test/interop/java. */
export function runPeer(args: readonly string[], cwd: string): Promise<Ran> {
  return runClass('Peer', args, cwd);
}

export function runSealPeer(args: readonly string[], cwd: string): Promise<Ran> {
  return runClass('SealPeer', args, cwd);
}

function runClass(name: string, args: readonly string[], cwd: string): Promise<Ran> {
  const path = [join(java, 'classes'), join(java, 'lib/*')].join(delimiter);
  return run('java', ['-cp', path, `renxin.${name}`, ...args], cwd);
}

/** A directory for one test's files. */
export class Desk {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async open(): Promise<Desk> {
    return new Desk(await mkdtemp(join(tmpdir(), 'renxin-seal-')));
  }

  async put(name: string, content: Uint8Array | string): Promise<string> {
    await writeFile(join(this.path, name), content);
    return name;
  }

  putPem(name: string, label: string, ...ders: readonly Uint8Array[]): Promise<string> {
    return this.put(name, ders.map((der) => pem(label, der)).join(''));
  }

  /** @throws when openssl does not succeed: for what only prepares a test. */
  async make(...args: readonly string[]): Promise<void> {
    const { code, output } = await run('openssl', args, this.path);
    if (code !== 0) throw new Error(`openssl ${args.join(' ')}: ${output}`);
  }

  openssl(...args: readonly string[]): Promise<Ran> {
    return run('openssl', args, this.path);
  }

  async close(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

export function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

export function derOfPem(text: string): Uint8Array {
  const base64 = text.replace(/^[^]*?-----BEGIN [^-]+-----/, '').replace(/-----END[^]*$/, '');
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

/** The bytes with one bit of the byte at `at` changed (from the end when negative). */
export function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const altered = Uint8Array.from(bytes);
  const index = at < 0 ? bytes.length + at : at;
  altered[index] = (altered[index] ?? 0) ^ 1;
  return altered;
}
