import assert from 'node:assert/strict';
import { zlibSync } from 'fflate';
import { LIMITS, openPdf, pagesOf, PdfError, type PdfCode } from '../../src/pdf/index.js';
import { timely } from '../fuzzing/timely.js';
import { text } from '../text.js';
import { createWorld } from '../world.js';
import { signBy, verifyIn } from './signing.js';
import { smallPdf, updated } from './small-pdf.js';

/** Documents that lie about themselves: a code, never a crash, never more than a second of the processor. */
describe('openPdf: hostile documents', function () {
  this.timeout(60_000);

  function refuses(code: PdfCode, bytes: Uint8Array): void {
    const read = (): void => {
      const document = openPdf(bytes);
      pagesOf(document);
      for (const number of document.numbers()) document.placeOf(number);
    };
    timely(() => assert.throws(read, (error) => error instanceof PdfError && error.code === code, code));
  }

  const base = (): string => Buffer.from(smallPdf()).toString('latin1');

  it('reads its own form', () => {
    assert.equal(pagesOf(openPdf(smallPdf({ pages: 3 }))).length, 3);
    assert.equal(openPdf(updated(smallPdf(), { 4: '<<>>' })).revisions.length, 2);
  });

  it('is no PDF', () => {
    refuses('PDF_HEADER', new Uint8Array());
    refuses('PDF_HEADER', text('PK'));
    refuses('PDF_XREF', text('%PDF-1.7\n'));
    refuses('PDF_XREF', text('%PDF-1.7\nstartxref\n9999\n%%EOF\n'));
  });

  it('leads back to itself', () => {
    const looped = updated(smallPdf(), { 4: '<<>>' });
    const all = Buffer.from(looped).toString('latin1');
    const [, last = ''] = /startxref\n(\d+)\n%%EOF\n$/.exec(all) ?? [];
    refuses('PDF_LOOP', text(all.replace(/\/Prev \d+/, `/Prev ${last}`)));
    refuses('PDF_LOOP', smallPdf({ extra: { 2: '<</Type /Pages /Kids [2 0 R]>>' } }));
    refuses('PDF_LOOP', smallPdf({ extra: { 2: '3 0 R', 3: '2 0 R' } }));
    refuses('PDF_LOOP', smallPdf({ extra: { 2: '<</Length 2 0 R>>\nstream\n\nendstream' } }));
  });

  it('is encrypted, or has two cross-references', () => {
    refuses('PDF_ENCRYPTED', smallPdf({ trailer: '/Encrypt 4 0 R' }));
    refuses('PDF_HYBRID', smallPdf({ trailer: '/XRefStm 10' }));
  });

  it('says another object stands there, or more than there is', () => {
    refuses('PDF_OBJECT', text(base().replace('\n2 0 obj', '\n8 0 obj')));
    refuses('PDF_XREF', text(base().replace(/ 00000 n /, ' 0000x n ')));
    refuses('PDF_XREF', text(base().replace(/trailer/, 'trailes')));
    refuses('PDF_STREAM', smallPdf({ extra: { 2: '<</Length 5>>\nstream\n\nendstream' } }));
    refuses('PDF_STREAM', smallPdf({ extra: { 2: '<</Length 99999999>>\nstream\n\nendstream' } }));
    refuses('PDF_STRUCTURE', smallPdf({ extra: { 2: '[]' } }));
  });

  it('has two readings', () => {
    refuses('PDF_SYNTAX', smallPdf({ extra: { 2: '<</Type /Pages /Type /Page>>' } }));
    refuses('PDF_SYNTAX', smallPdf({ extra: { 2: '<</Type /Pa#g1>>' } }));
    refuses('PDF_SYNTAX', smallPdf({ extra: { 2: '<</A --5>>' } }));
    refuses('PDF_SYNTAX', smallPdf({ extra: { 2: '<</A (open>>' } }));
  });

  it('is nested without end', () => {
    refuses('PDF_SYNTAX', smallPdf({ extra: { 2: '['.repeat(1_000_000) } }));
    refuses('PDF_SYNTAX', smallPdf({ extra: { 2: '<</A'.repeat(200_000) } }));
  });

  it('has 10,000 pages, a million objects, a thousand revisions', () => {
    refuses('PDF_TOO_LARGE', smallPdf({ pages: 10_000 }));
    const many = base().replace(/xref\n0 1\n/, 'xref\n0 9999999\n');
    refuses('PDF_TOO_LARGE', text(many));
    let grown = smallPdf();
    for (let i = 0; i <= LIMITS.sections; i++) grown = updated(grown, { 4: '<<>>' });
    refuses('PDF_TOO_LARGE', grown);
    refuses('PDF_TOO_LARGE', new Uint8Array(LIMITS.bytes + 1));
  });

  it('unpacks to gigabytes', () => {
    const bomb = zlibSync(new Uint8Array(LIMITS.unpacked + 1), { level: 1 });
    const stream = `<</Type /XRef /Size 5 /W [1 2 1] /Root 1 0 R /Filter /FlateDecode /Length ${bomb.length}>>\nstream\n`;
    const head = text(`%PDF-1.7\n1 0 obj\n${stream}`);
    const tail = text('\nendstream\nendobj\nstartxref\n9\n%%EOF\n');
    refuses('PDF_TOO_LARGE', Buffer.concat([head, bomb, tail]));
  });

  it('is a code for the verifier as well', async () => {
    const world = await createWorld('P-256');
    const signed = Buffer.from(await signBy(world, smallPdf(), 'worker')).toString('latin1');
    const report = verifyIn(world, text(signed.replace('/Root 1 0 R', '/Root 1 1 R')));
    assert.equal(report.verdict, 'invalid');
  });
});
