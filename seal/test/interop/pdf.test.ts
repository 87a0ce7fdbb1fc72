import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateRsaSigner, generateSigner } from '../../src/signer/index.js';
import { stampPdf } from '../../src/pdf/index.js';
import { issueCertificate } from '../../src/pki/index.js';
import { POLICY_TEST } from '../../src/asn1/oids.js';
import { longTerm, signBy, stamperOf, verifyIn, withValidationData } from '../pdf/signing.js';
import { smallPdf } from '../pdf/small-pdf.js';
import { activation, authorityOf, createWorld, days, listOf, provider, T0, type World } from '../world.js';
import type { KeyAlgorithm } from '../../src/x509/index.js';
import { Desk, flipped, pem, run, type Ran } from './tools.js';

/** PDFs signed here and checked by programs that others wrote, and the other way round. */

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const PYTHON = join(ROOT, '.cache/interop/pyhanko/bin/python');
const SCRIPTS = join(ROOT, 'seal/test/interop/pyhanko');
const DSS = join(ROOT, '.cache/interop/dss');
const hasJava = (): boolean => spawnSync('java', ['-version']).status === 0;
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

    it('EU DSS finds B-B and B-T intact and trusted, and passes B-LT and B-LTA', async function () {
      if (!existsSync(join(DSS, 'classes/renxin/ValidatePdf.class')) || !hasJava()) {
        console.log('skipped: PDF signatures by EU DSS — EU DSS not found (npm run interop:setup)');
        this.skip();
      }
      // DSS asks for lists that were made after the signature.
      const lists = await Promise.all(
        [world.province, world.root].map((issuer) => listOf(issuer, [], days(0.1), days(6))),
      );
      const stamped = new Uint8Array(await readFile(join(desk.path, 'T.pdf')));
      const kept = withValidationData(world, stamped, ['worker'], lists);
      const later = stamperOf(world, { clock: () => days(0.2) });
      const judged = ['B.pdf', 'T.pdf', 'kept.pdf', 'kept-stamped.pdf', 'altered.pdf'];
      await desk.put('kept.pdf', kept);
      await desk.put('kept-stamped.pdf', await stampPdf(kept, 'time', later));
      await desk.put('altered.pdf', flipped(stamped, 40));
      const path = [join(DSS, 'classes'), join(DSS, 'lib/*')].join(delimiter);
      const args = ['-cp', path, 'renxin.ValidatePdf', days(0.5).toISOString(), 'root.der', ...judged];
      const { output } = await run('java', args, desk.path);
      const lines = output.split('\n').filter((line) => /^PAdES|^PDF/.test(line));
      assert.equal(lines.length, judged.length, output);
      assert.match(lines[0] ?? '', /^PAdES-BASELINE-B INDETERMINATE \S+ intact trusted$/, output);
      assert.match(lines[1] ?? '', /^PAdES-BASELINE-T TOTAL_PASSED null intact trusted$/, output);
      assert.match(lines[2] ?? '', /^PAdES-BASELINE-LT TOTAL_PASSED null intact trusted$/, output);
      assert.match(lines[3] ?? '', /^PAdES-BASELINE-LTA TOTAL_PASSED null intact trusted$/, output);
      assert.match(lines[4] ?? '', /TOTAL_FAILED HASH_FAILURE/, output);
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

      it('signs at each level with time-stamps of ours, and ours verifies it', async () => {
        await desk.put('base.pdf', smallPdf({ pages: 2 }));
        await giveKey(world, desk);
        for (const [i, list] of world.crls.entries()) await desk.put(`${i}.crl`, list);
        const server = await timeStampServer(world);
        const wanted = LEVELS.flatMap((level) => [level, `theirs-${level}.pdf`]);
        try {
          const made = await python('sign.py', 'base.pdf', ...wanted, '.', T0.toISOString(), server.url);
          assert.equal(made.code, 0, made.output);
        } finally {
          await server.close();
        }
        for (const level of LEVELS) {
          const signed = new Uint8Array(await readFile(join(desk.path, `theirs-${level}.pdf`)));
          const report = verifyIn(world, signed, { crls: world.crls });
          const shown = JSON.stringify(report, null, 1);
          assert.equal(report.signatures[0]?.level, `B-${level}`, shown);
          assert.equal(report.verdict, level === 'B' ? 'undetermined' : 'valid', shown);
          assert.equal(report.signatures.length, level === 'LTA' ? 2 : 1);
          assert.equal(verifyIn(world, flipped(signed, 40), { crls: world.crls }).verdict, 'invalid');
        }
      });
    });
  });
}

/** A time-stamp authority of ours on the loopback, as RFC 3161 3.4 has it over HTTP. */
async function timeStampServer(
  world: World<KeyAlgorithm>,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const authority = authorityOf(world);
  const server = createServer((request, response) => {
    void (async () => {
      const parts: Uint8Array[] = [];
      for await (const part of request as AsyncIterable<Uint8Array>) parts.push(part);
      const answer = await authority.respond(new Uint8Array(Buffer.concat(parts)));
      response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(answer);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A key that leaves, and its certificate: for the tools of others. */
async function giveKey(world: World<KeyAlgorithm>, desk: Desk): Promise<void> {
  const { signer, privateKey } =
    world.algorithm === 'RSA' ? await generateRsaSigner(2048) : generateSigner('P-256');
  const certificate = await issueCertificate({
    issuer: world.province,
    profile: 'person',
    key: signer.key,
    subject: { country: 'CN', commonName: 'signer' },
    notBefore: days(-100),
    notAfter: days(265),
    policies: [POLICY_TEST],
    random: world.random,
    activation,
    provider,
  });
  await desk.putPem('signer.pem', 'CERTIFICATE', certificate);
  await desk.put('signer.key', pem('PRIVATE KEY', privateKey));
}
