import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pureProvider } from '../../src/crypto/pure.js';
import { issueCertificate, issueRoot, POLICY_TEST } from '../../src/pki/index.js';
import { pkcs11Signer, SignerError, type Pkcs11Options } from '../../src/signer/index.js';
import { verifyChain } from '../../src/verify/index.js';
import { activation, days, DOCUMENT, listOf, newSigner, provider, seeded, T0 } from '../world.js';
import { titled } from './tools.js';

const MODULE = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so'].find(
  (path) => existsSync(path),
);
const present =
  MODULE !== undefined &&
  spawnSync('softhsm2-util', ['--version']).status === 0 &&
  spawnSync('openssl', ['version']).status === 0 &&
  hasBinding();

describe(titled('keys in a PKCS#11 device', present, 'SoftHSM or the PKCS#11 binding'), function () {
  this.timeout(60_000);
  let directory: string;
  const device = (key: string, changes: Partial<Pkcs11Options> = {}): Pkcs11Options => ({
    module: MODULE ?? '',
    token: 'renxin',
    pin: '1234',
    key,
    ...changes,
  });
  const refused = (code: string) => (error: unknown) => error instanceof SignerError && error.code === code;

  before(async function () {
    if (!present) return this.skip();
    directory = await mkdtemp(join(tmpdir(), 'renxin-softhsm-'));
    await mkdir(join(directory, 'tokens'));
    await writeFile(
      join(directory, 'softhsm2.conf'),
      `directories.tokendir = ${join(directory, 'tokens')}\n`,
    );
    process.env['SOFTHSM2_CONF'] = join(directory, 'softhsm2.conf');
    run('softhsm2-util', '--init-token', '--free', '--label', 'renxin', '--pin', '1234', '--so-pin', '5678');
    const kinds = [
      ['p256', '01', 'genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
      ['rsa', '02', 'genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
      ['p384', '03', 'genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'],
    ] as const;
    for (const [label, id, ...make] of kinds) {
      const file = join(directory, `${label}.pem`);
      run('openssl', ...make, '-out', file);
      run(
        'softhsm2-util',
        '--import',
        file,
        '--token',
        'renxin',
        '--label',
        label,
        '--id',
        id,
        '--pin',
        '1234',
      );
    }
  });
  after(async () => {
    delete process.env['SOFTHSM2_CONF'];
    if (directory !== undefined) await rm(directory, { recursive: true, force: true });
  });

  for (const [label, algorithm] of [
    ['p256', 'P-256'],
    ['rsa', 'RSA'],
  ] as const) {
    it(`${algorithm}: signs, and its certificate leads to a root`, async () => {
      const signer = await pkcs11Signer(device(label));
      const { key } = signer;
      assert.equal(key.algorithm, algorithm);
      const signature = await signer.sign({ algorithm, message: DOCUMENT, activation });
      assert.equal(
        key.algorithm === 'RSA'
          ? pureProvider.verifyRsa(key, 'PKCS1', DOCUMENT, signature)
          : pureProvider.verify(key, DOCUMENT, signature),
        true,
      );
      await assert.rejects(
        signer.sign({ algorithm: 'SM2', message: DOCUMENT, activation }),
        refused('SIGNER_ALGORITHM_MISMATCH'),
      );
      const random = seeded('softhsm');
      const common = {
        notBefore: days(-1),
        notAfter: days(1),
        policies: [POLICY_TEST],
        random,
        activation,
        provider,
      };
      const root = await issueRoot({ ...common, signer, subject: { commonName: '设备中的根' } });
      const issuer = { signer, certificate: root };
      const leaf = await issueCertificate({
        ...common,
        issuer,
        key: newSigner('P-256', random).key,
        profile: 'person',
        subject: { commonName: '测试' },
      });
      const report = verifyChain({
        leaf,
        intermediates: [],
        roots: [root],
        at: T0,
        crls: [await listOf(issuer, [])],
        use: 'document',
        provider,
      });
      assert.equal(report.code, 'OK');
      signer.close();
    });
  }

  it('refuses what is not there or not accepted, each with its code', async () => {
    const cases: [Partial<Pkcs11Options> & { key?: string }, string][] = [
      [{ module: '/nowhere.so' }, 'PKCS11_MODULE'],
      [{ token: 'other' }, 'PKCS11_TOKEN'],
      [{ pin: '0000' }, 'PKCS11_PIN'],
      [{ key: 'nobody' }, 'PKCS11_KEY'],
      [{ key: 'p384' }, 'SIGNER_KEY_UNSUPPORTED'],
    ];
    for (const [changes, code] of cases)
      await assert.rejects(pkcs11Signer(device('p256', changes)), refused(code), code);
  });
});

function run(program: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}

function hasBinding(): boolean {
  try {
    createRequire(import.meta.url)('pkcs11js');
    return true;
  } catch {
    return false;
  }
}
