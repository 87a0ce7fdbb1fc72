import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli.js';
import { start, type Running } from '../../src/commands/serve.js';
import { loadConfig } from '../../src/config.js';
import { guangdong, provincesAccreditations } from '../../src/demonstration/organisations.js';
import type { KitReport } from '../../src/conformance-kit/run.js';

type Json = Record<string, unknown>;
type Alter = (path: string, status: number, body: string) => { status: number; body: string };

const honest: Alter = (_path, status, body) => ({ status, body });

/** What stands between the kit and the platform: a deployment that does not do what it should. */
class AlteringProxy {
  alter: Alter = honest;
  target = '';
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => void this.#pass(request, response));
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk as Uint8Array);
    const { method = 'GET', url = '/' } = request;
    const headers = Object.entries(request.headers).filter(
      ([name]) => !['host', 'connection', 'content-length', 'accept-encoding'].includes(name),
    );
    const answer = await fetch(`${this.target}${url}`, {
      method,
      headers: Object.fromEntries(headers) as Record<string, string>,
      ...(method === 'POST' && { body: Buffer.concat(chunks) }),
    });
    const { status, body } = this.alter(url, answer.status, await answer.text());
    const type = answer.headers.get('content-type');
    response.writeHead(status, { ...(type !== null && { 'Content-Type': type }) }).end(body);
  }
}

/** A port on which nobody listens: the platform's address has to be known before it begins. */
async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return String(port);
}

/** Against a real platform, and against ones that are broken in one place each. */
describe('renxin conformance', function () {
  this.timeout(240_000);
  const proxy = new AlteringProxy();
  let directory: string;
  let running: Running;
  let url: string;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'renxin-kit-test-'));
    url = await proxy.listen();
    const port = await freePort();
    // The demonstration's own clients come in through it as well.
    proxy.target = `http://127.0.0.1:${port}`;
    const env = { RENXIN_PORT: port, RENXIN_LOG_LEVEL: 'error', RENXIN_PUBLIC_URL: url };
    running = await start(loadConfig({ ...env, RENXIN_DATA: join(directory, 'data') }));
    for (const each of provincesAccreditations(guangdong)) await running.composed.accredit(each);
  });
  after(async () => {
    await running.close();
    await proxy.close();
    await rm(directory, { recursive: true, force: true });
  });

  /** Runs the command as it is called; the report is the one that it writes. */
  async function kit(...options: string[]): Promise<{ code: number; report: KitReport; text: string }> {
    const out = join(directory, 'report');
    const write = process.stdout.write.bind(process.stdout);
    let text = '';
    process.stdout.write = (chunk: string | Uint8Array) => ((text += String(chunk)), true);
    try {
      const code = await main(['conformance', `${url}/orgs/gd`, '--out', out, ...options]);
      const report = JSON.parse(await readFile(join(out, 'conformance.json'), 'utf8')) as KitReport;
      return { code, report, text };
    } finally {
      process.stdout.write = write;
    }
  }

  function keys(): string[] {
    const gateway = join(directory, 'data', 'gateway');
    return [
      ...['--official', join(gateway, 'keys.json'), '--passphrase', join(gateway, 'passphrase')],
      ...['--identity-authority', running.troupe.addressOf('identity-authority')],
      ...['--other', `${url}/orgs/sh`],
      ...['--other-official', join(gateway, 'keys.json'), '--other-passphrase', join(gateway, 'passphrase')],
    ];
  }

  const outcomes = ({ results }: KitReport) =>
    Object.fromEntries(results.map(({ id, outcome, code }) => [id, `${outcome} ${code}`]));

  it('says what it would create and creates nothing', async () => {
    const { code, report, text } = await kit(...keys(), '--dry-run', '--lang', 'en');
    assert.equal(code, 0);
    assert.ok(report.results.every(({ outcome }) => outcome === 'planned'));
    assert.match(text, /Creates in the deployment: one synthetic certificate/);
  });

  it('without keys checks what needs none, and names what it did not', async () => {
    const { code, report } = await kit();
    const all = outcomes(report);
    assert.equal(code, 0, JSON.stringify(all));
    assert.equal(all['trust-file-signed'], 'pass PASSED');
    assert.equal(all['did-keys-of-the-registry'], 'pass PASSED');
    assert.equal(all['issue'], 'skipped NEEDS_OFFICIAL');
  });

  it('with keys everything holds, and what it made is ended', async () => {
    const { code, report } = await kit(...keys());
    assert.deepEqual(
      report.results.filter(({ outcome }) => outcome !== 'pass').map(({ id, code: why }) => [id, why]),
      [],
    );
    assert.deepEqual([code, report.left], [0, []]);
    const html = await readFile(join(directory, 'report', 'conformance.html'), 'utf8');
    assert.ok(report.results.every(({ id }) => html.includes(id)));
    assert.ok(report.results.every(({ clause }) => clause.length > 8));
  });

  const broken: readonly [string, string, readonly string[], Alter][] = [
    [
      'a status list without its proofs',
      'status-list-signed',
      ['--only', 'issuing', '--only', 'status'],
      (path, status, body) => {
        if (!path.includes('/status-lists/')) return { status, body };
        const { proof: _proof, ...rest } = JSON.parse(body) as Json;
        return { status, body: JSON.stringify(rest) };
      },
    ],
    [
      'a DID document with a foreign key',
      'did-keys-of-the-registry',
      ['--only', 'did'],
      (path, status, body) => ({
        status,
        body:
          path.includes('/identifiers/did%3Arenxin') && status === 200
            ? body.replace(/"zEPJ[^"]+"/, '"zEPJforeign"')
            : body,
      }),
    ],
    [
      'a verifier that takes anything',
      'verify-tampered-refused',
      ['--only', 'issuing', '--only', 'verification'],
      (path, status, body) =>
        path.endsWith('/credentials/verify') && status >= 400
          ? { status: 200, body: '{"verified":true}' }
          : { status, body },
    ],
    [
      'a trust file that somebody changed',
      'trust-file-signed',
      ['--only', 'trust'],
      (path, status, body) => ({
        status,
        body: path.endsWith('/trust.json')
          ? body.replace('"standing":"test"', '"standing":"licensed"')
          : body,
      }),
    ],
  ];

  for (const [what, id, options, alter] of broken)
    it(`names ${what}: ${id}`, async () => {
      proxy.alter = alter;
      try {
        const { code, report } = await kit(...keys(), ...options);
        const failed = report.results.filter(({ outcome }) => outcome === 'fail').map((each) => each.id);
        assert.deepEqual([code, failed, report.left], [1, [id], []]);
      } finally {
        proxy.alter = honest;
      }
    });

  it('learns nothing from a place where nobody is: 2; takes no wrong call: 3', async () => {
    const write = process.stdout.write.bind(process.stdout);
    process.stdout.write = () => true;
    try {
      assert.equal(await main(['conformance', 'http://127.0.0.1:9/orgs/gd']), 2);
    } finally {
      process.stdout.write = write;
    }
    assert.equal(await main(['conformance', `${url}/orgs/gd`, '--only', 'everything']), 3);
    assert.equal(await main(['conformance']), 3);
    assert.equal(await main(['conformance', `${url}/orgs/gd`, '--official', 'ring.json']), 3);
  });
});
