import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stories } from '../../src/story/index.js';
import { openInstance } from '../story/instance.js';

/** The commands of `renxin` as a person calls them: exit codes, what is printed where, what is left. */
describe('the command line', function () {
  this.timeout(120_000);
  let directory: string;
  let out: string;
  let demo: Ran;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'renxin-cli-'));
    out = join(directory, 'out');
    demo = await renxin('demo', '--out', out);
  });
  after(() => rm(directory, { recursive: true, force: true }));

  const artefact = (name: string) => join(out, name);
  const trust = () => ['--trust', artefact('trust.json')];
  const bundle = () => artefact('contract.evidence.zip');

  it('demo ends with 0 and leaves the artefacts and a summary', async () => {
    assert.equal(demo.code, 0, demo.out + demo.error);
    const summary = JSON.parse(await readFile(artefact('summary.json'), 'utf8')) as {
      steps: { name: string; story: string; expected: string; came: string; milliseconds: number }[];
    };
    const played = stories.flatMap(({ id, steps }) => steps.map((step) => `${id}/${step.id}`));
    assert.deepEqual(
      summary.steps.map(({ story, name }) => `${story}/${name}`),
      [...played, 'all/verify'],
    );
    for (const { name, expected, came, milliseconds } of summary.steps) {
      assert.equal(came, expected, name);
      assert.equal(typeof milliseconds, 'number');
    }
    assert.deepEqual((await readdir(out)).sort(), [...LEFT, 'summary.json', 'trust.json'].sort());
    assert.match(demo.out, /fingerprint [0-9a-f]{64}/);
  });

  it('verify ends with 0 for every artefact, together and one by one', async () => {
    const together = await renxin('verify', ...ARTEFACTS.map(artefact), ...trust());
    assert.equal(together.code, 0, together.out);
    for (const name of ['contract.pdf', 'contract.evidence.zip', 'contract.state-proof.json', 'trust.json'])
      assert.equal((await renxin('verify', artefact(name), ...trust())).code, 0, name);
  });

  it('verify --json prints one report, the fingerprint stays apart', async () => {
    const { code, out: printed, error } = await renxin('verify', bundle(), ...trust(), '--json');
    assert.equal(code, 0);
    const report = JSON.parse(printed) as Record<string, unknown>;
    for (const member of MEMBERS) assert.ok(member in report, member);
    assert.equal(report['verdict'], 'valid');
    assert.equal(report['state'], 'DISSOLVED');
    for (const step of report['steps'] as Record<string, unknown>[]) {
      assert.ok(['pass', 'fail', 'warn', 'not-checked'].includes(String(step['outcome'])));
      for (const member of ['step', 'code', 'zh', 'en']) assert.equal(typeof step[member], 'string');
    }
    assert.match(error, /[0-9a-f]{64}/);
    const several = await renxin('verify', bundle(), artefact('contract.pdf'), ...trust(), '--json');
    assert.equal((JSON.parse(several.out) as unknown[]).length, 2);
  });

  it('verify speaks Chinese, and English when asked', async () => {
    const zh = await renxin('verify', bundle(), ...trust());
    assert.match(zh.out, /验证通过/);
    const en = await renxin('verify', bundle(), ...trust(), '--lang', 'en');
    assert.match(en.out, /Valid/);
    assert.doesNotMatch(en.out, /验证通过/);
  });

  it('verify without trust, or of no format we know, ends with 2', async () => {
    assert.equal((await renxin('verify', bundle())).code, 2);
    const unknown = join(directory, 'unknown.bin');
    await writeFile(unknown, 'nothing that we know');
    assert.equal((await renxin('verify', unknown, ...trust())).code, 2);
  });

  it('verify of a tampered artefact ends with 1, before the 2 of another', async () => {
    const tampered = join(directory, 'tampered.evidence.zip');
    const bytes = await readFile(bundle());
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    await writeFile(tampered, bytes);
    assert.equal((await renxin('verify', tampered, ...trust())).code, 1);
    const unknown = join(directory, 'unknown.bin');
    await writeFile(unknown, 'nothing that we know');
    assert.equal((await renxin('verify', bundle(), unknown, tampered, ...trust())).code, 1);
    assert.notEqual((await renxin('verify', tampered)).code, 0);
  });

  it('verify with a token of another file beside the document ends with 1', async () => {
    const mixed = join(directory, 'mixed');
    await mkdir(mixed);
    for (const name of ARTEFACTS) await cp(artefact(name), join(mixed, name));
    await cp(artefact('contract.signed.ecdsa.tsr'), join(mixed, 'contract.signed.sm2.tsr'));
    assert.equal((await renxin('verify', join(mixed, 'contract.pdf'), ...trust())).code, 1);
    await cp(artefact('contract.pdf.worker.p7s'), join(mixed, 'contract.pdf.employer.p7s'));
    assert.equal((await renxin('verify', join(mixed, 'contract.pdf.worker.p7s'), ...trust())).code, 1);
  });

  it('verify --max-age and --as-of judge the state by the caller’s time', async () => {
    const state = artefact('contract.state-proof.json');
    const codeOf = async (...args: string[]) => (await renxin('verify', state, ...trust(), ...args)).code;
    assert.equal(await codeOf('--max-age', '1'), 0);
    const later = new Date(Date.now() + 30 * 86_400_000).toISOString();
    assert.equal(await codeOf('--max-age', '1', '--as-of', later), 2);
    const before = new Date(Date.now() - 86_400_000).toISOString();
    assert.notEqual(await codeOf('--as-of', before), 1, 'nothing is tampered with');
  });

  for (const [title, ...args] of [
    ['an unknown command', 'prove'],
    ['a name that every object has', 'constructor'],
    ['verify without a file', 'verify'],
    ['verify of a file that is not there', 'verify', '/nowhere/at/all.pdf'],
    ['verify with an unknown option', 'verify', 'x', '--believe'],
    ['verify with an impossible time', 'verify', 'x', '--as-of', 'yesterday'],
    ['verify with an impossible age', 'verify', 'x', '--max-age', '-1'],
    ['verify in a third language', 'verify', 'x', '--lang', 'fr'],
    ['demo without a directory', 'demo'],
    ['demo on a ledger that is not there', 'demo', '--out', 'x', '--ledger', 'paper'],
    ['network without an action', 'network'],
    ['network with an unknown consensus', 'network', 'up', '--consensus', 'votes'],
    ['network with a port that is none', 'network', 'up', '--port', '-1'],
    ['fsck without a directory', 'fsck'],
    ['fsck of a directory without a ledger', 'fsck', '/'],
    ['serve with an argument', 'serve', '--port', '1'],
  ] as const)
    it(`${title} ends with 3 and says how to call it`, async () => {
      const { code, error, out: printed } = await renxin(...args);
      assert.equal(code, 3, error);
      assert.ok(error.length > 0);
      assert.equal(printed, '');
    });

  it('demo on Fabric without its programs ends with 1, names them and leaves nothing', async () => {
    const nothing = await mkdtemp(join(tmpdir(), 'renxin-no-fabric-'));
    try {
      const { code, error } = await run(['demo', '--ledger', 'fabric', '--out', join(nothing, 'out')], {
        FABRIC_BIN: nothing,
      });
      assert.equal(code, 1, error);
      assert.match(error, /^FABRIC_BINARY_MISSING[^]*\n {2}programs: peer, orderer,/);
      assert.deepEqual(await readdir(nothing), []);
    } finally {
      await rm(nothing, { recursive: true });
    }
  });

  it('help ends with 0', async () => {
    const { code, out: printed } = await renxin('--help');
    assert.equal(code, 0);
    for (const command of ['serve', 'demo', 'verify', 'fsck', 'bench']) assert.ok(printed.includes(command));
  });

  it('serve with a wrong setting says which one and ends with 1', async () => {
    const { code, error } = await run(['serve'], { RENXIN_PORT: 'eighty' });
    assert.equal(code, 1);
    assert.match(error, /RENXIN_PORT/);
    assert.doesNotMatch(error, /eighty/);
  });

  it('fsck ends with 0 on a data directory that was stopped, and with 1 after one byte changed', async () => {
    const data = join(directory, 'data');
    const instance = await openInstance(data);
    const trust = join(directory, 'fsck-trust.json');
    await writeFile(trust, await instance.running.composed.trust());
    await instance.stop();
    const sound = await renxin('fsck', data, '--json', '--trust', trust);
    assert.equal(sound.code, 0, sound.out + sound.error);
    assert.equal((JSON.parse(sound.out) as { sound: boolean }).sound, true);
    const { logs: checked } = JSON.parse(sound.out) as { logs: { signatures: string }[] };
    assert.ok(checked.length > 0 && checked.every(({ signatures }) => signatures === 'checked'));
    const checkpoint = join(data, 'gateway', 'logs', 'gd', 'checkpoint');
    const signed = await readFile(checkpoint, 'utf8');
    // Another signature in the same form: one character of it, before the last and the padding.
    const place = signed.trimEnd().replace(/=+$/, '').length - 3;
    const forged = signed.slice(0, place) + (signed[place] === 'A' ? 'B' : 'A') + signed.slice(place + 1);
    await writeFile(checkpoint, forged);
    const unsigned = await renxin('fsck', data, '--json', '--trust', trust);
    assert.equal(unsigned.code, 1);
    assert.match(unsigned.out, /LOG_CHECKPOINT_SIGNATURE/);
    assert.equal((await renxin('fsck', data)).code, 0, 'without keys nobody can tell');
    await writeFile(checkpoint, signed);
    const ledger = join(data, 'gateway', 'ledger');
    const logs = (await readdir(ledger)).filter((name) => /\.(log|ldb)$/.test(name));
    const sizes = await Promise.all(logs.map(async (name) => (await readFile(join(ledger, name))).length));
    const largest = join(ledger, logs[sizes.indexOf(Math.max(...sizes))] ?? '');
    const bytes = await readFile(largest);
    const at = Math.floor(bytes.length / 3);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    await writeFile(largest, bytes);
    const broken = await renxin('fsck', data);
    assert.equal(broken.code, 1, broken.out + broken.error);
  });
});

const GROUPS = stories.flatMap(({ artefacts }) => artefacts);
/** What `demo` leaves besides the trust file and the summary; a folder by its name. */
const LEFT = GROUPS.flatMap(({ files }) => Object.keys(files)).map((name) => name.replace(/\/$/, ''));
const ARTEFACTS = GROUPS.filter(({ notVerified }) => notVerified === undefined).flatMap(({ files }) =>
  Object.keys(files),
);
const MEMBERS = [
  'file',
  'kind',
  'verdict',
  'state',
  'asOf',
  'statusAsOf',
  'signedBetween',
  'independence',
  'steps',
  'proven',
  'notProven',
];

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

function renxin(...args: readonly string[]): Promise<Ran> {
  return run(args, {});
}

async function run(args: readonly string[], environment: Record<string, string>): Promise<Ran> {
  const cli = fileURLToPath(new URL('../../src/cli.js', import.meta.url));
  const call = `import(${JSON.stringify(cli)}).then((m) => m.main(process.argv.slice(1))).then((c) => { process.exitCode = c; })`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', call, '--', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...environment },
  });
  const said = { out: '', error: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (said.error += chunk.toString('utf8')));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, ...said };
}
