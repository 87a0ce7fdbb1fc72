import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Plays a contract with refusals in a process of its own, with the log at its most talkative, and reads what it left. */
describe('personal data', function () {
  this.timeout(90_000);
  let directory: string;
  let said: Said;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'renxin-privacy-'));
    said = await played(directory);
  });
  after(() => rm(directory, { recursive: true, force: true }));

  it('stands in no log line, though requests were refused and failed', () => {
    assert.ok(said.log.split('\n').length > 20, 'there is a log to look at');
    assert.ok(said.log.includes('BODY_INVALID') || said.log.includes('TERMS_REFUSED'));
    assert.deepEqual(found(said, Buffer.from(said.log)), []);
  });

  it('stands in no problem that was answered', () => {
    assert.ok(said.problems.length >= 4);
    for (const problem of said.problems) assert.deepEqual(found(said, Buffer.from(problem)), [], problem);
  });

  it('stands in no byte of the ledger', async () => {
    const bytes = await bytesUnder(join(directory, 'gateway', 'ledger'));
    assert.ok(bytes.includes(said.contract), 'the contract is in these bytes');
    assert.ok(bytes.includes(said.identifier), 'and the worker’s pairwise identifier');
    assert.deepEqual(found(said, bytes), []);
  });
});

interface Said {
  readonly log: string;
  readonly problems: readonly string[];
  readonly contract: string;
  readonly identifier: string;
  readonly personal: readonly string[];
}

function found({ personal }: Said, bytes: Buffer): string[] {
  const forms = personal.flatMap((value) => [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    Buffer.from(value).toString('base64url'),
  ]);
  return forms.filter((form) => bytes.includes(form));
}

async function played(directory: string): Promise<Said> {
  const main = fileURLToPath(new URL('./privacy-main.js', import.meta.url));
  const child = spawn(process.execPath, [main, directory], { stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { out: '', log: '' };
  child.stdout.on('data', (chunk: Buffer) => (texts.out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (texts.log += chunk.toString('utf8')));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  assert.equal(code, 0, texts.log.slice(-2000));
  return { ...(JSON.parse(texts.out) as Omit<Said, 'log'>), log: texts.log };
}

async function bytesUnder(directory: string): Promise<Buffer> {
  const names = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = names.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
  return Buffer.concat(await Promise.all(files.map((path) => readFile(path))));
}
