import assert from 'node:assert/strict';
import { LIMITS, openPdf, signaturesOf, verifyPdf, type PdfReportCode } from '../../src/pdf/index.js';
import { timely } from '../fuzzing/timely.js';
import { text } from '../text.js';
import { createWorld, provider, T0, type World } from '../world.js';
import { signBy, stamperOf } from './signing.js';
import { smallPdf, updated } from './small-pdf.js';

/** What costs little to write and much to verify: a code, and never more than a second of the processor. */
describe('verifyPdf: what documents may cost', function () {
  this.timeout(120_000);
  let world: World;
  before(async () => {
    world = await createWorld('P-256');
  });

  /** @param codes any of them may come first */
  function costs(document: Uint8Array, ...codes: (PdfReportCode | 'OK')[]): void {
    const roots = [world.root.certificate];
    const trust = { signers: roots, timeStamps: roots };
    const report = timely(() => verifyPdf({ document, roots: trust, now: T0, provider }));
    assert.notEqual(report.verdict, 'valid');
    assert.ok(codes.includes(report.code), `${report.code} instead of ${codes.join()}`);
  }

  /** A document with one signature field, so that it is looked at. */
  const withField = (
    more: Readonly<Record<number, string>> = {},
    { catalog = '', pages = 1 }: { readonly catalog?: string; readonly pages?: number } = {},
  ): Uint8Array =>
    smallPdf({
      pages,
      catalog: `/AcroForm <</Fields [40000 0 R]>> ${catalog}`,
      extra: { 40000: '<</FT /Sig /T (a) /V 40001 0 R>>', 40001: value('<3000>'), ...more },
    });

  it('objects that stand inside each other', () => {
    const count = 1500;
    const kids = Array.from({ length: count }, (_, i) => `${10 + i} 0 R`).join(' ');
    const offsets = new Map<number, number>();
    const parts: string[] = ['%PDF-1.7\n'];
    let at = 9;
    const add = (number: number, object: string): void => {
      offsets.set(number, at);
      parts.push(`${number} 0 obj ${object}`);
      at += `${number} 0 obj ${object}`.length;
    };
    add(1, '<</Type /Catalog /Pages 2 0 R /AcroForm 3 0 R>>\nendobj\n');
    add(2, '<</Type /Pages /Kids []>>\nendobj\n');
    add(3, `<</Fields [${kids}]>>\nendobj\n`);
    for (let i = 0; i < count; i++) add(10 + i, `<</A (${'x'.repeat(2000)}`);
    const end = ')>> endobj '.repeat(count);
    costs(text(parts.join('') + end + tableOf(offsets, at + end.length)), 'PDF_TOO_LARGE');
  });

  it('cross-references that stand inside each other', () => {
    const base = Buffer.from(smallPdf()).toString('latin1');
    const sections = 90;
    const parts: string[] = [];
    let next = base.length;
    for (let i = 0; i < sections; i++) {
      const part = (prev: number): string =>
        `xref\n0 0\ntrailer\n<</Root 1 0 R /Prev ${String(prev).padStart(10, '0')} /X (${'x'.repeat(40_000)}`;
      next += part(0).length;
      parts.push(part(i === sections - 1 ? base.lastIndexOf('xref\n0 1') : next));
    }
    const end = ')>>\nstartxref\n0\n%%EOF '.repeat(sections);
    const bytes = text(`${base}${parts.join('')}${end}\nstartxref\n${base.length}\n%%EOF\n`);
    costs(bytes, 'PDF_TOO_LARGE');
  });

  it('revisions of a document of many pages and objects', () => {
    const more: Record<number, string> = {};
    for (let i = 0; i < 12_000; i++) more[50_000 + i] = `<</Next ${50_001 + i} 0 R>>`;
    let grown = withField(more, { pages: 1500, catalog: '/X 50000 0 R' });
    for (let i = 0; i < LIMITS.sections - 1; i++) grown = updated(grown, { 4: `<</ModDate (${i})>>` });
    costs(grown, 'PDF_TOO_LARGE');
  });

  it('an array of millions of values, strings of millions of bytes', () => {
    costs(withField({ 40000: `[${'1 '.repeat(3_000_000)}]` }), 'PDF_TOO_LARGE');
    costs(withField({ 40000: `[${'<</A/B>>'.repeat(800_000)}]` }), 'PDF_TOO_LARGE');
    costs(withField({ 40001: value(`<${'30'.repeat(4_000_000)}>`) }), 'PDF_TOO_LARGE');
    costs(withField({ 40001: `<</A ${'('.repeat(8_000_000)}` }), 'PDF_TOO_LARGE');
  });

  it('one signature again and again over many bytes', async () => {
    const signed = await signBy(world, smallPdf(), 'worker', { request: { room: 4000 } });
    const { place } = signaturesOf(openPdf(signed))[0] ?? assert.fail();
    const contents = Buffer.from(signed.subarray(place.start, place.end)).toString('latin1');
    const more: Record<number, string> = { 102: streamOf('x'.repeat(8_000_000)) };
    for (let i = 0; i < 49; i++) {
      more[200 + 2 * i] = `<</FT /Sig /T (f${i}) /V ${201 + 2 * i} 0 R>>`;
      more[201 + 2 * i] = value(contents, '[0 4000000 4000000 4000000]');
    }
    const fields = Array.from({ length: 49 }, (_, i) => `${200 + 2 * i} 0 R`).join(' ');
    costs(smallPdf({ catalog: `/AcroForm <</Fields [${fields}]>>`, extra: more }), 'PDF_TOO_LARGE');
  });

  it('more signatures than are read', () => {
    const extra: Record<number, string> = {};
    for (let i = 0; i <= LIMITS.signatures; i++) {
      extra[200 + 2 * i] = `<</FT /Sig /T (f${i}) /V ${201 + 2 * i} 0 R>>`;
      extra[201 + 2 * i] = value('<3000>');
    }
    const fields = Array.from({ length: LIMITS.signatures + 1 }, (_, i) => `${200 + 2 * i} 0 R`).join(' ');
    costs(smallPdf({ catalog: `/AcroForm <</Fields [${fields}]>>`, extra }), 'PDF_TOO_LARGE');
  });

  it('validation data of millions of small values', async () => {
    const signed = await signBy(world, smallPdf(), 'worker', { stamper: stamperOf(world) });
    const latin1 = Buffer.from(signed).toString('latin1');
    const [, catalog = ''] = [...latin1.matchAll(/\n1 0 obj\n<<([^]*?)>>\nendobj/g)].at(-1) ?? [];
    const values = Buffer.alloc(3_600_000, '0500', 'hex');
    const list = Buffer.concat([Buffer.from('3083', 'hex'), size(values.length), values]).toString('latin1');
    const thrice = '/DSS <</CRLs [900 0 R 900 0 R 900 0 R] /Certs [900 0 R]>>';
    const store = { 1: `<<${catalog} ${thrice}>>`, 900: streamOf(list) };
    costs(updated(signed, store), 'PDF_TOO_LARGE');
    costs(
      updated(signed, { ...store, 1: store[1].replace(thrice, '/DSS <</CRLs [900 0 R 900 0 R 900 0 R]>>') }),
      'REVOCATION_UNKNOWN',
    );
  });
});

function value(contents: string, range = '[0 9 9 9]'): string {
  return `<</Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange ${range} /Contents ${contents}>>`;
}

function streamOf(content: string): string {
  return `<</Length ${content.length}>>\nstream\n${content}\nendstream`;
}

function size(length: number): Buffer {
  return Buffer.from([length >> 16, (length >> 8) & 0xff, length & 0xff]);
}

function tableOf(offsets: ReadonlyMap<number, number>, at: number): string {
  const rows = [...offsets].map(
    ([number, offset]) => `${number} 1\n${String(offset).padStart(10, '0')} 00000 n \n`,
  );
  return `xref\n${rows.join('')}trailer\n<</Size 99999 /Root 1 0 R>>\nstartxref\n${at}\n%%EOF\n`;
}
