import type { PublicKey, registryMessages } from '@renxin/chaincode/messages';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { EmployerPort, IdentityAuthorityPort } from '../founding/found.js';
import type { ActAnswer } from './control.js';

export type Actor = 'worker' | 'employer' | 'identity-authority';

/** The demonstration's clients, each a process with its own directory; they end when this process does. */
export class Troupe {
  readonly #directory: string;
  readonly #members = new Map<Actor, { process: ChildProcess; port: number; token: string }>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Starts a client. `about` is what its process is told besides its directory. */
  async start(actor: Actor, about: Readonly<Record<string, string>>): Promise<void> {
    const directory = join(this.#directory, actor);
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const token = randomBytes(24).toString('base64url');
    const main = fileURLToPath(new URL('./main.js', import.meta.url));
    const child = spawn(process.execPath, [main, actor], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { PATH: process.env['PATH'] ?? '' },
    });
    child.stdin.write(JSON.stringify({ ...about, directory, token }) + '\n');
    this.#members.set(actor, { process: child, token, port: await portOf(child, actor) });
  }

  /** Asks a client to act. */
  async act(actor: Actor, act: string, input: unknown = {}): Promise<ActAnswer> {
    const member = this.#members.get(actor);
    if (member === undefined) throw new TypeError(`no ${actor}`);
    const response = await fetch(`http://127.0.0.1:${member.port}/acts/${act}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${member.token}` },
      body: JSON.stringify(input),
    });
    if (!response.ok) throw new Error(`${actor} ${act}: status ${response.status}`);
    return (await response.json()) as ActAnswer;
  }

  /** {@link act}, for acts that must not be refused. */
  async must<T>(actor: Actor, act: string, input: unknown = {}): Promise<T> {
    const answer = await this.act(actor, act, input);
    if (!answer.ok) throw new Error(`${actor} ${act}: ${answer.code}`);
    return answer.result as T;
  }

  /** Where the identity authority is reached. */
  addressOf(actor: Actor): string {
    return `http://127.0.0.1:${this.#members.get(actor)?.port ?? 0}`;
  }

  identityAuthority(): IdentityAuthorityPort {
    return {
      registration: () =>
        this.must<{ key: PublicKey; officers: { id: string; key: PublicKey }[] }>(
          'identity-authority',
          'registration',
        ),
      found: async (founding: registryMessages.Founding) =>
        (await this.must<{ signature: string }>('identity-authority', 'found', founding)).signature,
    };
  }

  employer(): EmployerPort {
    return {
      registration: () => this.must<{ key: PublicKey }>('employer', 'registration'),
      possess: async (change: registryMessages.RegistryChange) =>
        (await this.must<{ signature: string }>('employer', 'possess', change)).signature,
    };
  }

  async stop(actor?: Actor): Promise<void> {
    const names = actor === undefined ? [...this.#members.keys()] : [actor];
    await Promise.all(
      names.map(async (name) => {
        const member = this.#members.get(name);
        this.#members.delete(name);
        if (member === undefined || member.process.exitCode !== null) return;
        const ended = new Promise((resolve) => member.process.once('exit', resolve));
        member.process.stdin?.end();
        member.process.kill('SIGTERM');
        await ended;
      }),
    );
  }
}

/** The first line that a client prints says where it listens. */
function portOf(child: ChildProcess, actor: Actor): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${actor} ended with ${code}`)));
    if (child.stdout === null) return reject(new Error('no output'));
    createInterface(child.stdout).once('line', (line) =>
      resolve((JSON.parse(line) as { port: number }).port),
    );
  });
}
