import { generateSigner } from '@renxin/seal/signer';
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Troupe } from '../../src/actors/troupe.js';
import { syntheticPerson, Seeded } from '../../src/demonstration/people.js';

/** The demonstration's clients: processes of their own, each with its directory, its passphrase and its address. */
describe('a demonstration client', function () {
  this.timeout(30_000);
  let directory: string;
  let troupe: Troupe;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'renxin-actors-'));
    troupe = new Troupe(directory);
    await troupe.start('identity-authority', { ledger: 'renxin-test' });
    await troupe.start('employer', { ledger: 'renxin-test' });
  });
  after(async () => {
    await troupe.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const post = (path: string, headers: Record<string, string> = {}, body: unknown = {}) =>
    fetch(`${troupe.addressOf('identity-authority')}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  it('acts for nobody without its token', async () => {
    assert.equal((await post('/acts/registration')).status, 401);
    assert.equal((await post('/acts/registration', { Authorization: 'Bearer something' })).status, 401);
  });

  it('keeps its keys when it is asked again, and seals them with a passphrase of its own', async () => {
    const { key } = await troupe.organisation('employer').registration();
    assert.deepEqual((await troupe.organisation('employer').registration()).key, key);
    const passphrases = await Promise.all(
      ['employer', 'identity-authority'].map((name) => readFile(join(directory, name, 'passphrase'), 'utf8')),
    );
    assert.notEqual(passphrases[0], passphrases[1]);
    assert.equal((await stat(join(directory, 'employer', 'passphrase'))).mode & 0o077, 0);
  });

  it('refuses acts that it has not learnt', async () => {
    await assert.rejects(() => troupe.act('employer', 'constructor'), /404/);
    const answer = await troupe.act('employer', 'lock', { contract: 'x', version: 1 });
    assert.deepEqual([answer.ok, answer.code], [false, 'NOT_ENROLLED']);
  });

  it('the identity authority signs no founding that gives it another key', async () => {
    const authority = troupe.identityAuthority();
    const { officers } = await authority.registration();
    const { signer } = generateSigner('SM2');
    const founder = (id: string, role: 'ministry' | 'identity-authority') => ({
      id,
      role,
      name: '演示机构',
      uscc: '12100000TX00030182',
      region: '10',
      key: signer.key,
    });
    await assert.rejects(
      () =>
        authority.found({
          ledger: 'renxin-test',
          founders: [founder('mohrss', 'ministry'), founder('mohrss-identity', 'identity-authority')],
          officers,
          recoveryDelayHours: 168,
          at: new Date().toISOString(),
        }),
      /FOUNDER_MISSING/,
    );
  });

  it('the identity authority writes who is who into its own file alone', async () => {
    const { name, citizenNumber } = syntheticPerson(new Seeded(3));
    const { signer } = generateSigner('SM2');
    const request = {
      name,
      citizenNumber,
      identifier: 'p-somebody',
      relation: 'employment',
      towards: 'an-employer',
      key: signer.key,
    };
    const answer = await (await post('/attestations', {}, request)).json();
    const { sandbox, binding } = answer as { sandbox: boolean; binding: { body: object } };
    assert.equal(sandbox, true, 'it says that it is a sandbox');
    assert.ok(!JSON.stringify(binding).includes(citizenNumber), 'what goes to the ledger names nobody');
    assert.ok(!JSON.stringify(binding).includes(name));
    const own = join(directory, 'identity-authority', 'bindings.ndjson');
    assert.ok((await readFile(own, 'utf8')).includes(citizenNumber));
    assert.equal((await stat(own)).mode & 0o077, 0);
  });

  it('is told what is wrong with a request, without its values', async () => {
    const response = await post('/attestations', {}, { name: '欧阳虚构', citizenNumber: '1' });
    assert.equal(response.status, 400);
    const text = await response.text();
    assert.ok(text.includes('BODY_INVALID') && !text.includes('欧阳虚构'));
  });

  it('ends when it is stopped', async () => {
    const address = troupe.addressOf('employer');
    await troupe.stop('employer');
    await assert.rejects(() => fetch(address));
  });
});
