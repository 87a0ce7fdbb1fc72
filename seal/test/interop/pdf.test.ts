import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateRsaSigner, generateSigner } from '../../src/signer/index.js';
import { readCertificate } from '../../src/x509/index.js';
import { issueCertificate } from '../../src/pki/index.js';
import { POLICY_TEST } from '../../src/asn1/oids.js';
import { longTerm, signBy, stamperOf, verifyIn, withValidationData } from '../pdf/signing.js';
import { smallPdf } from '../pdf/small-pdf.js';
import { activation, createWorld, days, provider, T0, type World } from '../world.js';
import type { KeyAlgorithm } from '../../src/x509/index.js';
import { Desk, flipped, pem, run, type Ran } from './tools.js';

/** PDFs signed here and checked by programs that others wrote, and the other way round. */

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const PYTHON = join(ROOT, '.cache/interop/pyhanko/bin/python');
const SCRIPTS = join(ROOT, 'seal/test/interop/pyhanko');
const LEVELS = ['B', 'T', 'LT', 'LTA'] as const;

for (const algorithm of ['P-256', 'RSA'] as const) {
  describe(`PDF signatures, seen by others: ${algorithm}`, function () {
    this.timeout(900_000);
    let world: World<KeyAlgorithm>;
    let desk: Desk;
    const files = LEVELS.map((level) => `${level}.pdf`);

    before(async () => {
      world = await createWorld(algorithm);
      desk = await Desk.open();
      const base = smallPdf({ pages: 2 });
      const stamped = await signBy(world, base, 'worker', { stamper: stamperOf(world) });
      await desk.put('B.pdf', await signBy(world, base, 'worker'));
      await desk.put('T.pdf', stamped);
      await desk.put('LT.pdf', withValidationData(world, stamped, ['worker']));
      await desk.put('LTA.pdf', await longTerm(world, base));
      await desk.put('root.der', world.root.certificate);
      await desk.putPem('root.pem', 'CERTIFICATE', world.root.certificate);
      await desk.putPem('chain.pem', 'CERTIFICATE', world.province.certificate);
    });
    after(() => desk.close());

    it('pdfsig finds every level intact, and a changed byte not', async function () {
      if (spawnSync('pdfsig', ['-v']).error !== undefined) {
        console.log('skipped: PDF signatures by pdfsig — pdfsig not found (npm run interop:setup)');
        this.skip();
      }
      for (const file of files) {
        const { output } = await run('pdfsig', [file], desk.path);
        assert.match(output, /Signature Validation: Signature is Valid/, output);
      }
      await desk.put('altered.pdf', flipped(await readFile(join(desk.path, 'T.pdf')), 40));
      const { output } = await run('pdfsig', ['altered.pdf'], desk.path);
      assert.match(output, /Digest Mismatch|not Valid|Invalid/i, output);
    });

    describe('pyHanko', () => {
      before(function () {
        if (existsSync(PYTHON)) return;
        console.log('skipped: PDF signatures by pyHanko — pyHanko not found (npm run interop:setup)');
        this.skip();
      });
      const python = (script: string, ...args: string[]): Promise<Ran> =>
        run(PYTHON, [join(SCRIPTS, script), ...args], desk.path);

      it('finds every level intact, valid and trusted, with nothing changed since', async () => {
        for (const file of files) {
          const { code, output } = await python('validate.py', file, 'root.pem', T0.toISOString());
          assert.equal(code, 0, output);
          const lines = output.split('\n').filter((line) => / (True|False)/.test(line));
          assert.equal(lines.length, file === 'LTA.pdf' ? 2 : 1, output);
          for (const line of lines) assert.match(line, / True True True True$/, `${file}: ${output}`);
        }
      });

      it('signs, and ours verifies it', async () => {
        await desk.put('base.pdf', smallPdf({ pages: 2 }));
        await giveKey(world, desk, 'signer', 'person');
        await giveKey(world, desk, 'tsa', 'time-stamp');
        const made = await python('sign.py', 'base.pdf', 'theirs.pdf', 'B', '.', T0.toISOString());
        assert.equal(made.code, 0, made.output);
        const signed = new Uint8Array(await readFile(join(desk.path, 'theirs.pdf')));
        const report = verifyIn(world, signed, { crls: world.crls });
        assert.equal(report.signatures[0]?.level, 'B-B', JSON.stringify(report, null, 1));
        assert.equal(report.verdict, 'undetermined');
        assert.equal(verifyIn(world, flipped(signed, 40), { crls: world.crls }).verdict, 'invalid');
      });
    });
  });
}

/** A key that leaves: for the tools of others. */
async function giveKey(
  world: World<KeyAlgorithm>,
  desk: Desk,
  name: string,
  profile: 'person' | 'time-stamp',
): Promise<void> {
  const { signer, privateKey } =
    world.algorithm === 'RSA' || profile === 'time-stamp' // pyHanko's own authority knows RSA alone
      ? await generateRsaSigner(2048)
      : generateSigner('P-256');
  const certificate = await issueCertificate({
    issuer: world.province,
    profile,
    key: signer.key,
    subject: { country: 'CN', commonName: name },
    notBefore: days(-100),
    notAfter: days(265),
    policies: [POLICY_TEST],
    random: world.random,
    activation,
    provider,
  });
  assert.ok(readCertificate(certificate));
  await desk.putPem(`${name}.pem`, 'CERTIFICATE', certificate);
  await desk.put(`${name}.key`, pem('PRIVATE KEY', privateKey));
}
