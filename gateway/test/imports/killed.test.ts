import { importView } from '@renxin/wallets/api';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { compose, type Composed } from '../../src/compose.js';
import { loadConfig } from '../../src/config.js';
import { passphraseOf } from '../../src/keys/passphrase.js';
import { officialOf } from '../certificates/stage.js';
import { openInstance } from '../story/instance.js';
import { csvOf, rowsFor } from './file.js';

const PATH = '/api/v1/e-certificates/imports';
const ROWS = 260;
const ACCREDITATION = {
  id: 'gd-skill-level',
  organisation: 'gd',
  type: 'vocational-skill-level',
  regions: ['44'],
  from: '2024-01-01',
  until: '2035-12-31',
};

/** The process that issues an import is killed in the middle of it, again and again. */
describe('an import whose process is killed', function () {
  this.timeout(300_000);
  let directory: string;
  let composed: Composed | undefined;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'renxin-killed-'));
  });
  after(async () => {
    await composed?.close();
    await rm(directory, { recursive: true, force: true });
  });

  it('issues every row once', async () => {
    const instance = await openInstance(directory);
    await instance.running.composed.accredit(ACCREDITATION);
    const official = await officialOf(instance, 'gd');
    const path = `${PATH}?type=vocational-skill-level`;
    const rows = csvOf(rowsFor(ROWS, 70_000));
    const { import: name } = await official.postBytes(path, 'certificate', rows, importView, 'text/csv');
    const read = () => official.get(`${PATH}/${name}`, 'certificate', importView);
    for (let view = await read(); view.state !== 'validated'; view = await read()) await setTimeout(20);
    await instance.stop();

    for (const share of [0, 0.5]) await killedAt(name, Math.floor(ROWS * share));
    const config = loadConfig({ RENXIN_DATA: directory, RENXIN_LOG_LEVEL: 'error' });
    composed = await compose(config, await passphraseOf(join(directory, 'gateway')));
    await composed.found({} as never); // it is founded: what was unfinished goes on
    const imports = composed.composition.organisations.find(({ id }) => id === 'gd')?.services.imports;
    assert.ok(imports);
    const state = async () => (await imports.files.get(name))?.value;
    for (let file = await state(); file?.state !== 'done'; file = await state()) await setTimeout(20);
    assert.deepEqual((await state())?.counts, { valid: 0, invalid: 0, issued: ROWS, refused: 0 });
    const issued = await issuedOn(composed);
    assert.equal(issued.length, ROWS);
    assert.equal(new Set(issued).size, ROWS);
    const { files, store } = imports.certificates;
    for (const certificate of issued) assert.ok((await files.get(certificate))?.value.issued);
    const left = await store.list('gd/import-file', { limit: 1 });
    assert.equal(left.records.length, 0);
  });

  /** Kills it at the first word of more rows than these. */
  async function killedAt(name: string, rows: number): Promise<void> {
    const main = fileURLToPath(new URL('./killed-main.js', import.meta.url));
    const child = spawn(process.execPath, [main, directory, name], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    for await (const line of createInterface(child.stdout)) if (Number(line) > rows) child.kill('SIGKILL');
    assert.deepEqual(await exited, [null, 'SIGKILL']);
  }
});

/** The certificates that the ledger says were issued in batches, as often as it says so. */
async function issuedOn({ ledger, accredit }: Composed): Promise<string[]> {
  const height = (await ledger.height()) ?? 0;
  // A block may hold several of them: the first event of a later one says that it is over.
  await accredit({ ...ACCREDITATION, id: 'gd-another' });
  const names: string[] = [];
  for await (const { position, name, payload } of ledger.events()) {
    if (position.height > height) break;
    if (name === 'certificates-issued') names.push(...(payload as { certificates: string[] }).certificates);
  }
  return names;
}
