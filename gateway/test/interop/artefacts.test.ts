import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { start, type Running } from '../../src/commands/serve.js';
import { loadConfig } from '../../src/config.js';
import type { StoryId } from '../../src/play/format.js';
import { playThrough } from '../../src/story/play-through.js';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const JAVA = join(ROOT, '.cache/interop/java');

/** The story's own artefacts, checked by programs that others wrote. */
describe('the artefacts of the story, checked by others', function () {
  this.timeout(120_000);
  let directory: string;
  let data: string;
  const at = (name: string): string => join(directory, name);

  before(async () => {
    data = await mkdtemp(join(tmpdir(), 'renxin-interop-data-'));
    directory = await mkdtemp(join(tmpdir(), 'renxin-interop-'));
    const running = await start(
      loadConfig({ RENXIN_DATA: data, RENXIN_PORT: '0', RENXIN_LOG_LEVEL: 'silent' }),
    );
    try {
      await playTo(running, 'labor-contract', 'acknowledge');
      await playTo(running, 'certificates', 'seal-copy');
      for (const [name, bytes] of running.playhouse.artefacts()) await writeFile(at(name), bytes);
      // What the detached signatures are over: the document without the signatures inside.
      const { document } = JSON.parse(await readFile(at('contract.signed.json'), 'utf8')) as {
        document: { bytes: number };
      };
      const whole = await readFile(at('contract.pdf'));
      await writeFile(at('document.pdf'), whole.subarray(0, document.bytes));
      for (const name of ['root', 'root-p256', 'province', 'time-stamp-p256'])
        await fetchCertificate(running.url, name);
    } finally {
      await running.close();
    }
  });

  after(async () => {
    await rm(directory, { recursive: true, force: true });
    await rm(data, { recursive: true, force: true });
  });

  async function fetchCertificate(url: string, name: string): Promise<void> {
    const der = Buffer.from(await (await fetch(`${url}/pki/certificates/${name}`)).arrayBuffer());
    await writeFile(at(`${name}.der`), der);
    const text = der.toString('base64').replaceAll(/.{64}/g, '$&\n').trimEnd();
    await writeFile(at(`${name}.pem`), `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`);
  }

  describe('openssl', function () {
    before(function () {
      if (spawnSync('openssl', ['version']).status !== 0) {
        console.log('skipped: artefacts by openssl — openssl not found (npm run interop:setup)');
        this.skip();
      }
    });

    const openssl = (...args: string[]) => spawnSync('openssl', args, { encoding: 'utf8' });

    it('verifies the ECDSA time-stamp over the signed-contract record, and refuses it over another file', () => {
      const verify = (data: string) =>
        openssl(
          'ts',
          '-verify',
          '-in',
          at('contract.signed.ecdsa.tsr'),
          '-data',
          at(data),
          '-CAfile',
          at('root-p256.pem'),
        );
      const good = verify('contract.signed.json');
      assert.equal(good.status, 0, good.stdout + good.stderr);
      assert.notEqual(verify('contract.pdf').status, 0);
    });

    it('verifies the SM2 certificates of the hierarchy', () => {
      const id = ['-vfyopt', 'distid:1234567812345678'];
      const province = openssl('verify', ...id, '-CAfile', at('root.pem'), at('province.pem'));
      assert.equal(province.status, 0, province.stdout + province.stderr);
      const wrong = openssl('verify', ...id, '-CAfile', at('root-p256.pem'), at('province.pem'));
      assert.notEqual(wrong.status, 0);
    });
  });

  describe('BouncyCastle', function () {
    before(function () {
      if (
        !existsSync(join(JAVA, 'classes/renxin/Peer.class')) ||
        spawnSync('java', ['-version']).status !== 0
      ) {
        console.log('skipped: artefacts by BouncyCastle — not built (npm run interop:setup)');
        this.skip();
      }
    });

    const peer = (...args: string[]) =>
      spawnSync(
        'java',
        ['-cp', [join(JAVA, 'classes'), join(JAVA, 'lib/*')].join(delimiter), 'renxin.Peer', ...args],
        {
          encoding: 'utf8',
        },
      );

    it('verifies both SM2 signatures and the SM2 time-stamp', () => {
      const now = new Date().toISOString();
      const cms = (role: string) => [
        'cms',
        at(`contract.pdf.${role}.p7s`),
        at('document.pdf'),
        at('root.der'),
        now,
      ];
      const token = ['token', at('contract.signed.sm2.tsr'), at('contract.signed.json'), at('root.der'), now];
      const answer = peer(...cms('worker'), ...cms('employer'), ...token);
      assert.equal(answer.status, 0, answer.stdout + answer.stderr);
    });

    it('refuses a signature over a document with one byte changed', async () => {
      const altered = await readFile(at('document.pdf'));
      altered[altered.length >> 1] = (altered[altered.length >> 1] ?? 0) ^ 1;
      await writeFile(at('altered.pdf'), altered);
      const args = [
        'cms',
        at('contract.pdf.worker.p7s'),
        at('altered.pdf'),
        at('root.der'),
        new Date().toISOString(),
      ];
      assert.equal(peer(...args).status, 1);
    });
  });

  describe('ofdrw', function () {
    const ofdrw = join(ROOT, '.cache/interop/ofdrw');

    before(function () {
      if (
        existsSync(join(ofdrw, 'classes/renxin/OfdPeer.class')) &&
        spawnSync('java', ['-version']).status === 0
      )
        return;
      console.log('skipped: the sealed contract by ofdrw — not built (npm run interop:setup)');
      this.skip();
    });

    const peer = (...args: string[]) => {
      const path = [join(ofdrw, 'classes'), join(ofdrw, 'lib/*')].join(delimiter);
      const java = ['-Djava.awt.headless=true', '-cp', path, 'renxin.OfdPeer', ...args];
      return spawnSync('java', java, { encoding: 'utf8' });
    };
    const validate = (...names: string[]) => peer('validate', ...names.map(at));

    it('accepts the sealed contract with its stamps, and refuses it with one byte changed', async () => {
      const { status, stdout, stderr } = validate('contract.ofd');
      assert.equal(status, 0, stdout + stderr);
      // One at the employer's place, and a part of the riding one on each page.
      const [, pages, stamps] = /^accepted (\d+) (\d+)$/m.exec(stdout) ?? [];
      assert.equal(Number(stamps), Number(pages) + 1, stdout);
      const altered = await readFile(at('contract.ofd'));
      const content = altered.indexOf('</ofd:TextCode>');
      altered[content - 1] = (altered[content - 1] ?? 0) ^ 1;
      await writeFile(at('altered.ofd'), altered);
      assert.equal(validate('altered.ofd').status, 1);
    });

    it('accepts the sealed certificate and its copy, and renders the seal on its words', () => {
      const { status, stdout, stderr } = validate('certificate.ofd', 'certificate.copy.ofd');
      assert.equal(status, 0, stdout + stderr);
      assert.equal(stdout.match(/^accepted 1 1$/gm)?.length, 2, stdout);
      // The middle of the seal's star, and of the page's margin.
      const pixels = peer('pixel', at('certificate.ofd'), '1', '141', '228', '5', '5');
      assert.match(pixels.stdout, /^[c-f][0-9a-f][0-4][0-9a-f][0-4][0-9a-f] ffffff$/m, pixels.stderr);
    });
  });

  describe('pdfsig', function () {
    before(function () {
      if (spawnSync('pdfsig', ['-v']).error === undefined) return;
      console.log('skipped: the certificate by pdfsig — pdfsig not found (npm run interop:setup)');
      this.skip();
    });

    it('says that the signature inside the certificate and its copy is valid', () => {
      for (const name of ['certificate.pdf', 'certificate.copy.pdf']) {
        const { stdout, stderr } = spawnSync('pdfsig', ['-nocert', at(name)], { encoding: 'utf8' });
        assert.match(stdout, /Signature Field Name: issuer/, stderr);
        assert.match(stdout, /Signature Validation: Signature is Valid\./, stdout);
      }
    });
  });

  describe('pyHanko', function () {
    const python = join(ROOT, '.cache/interop/pyhanko/bin/python');
    const script = join(ROOT, 'seal/test/interop/pyhanko/validate.py');

    before(function () {
      if (existsSync(python)) return;
      console.log('skipped: the contract by pyHanko — pyHanko not found (npm run interop:setup)');
      this.skip();
    });

    it('finds each signature inside contract, certificate and copy intact, valid and trusted, with nothing changed since', () => {
      for (const [name, signatures] of [
        ['contract.pdf', 2],
        ['certificate.pdf', 1],
        ['certificate.copy.pdf', 1],
      ] as const) {
        const args = [script, at(name), at('root-p256.pem'), new Date().toISOString()];
        const { stdout, stderr } = spawnSync(python, args, { encoding: 'utf8' });
        const lines = stdout.trim().split('\n');
        assert.ok(lines.length >= signatures, name + stdout + stderr);
        for (const line of lines) assert.match(line, / True True True True$/, name + stdout + stderr);
      }
    });
  });

  describe('veraPDF', function () {
    before(function () {
      const isThere = existsSync(join(ROOT, '.cache/interop/verapdf/ready-1.28.2'));
      if (isThere && spawnSync('java', ['-version']).status === 0) return;
      console.log('skipped: the signed contract by veraPDF — veraPDF not found (npm run interop:setup)');
      this.skip();
    });

    it('finds PDF/A-3b in the signed contract, certificate and copy, with their stamps, validation data and time-stamps', () => {
      const script = join(ROOT, 'scripts/interop/verapdf.sh');
      const names = ['contract.pdf', 'certificate.pdf', 'certificate.copy.pdf'];
      const { stdout, stderr } = spawnSync('bash', [script, 'validate', ...names.map(at)], {
        encoding: 'utf8',
      });
      assert.equal(stdout.match(/^PASS /gm)?.length, names.length, stdout + stderr);
    });
  });

  describe('EU DSS', function () {
    const dss = join(ROOT, '.cache/interop/dss');

    before(function () {
      if (
        existsSync(join(dss, 'classes/renxin/ValidatePdf.class')) &&
        spawnSync('java', ['-version']).status === 0
      )
        return;
      console.log('skipped: the contract by EU DSS — not built (npm run interop:setup)');
      this.skip();
    });

    it('passes both signatures inside the contract, and the one inside the certificate, at the level B-LTA', () => {
      const path = [join(dss, 'classes'), join(dss, 'lib/*')].join(delimiter);
      const files = [at('contract.pdf'), at('certificate.pdf')];
      const args = [
        '-cp',
        path,
        'renxin.ValidatePdf',
        new Date().toISOString(),
        at('root-p256.der'),
        ...files,
      ];
      const { stdout, stderr } = spawnSync('java', args, { encoding: 'utf8' });
      const passed = stdout.match(/^PAdES-BASELINE-LTA TOTAL_PASSED/gm) ?? [];
      assert.equal(passed.length, 3, stdout + stderr);
    });
  });
});

async function playTo({ playhouse }: Running, story: StoryId, last: string): Promise<void> {
  for await (const { step, result } of playThrough(playhouse, story)) {
    assert.equal(result.came, step.expected, step.id);
    if (step.id === last) return;
  }
}
