import { openTrust, signTrust, verify } from '@renxin/archive/verify';
import { nativeProvider } from '@renxin/seal/native';
import { generateSigner } from '@renxin/seal/signer';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHANGES, neverValid, verifiedTogether } from '../cli/changed-bytes.js';

const CLI = fileURLToPath(new URL('../../src/cli.js', import.meta.url));
const hasFabric = (process.env['FABRIC_BIN'] ?? '') !== '';

describe('the story on a Fabric network', function () {
  this.timeout(300_000);
  let out: string;
  let trust: Uint8Array;
  const artefacts = new Map<string, Uint8Array>();

  before(async function () {
    if (!hasFabric) {
      assert.notEqual(process.env['REQUIRE_FABRIC'], '1', 'FABRIC_BIN does not say where Fabric is');
      console.log("skipped: the story on a Fabric network — Fabric's programs not found (FABRIC_BIN)");
      this.skip();
    }
    out = await mkdtemp(join(tmpdir(), 'renxin-fabric-demo-'));
  });
  after(async () => {
    if (hasFabric) await rm(out, { recursive: true, force: true });
  });

  it('is played to its end, every artefact is valid, and five organisations stand behind it', async () => {
    const { code, said } = await renxin('demo', '--ledger', 'fabric', '--out', out);
    assert.equal(code, 0, said);
    trust = new Uint8Array(await readFile(join(out, 'trust.json')));
    const names = (await readdir(out)).filter(
      (name) => !['trust.json', 'summary.json', 'log', 'log.vkey', 'verify.html'].includes(name),
    );
    for (const name of names) artefacts.set(name, new Uint8Array(await readFile(join(out, name))));
    const reports = await verify(
      [...artefacts].map(([name, bytes]) => ({ name, bytes })),
      { provider: nativeProvider, now: new Date(), trust },
    );
    assert.deepEqual(
      reports.map(({ file, verdict }) => [file, verdict]),
      reports.map(({ file }) => [file, 'valid']),
    );
    artefacts.set('trust.json', trust);
    const bundle = reports.find(({ file }) => file === 'contract.evidence.zip');
    assert.equal(bundle?.independence.operators, 5);
  });

  for (const [name, beside] of verifiedTogether)
    it(`leaves ${name}, which is never valid after any of ${CHANGES} changed bytes`, () =>
      neverValid(artefacts, name, beside, { provider: nativeProvider, now: new Date(), trust }));

  it('is not believed by who trusts other certificate authorities under the same names', async () => {
    const { trust: content } = openTrust(trust, nativeProvider);
    assert.ok('fabric' in content);
    const { anchor, standing } = content.fabric;
    const roots = anchor.organisations.map((each) => each.roots);
    const organisations = anchor.organisations.map((each, i) => ({
      ...each,
      roots: roots[(i + 1) % roots.length] ?? [],
    }));
    const { signer } = generateSigner('SM2');
    const other = { ...content, issuer: { ...content.issuer, key: signer.key } };
    const now = new Date();
    const signed = await signTrust(
      { ...other, fabric: { anchor: { ...anchor, organisations }, standing } },
      signer,
      { id: 'test', method: 'unattended', at: now.toISOString() },
    );
    // The bundle holds proofs of the ledger twice: its own, and that of the anchor of the evidence log.
    const proofs = { 'contract.evidence.zip': 2, 'contract.state-proof.json': 1 };
    for (const [name, steps] of Object.entries(proofs)) {
      const files = [{ name, bytes: artefacts.get(name) ?? new Uint8Array() }];
      const [report] = await verify(files, { provider: nativeProvider, now, trust: signed });
      assert.equal(report?.verdict, 'invalid', name);
      const failed = report.steps.filter(({ outcome }) => outcome === 'fail').map(({ code }) => code);
      assert.deepEqual(failed, new Array<string>(steps).fill('ENDORSER_UNKNOWN'), name);
    }
  });
});

function renxin(...args: string[]): Promise<{ code: number; said: string }> {
  const program = `import(${JSON.stringify(CLI)}).then((m) => m.main(process.argv.slice(1))).then((code) => { process.exitCode = code; })`;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--input-type=module', '-e', program, ...args],
      { timeout: 240_000 },
      (error, out, err) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? -1), said: `${out}\n${err}` }),
    );
  });
}
