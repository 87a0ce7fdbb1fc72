import { registry } from '@renxin/chaincode/contracts';
import { keyList } from '@renxin/wallets/api';
import { GatewayClient } from '@renxin/wallets/client';
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { start, type Running } from '../../src/commands/serve.js';
import { LEDGER } from '../../src/compose.js';
import { heldKeys } from '../../src/compose/held-keys.js';
import { loadConfig } from '../../src/config.js';
import { keyAdvice } from '../../src/keys/advice.js';
import { passphraseOf } from '../../src/keys/passphrase.js';
import { KeySettingsError } from '../../src/keys/settings.js';

const CLI = fileURLToPath(new URL('../../src/cli.js', import.meta.url));
const CALL = `import { main } from ${JSON.stringify(CLI)}; process.exitCode = await main(process.argv.slice(1));`;
const MODULE = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so'].find(
  (path) => existsSync(path),
);
const present =
  MODULE !== undefined &&
  spawnSync('softhsm2-util', ['--version']).status === 0 &&
  spawnSync('openssl', ['version']).status === 0 &&
  hasBinding();
const title = 'a platform whose keys sit in a device';

describe(
  present ? title : `skipped: ${title} — SoftHSM or the PKCS#11 binding not found (npm run interop:setup)`,
  function () {
    this.timeout(120_000);
    let directory: string;
    let running: Running | undefined;

    before(async function () {
      if (!present) return this.skip();
      directory = await mkdtemp(join(tmpdir(), 'renxin-keys-'));
      await mkdir(join(directory, 'tokens'));
      const conf = join(directory, 'softhsm2.conf');
      await writeFile(conf, `directories.tokendir = ${join(directory, 'tokens')}\n`);
      process.env['SOFTHSM2_CONF'] = conf;
      run('softhsm2-util', '--init-token', '--free', '--label', 'hsm', '--pin', '1234', '--so-pin', '5678');
      for (const [i, label] of ['court', 'province', 'other'].entries()) {
        const file = join(directory, `${label}.pem`);
        run('openssl', 'genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', file);
        const id = `0${String(i + 1)}`;
        const place = ['--token', 'hsm', '--label', label, '--id', id, '--pin', '1234'];
        run('softhsm2-util', '--import', file, ...place);
      }
      await writeFile(join(directory, 'pin'), '1234\n', { mode: 0o600 });
      await writeFile(join(directory, 'wrong-pin'), '0000\n', { mode: 0o600 });
    });
    after(async () => {
      await running?.close();
      delete process.env['SOFTHSM2_CONF'];
      if (directory !== undefined) await rm(directory, { recursive: true, force: true });
    });

    const settings = (change: object = {}, keys: object = {}) => ({
      schema: 1,
      devices: {
        hsm: { kind: 'pkcs11', module: MODULE, token: 'hsm', pinFile: join(directory, 'pin'), ...change },
      },
      keys: {
        'gd-court': { device: 'hsm', label: 'court' },
        'province-p256': { device: 'hsm', label: 'province' },
        ...keys,
      },
    });

    async function configured(content: unknown) {
      const file = join(directory, 'keys.json');
      await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
      return loadConfig({
        RENXIN_DATA: join(directory, 'data'),
        RENXIN_PORT: '0',
        RENXIN_LOG_LEVEL: 'silent',
        RENXIN_KEYS: file,
      });
    }

    it('starts nothing with settings that do not hold, and says what to do', async () => {
      const key = { device: 'hsm', label: 'court' };
      const cases: [unknown, string][] = [
        ['{', 'KEYS_FILE_INVALID'],
        [settings({ kind: 'skf' }), 'KEYS_FILE_INVALID'],
        [settings({ module: '/nowhere.so' }), 'PKCS11_MODULE'],
        [settings({ token: 'not-plugged-in' }), 'PKCS11_TOKEN'],
        [settings({ pinFile: join(directory, 'no-pin') }), 'PIN_FILE_MISSING'],
        [settings({ pinFile: join(directory, 'wrong-pin') }), 'PKCS11_PIN'],
        [settings({}, { 'gd-court': { device: 'hsm', label: 'nobody' } }), 'PKCS11_KEY'],
        [settings({}, { 'gd-court': { device: 'other', label: 'court' } }), 'KEYS_DEVICE_UNKNOWN'],
        [settings({}, { curt: key }), 'KEY_NAME_UNKNOWN'],
        [settings({}, { gd: key }), 'KEY_ALGORITHM'],
      ];
      for (const [content, code] of cases) {
        const config = await configured(content);
        const opening = heldKeys(config, join(config.data, 'gateway'), 'unused', () => new Date());
        await assert.rejects(opening, (error) => {
          assert.ok(error instanceof KeySettingsError, code);
          assert.equal(error.code, code);
          assert.ok(keyAdvice(error).includes(code) && !keyAdvice(error).includes('0000'));
          return true;
        });
      }
      const config = loadConfig({ RENXIN_KEYS: join(directory, 'nothing.json') });
      await assert.rejects(
        heldKeys(config, directory, 'unused', () => new Date()),
        {
          code: 'KEYS_FILE_MISSING',
        },
      );
    });

    it('signs with them: the ledger and openssl take what they sign, the inventory says where they sit', async () => {
      const config = await configured(settings());
      running = await start(config);
      const { ledger } = running.composed;
      const { url } = running;
      const known = await ledger.evaluate(registry.operations.identifier, { identifier: 'gd-court' });
      assert.equal(known.keys.at(-1)?.key.algorithm, 'P-256');

      const list = await fetched(`${url}/pki/revocation-lists/province-p256`);
      await writeFile(join(directory, 'list.crl'), list);
      const files = ['root-p256', 'province-p256'];
      for (const name of files)
        await writeFile(join(directory, `${name}.der`), await fetched(`${url}/pki/certificates/${name}`));
      for (const name of files)
        run('openssl', 'x509', '-inform', 'DER', ...inOut(`${name}.der`, `${name}.crt`));
      const crl = ['crl', '-inform', 'DER', '-in', join(directory, 'list.crl'), '-noout'];
      assert.match(run('openssl', ...crl, '-CAfile', join(directory, 'province-p256.crt')), /verify OK/);
      // The device's key, taken from the file that was imported, is the one in the certificate.
      const own = run('openssl', 'pkey', '-in', join(directory, 'province.pem'), '-pubout');
      const certified = run(
        'openssl',
        'x509',
        '-in',
        join(directory, 'province-p256.crt'),
        '-pubkey',
        '-noout',
      );
      assert.equal(certified, own);

      const signer = running.composed.signerOf('gd-court');
      const client = new GatewayClient({
        baseUrl: `${url}/orgs/gd-court`,
        ledger: LEDGER,
        identifier: 'gd-court',
        signer,
        clock: () => new Date(),
      });
      const { keys } = await client.get('/api/v1/keys', 'evidence', keyList);
      const court = keys.find(({ name }) => name === 'gd-court');
      assert.deepEqual(court?.held, { kind: 'pkcs11', device: 'hsm', token: 'hsm', label: 'court' });
      assert.ok(court?.testOnly === false && (court.uses ?? 0) > 1);
      assert.ok(keys.every(({ organisation }) => organisation === 'gd-court'));
    });

    it('renxin revoke tells by a dry run, does it with --yes, and openssl finds it on the list', async () => {
      assert.ok(running);
      const { url } = running;
      const stamper = join(directory, 'stamper.der');
      await writeFile(stamper, await fetched(`${url}/pki/certificates/time-stamp-p256`));
      const text = run('openssl', 'x509', '-inform', 'DER', '-in', stamper, '-noout', '-serial');
      const serial = text.trim().replace('serial=', '').toLowerCase().replace(/^0+/, '');
      const call = ['revoke', join(directory, 'data'), 'root-p256', serial, '--reason', 'superseded'];
      const listed = async (): Promise<string> => {
        const list = join(directory, 'root.crl');
        await writeFile(list, await fetched(`${url}/pki/revocation-lists/root-p256`));
        return run('openssl', 'crl', '-inform', 'DER', '-in', list, '-noout', '-text').toLowerCase();
      };
      const told = await renxin(...call, '--url', url);
      assert.equal(told.code, 0, told.error);
      assert.equal((JSON.parse(told.out) as { done: boolean }).done, false);
      assert.ok(!(await listed()).includes(serial));
      assert.equal((await renxin(...call, '--url', url, '--yes')).code, 0);
      assert.ok((await listed()).includes(serial));
      assert.equal((await renxin(...call.with(3, '0bad'), '--url', url)).code, 1);
    });

    it('renxin keys lists them beside a running platform, and says what does not hold', async () => {
      const data = join(directory, 'data');
      const { code, out } = await renxin('keys', data, '--json');
      assert.equal(code, 0);
      const keys = JSON.parse(out) as { name: string; held: { kind: string }; state: string }[];
      const of = (name: string) => keys.find((each) => each.name === name);
      assert.equal(of('province-p256')?.held.kind, 'pkcs11');
      assert.deepEqual([of('seal-maker')?.held.kind, of('seal-maker')?.state], ['file', 'in-period']);
      await configured(settings({ pinFile: join(directory, 'wrong-pin') }));
      const wrong = await renxin('keys', data);
      assert.equal(wrong.code, 1);
      assert.match(wrong.error, /PKCS11_PIN/);
      await running?.close();
      running = undefined;
    });

    interface Ran {
      readonly code: number | null;
      readonly out: string;
      readonly error: string;
    }

    /** Not in this process's turn: the platform has to answer meanwhile. */
    function renxin(...args: string[]): Promise<Ran> {
      const env = { ...process.env, RENXIN_KEYS: join(directory, 'keys.json') };
      return new Promise((resolve) => {
        const done = (error: Error | null, out: string, err: string): void =>
          resolve({ code: error === null ? 0 : Number((error as { code?: unknown }).code), out, error: err });
        execFile(process.execPath, ['--input-type=module', '-e', CALL, '--', ...args], { env }, done);
      });
    }

    it('does not start with another key than the certificates and the ledger know', async () => {
      for (const [keys, code] of [
        [{ 'province-p256': { device: 'hsm', label: 'other' } }, 'KEY_OTHER_CERTIFICATE'],
        [{ 'gd-court': { device: 'hsm', label: 'other' } }, 'KEY_NOT_REGISTERED'],
      ] as const) {
        await assert.rejects(start(await configured(settings({}, keys))), { code });
      }
      const { keys: _none, ...withoutDevices } = await configured(settings());
      await assert.rejects(start(withoutDevices), { code: 'KEY_OTHER_CERTIFICATE' });
      assert.ok(await passphraseOf(join(directory, 'data', 'gateway')));
    });

    function inOut(from: string, to: string): string[] {
      return ['-in', join(directory, from), '-out', join(directory, to)];
    }
  },
);

async function fetched(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  assert.equal(response.status, 200, url);
  return new Uint8Array(await response.arrayBuffer());
}

function run(program: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout + stderr;
}

function hasBinding(): boolean {
  try {
    createRequire(import.meta.url)('pkcs11js');
    return true;
  } catch {
    return false;
  }
}
