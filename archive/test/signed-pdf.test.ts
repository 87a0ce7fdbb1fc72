import assert from 'node:assert/strict';
import { addValidationData, signPdf, stampPdf, type Stamper } from '@renxin/seal/pdf';
import type { Signer } from '@renxin/seal/signer';
import { exitCodeOf, verify, type Report, type VerifyOptions } from '../src/verify/index.js';
import {
  activation,
  createAuthorities,
  newSigner,
  provider,
  seeded,
  serialOf,
  text,
  type Authorities,
} from './pki.js';
import { makeTrust, noLedger } from './signing.js';

const NOW = new Date('2026-03-01T09:00:00.000Z');
const SIGNED = new Date('2026-03-01T08:00:00.000Z');

describe('a PDF with signatures inside through the one verifier', function () {
  this.timeout(120_000);
  let people: Authorities;
  let trust: Uint8Array;
  let signer: Signer;
  let certificate: Uint8Array;
  let document: Uint8Array;

  before(async () => {
    const random = seeded('signed-pdf');
    people = await createAuthorities('people', NOW);
    trust = await makeTrust(people, newSigner(random), {
      ledger: 'renxin-test',
      issuedAt: '2026-01-01T00:00:00.000Z',
      validUntil: '2027-01-01T00:00:00.000Z',
      genesis: noLedger,
      operators: [],
      organisations: [],
    });
    signer = newSigner(random);
    certificate = await people.certify('person', signer, '示例丙');
    document = await signed();
  });

  const stamper: Stamper = async (...parts) => (await people.stamp(Buffer.concat(parts), SIGNED)).sm2;

  /** Signed with a time-stamp, with validation data and a time-stamp over it all. */
  async function signed(crls = people.crls): Promise<Uint8Array> {
    const request = { form: 'pades', field: 'worker', at: SIGNED } as const;
    const by = { signer, certificate, chain: [], activation, provider };
    const once = await signPdf(onePage(), request, by, stamper);
    const data = {
      certificates: [certificate, people.root.certificate],
      crls,
      ocsps: [],
      fields: ['worker'],
    };
    return stampPdf(addValidationData(once, data), 'time', stamper);
  }

  async function judge(bytes: Uint8Array, more: Partial<VerifyOptions> = {}): Promise<Report> {
    const options = { provider, now: NOW, trust, ...more };
    const [report] = await verify([{ name: 'contract.pdf', bytes }], options);
    assert.ok(report);
    return report;
  }

  const failed = ({ steps }: Report): string[] =>
    steps.filter(({ outcome }) => outcome === 'fail').map(({ step, code }) => `${step} ${code}`);

  it('is valid, and tells what covers what, who signed and when', async () => {
    const report = await judge(document);
    assert.equal(report.kind, 'signed-pdf');
    assert.equal(report.verdict, 'valid', JSON.stringify(report.steps, null, 1));
    assert.equal(exitCodeOf([report]), 0);
    assert.ok(report.proven.some(({ code }) => code === 'SIGNED_INSIDE'));
    assert.ok(report.notProven.some(({ code }) => code === 'STAMP_WORDS'));
    assert.equal(report.signedBetween.notAfter?.slice(0, 16), '2026-03-01T08:00');
    const signature = report.steps.find(({ step }) => step === 'pdf-signature');
    assert.deepEqual(
      [signature?.evidence['form'], signature?.evidence['algorithm'], signature?.evidence['level']],
      ['PAdES', 'SM2', 'B-LTA'],
    );
  });

  it('is undetermined without trust', async () => {
    const [report] = await verify([{ name: 'x', bytes: document }], { provider, now: NOW });
    assert.equal(report?.kind, 'signed-pdf');
    assert.equal(report?.verdict, 'undetermined');
  });

  it('names an altered byte, bytes behind the end, and content that was added', async () => {
    const altered = Uint8Array.from(document);
    const content = Buffer.from(document).indexOf('BT\nendstream');
    altered[content] = (altered[content] ?? 0) ^ 1;
    assert.ok(failed(await judge(altered)).includes('pdf-signature DATA_HASH'));
    assert.deepEqual(failed(await judge(Buffer.concat([document, text('% more')]))), ['pdf PDF_XREF']);
    const latin1 = Buffer.from(document).toString('latin1');
    const [, previous = ''] = /startxref\n(\d+)\n%%EOF\n$/.exec(latin1) ?? [];
    const replaced = '4 0 obj\n<</Length 2>>\nstream\nET\nendstream\nendobj\n';
    const row = `xref\n4 1\n${String(latin1.length).padStart(10, '0')} 00000 n \n`;
    const trailer = `trailer\n<</Size 99 /Root 1 0 R /Prev ${previous}>>\n`;
    const added = `${latin1}${replaced}${row}${trailer}startxref\n${latin1.length + replaced.length}\n%%EOF\n`;
    const found = await judge(new Uint8Array(Buffer.from(added, 'latin1')));
    assert.equal(found.verdict, 'invalid');
    assert.ok(failed(found).includes('pdf-coverage CHANGE_CONTENT'), failed(found).join());
  });

  it('judges a revoked certificate by the trusted time', async () => {
    const revoked = (at: string): Promise<Uint8Array> =>
      people.revoke([{ serial: serialOf(certificate), at: new Date(at), reason: 'keyCompromise' }]);
    const before = await judge(await signed([await revoked('2026-02-28T00:00:00.000Z')]));
    assert.equal(before.verdict, 'invalid');
    assert.ok(failed(before).includes('pdf-certificate SIGNER_REVOKED_BEFORE'), failed(before).join());
    const later = await judge(await signed([await revoked('2026-03-01T08:30:00.000Z')]));
    assert.equal(later.verdict, 'valid', failed(later).join());
    const step = later.steps.find((each) => each.step === 'pdf-certificate');
    assert.deepEqual([step?.outcome, step?.code], ['warn', 'CERTIFICATE_REVOKED_LATER']);
  });
});

function onePage(): Uint8Array {
  const objects = [
    '<</Type /Catalog /Pages 2 0 R>>',
    '<</Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 595 842]>>',
    '<</Type /Page /Parent 2 0 R /Resources <<>> /Contents 4 0 R>>',
    '<</Length 2>>\nstream\nBT\nendstream',
  ];
  let out = '%PDF-1.7\n';
  let rows = '0000000000 65535 f \n';
  for (const [i, object] of objects.entries()) {
    rows += `${String(out.length).padStart(10, '0')} 00000 n \n`;
    out += `${i + 1} 0 obj\n${object}\nendobj\n`;
  }
  return text(`${out}xref\n0 5\n${rows}trailer\n<</Size 5 /Root 1 0 R>>\nstartxref\n${out.length}\n%%EOF\n`);
}
