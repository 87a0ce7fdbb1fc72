import type { PublicKey, registryMessages } from '@renxin/chaincode/messages';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { OrganisationPort } from '../founding/change.js';
import type { IdentityAuthorityPort } from '../founding/found.js';
import type { ActAnswer } from './control.js';
import type { PartyName } from './party.js';

export type Actor = PartyName | 'identity-authority';

/** The demonstration's clients, each a process with its own directory; they end when this process does. */
export class Troupe {
  readonly #directory: string;
  readonly #members = new Map<Actor, { process: ChildProcess; port: number; token: string }>();
  readonly #awaited = new Map<Actor, () => Promise<void>>();
  readonly #entering = new Map<Actor, Promise<void>>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Starts a client. `about` is what its process is told besides its directory. */
  async start(actor: Actor, about: Readonly<Record<string, string>>): Promise<void> {
    if (this.#members.has(actor)) return;
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

  /** A client that is not needed yet: it comes in when it is first asked to act. `enter` starts and enrols it. */
  later(actor: Actor, enter: () => Promise<void>): void {
    this.#awaited.set(actor, enter);
  }

  /** Asks a client to act. */
  async act(actor: Actor, act: string, input: unknown = {}): Promise<ActAnswer> {
    await this.#entered(actor);
    return this.#ask(actor, act, input);
  }

  /** {@link act}, for acts that must not be refused. */
  async must<T>(actor: Actor, act: string, input: unknown = {}): Promise<T> {
    await this.#entered(actor);
    return this.#must(actor, act, input);
  }

  /** Where a client is reached that runs: the identity authority, by wallets. */
  addressOf(actor: Actor): string {
    return `http://127.0.0.1:${this.#members.get(actor)?.port ?? 0}`;
  }

  /** For the founding of the ledger. */
  identityAuthority(): IdentityAuthorityPort {
    const actor = 'identity-authority';
    return {
      registration: () =>
        this.#must<{ key: PublicKey; officers: { id: string; key: PublicKey }[] }>(actor, 'registration', {}),
      found: async (founding: registryMessages.Founding) =>
        (await this.#must<{ signature: string }>(actor, 'found', founding)).signature,
    };
  }

  /** For the enrolment of a client that is an organisation and runs already. */
  organisation(actor: PartyName): OrganisationPort & { enrolled(): Promise<void> } {
    return {
      registration: () => this.#must<{ key: PublicKey }>(actor, 'registration', {}),
      possess: async (change: registryMessages.RegistryChange) =>
        (await this.#must<{ signature: string }>(actor, 'possess', change)).signature,
      enrolled: async () => void (await this.#must(actor, 'enrol', {})),
    };
  }

  /** Ends one client, or all. */
  async stop(actor?: Actor): Promise<void> {
    await Promise.allSettled(this.#entering.values());
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

  /** Comes in once, however many ask; tries again after it failed. */
  #entered(actor: Actor): Promise<void> {
    const enter = this.#awaited.get(actor);
    if (enter === undefined) return Promise.resolve();
    const entering = this.#entering.get(actor) ?? enter();
    this.#entering.set(actor, entering);
    entering.catch(() => this.#entering.delete(actor));
    return entering;
  }

  async #ask(actor: Actor, act: string, input: unknown): Promise<ActAnswer> {
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

  async #must<T>(actor: Actor, act: string, input: unknown): Promise<T> {
    const answer = await this.#ask(actor, act, input);
    if (!answer.ok) throw new Error(`${actor} ${act}: ${answer.code}`);
    return answer.result as T;
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
