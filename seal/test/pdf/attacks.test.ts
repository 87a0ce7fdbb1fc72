import assert from 'node:assert/strict';
import { openPdf, signaturesOf } from '../../src/pdf/index.js';
import { signatureOctetsOf } from '../../src/cms/sign-embedded.js';
import { cmsIn } from '../../src/pdf/verify/cms-format.js';
import { text } from '../text.js';
import { createWorld, type World } from '../world.js';
import { longTerm, signBy, stamperOf, verifyIn } from './signing.js';
import { smallPdf, updated } from './small-pdf.js';

/** What an attacker adds to a signed document, by who knows the format; each is named. */
describe('verifyPdf: attacks', function () {
  this.timeout(30_000);
  let world: World;
  let signed: Uint8Array;
  /** Objects of the signed document, as they stand in it. */
  let catalog: string;
  let page: string;

  before(async () => {
    world = await createWorld('P-256');
    signed = await longTerm(world, smallPdf({ pages: 2 }));
    catalog = bodyOf(signed, 1);
    page = bodyOf(signed, 10);
    assert.equal(verifyIn(world, signed).verdict, 'valid');
  });

  /** The newest body of an object. */
  function bodyOf(bytes: Uint8Array, number: number): string {
    const all = Buffer.from(bytes).toString('latin1');
    const found = [...all.matchAll(new RegExp(`(?<=\\n)${number} 0 obj\\n([^]*?)\\nendobj`, 'g'))].at(
      -1,
    )?.[1];
    assert.ok(found);
    return found;
  }

  function named(bytes: Uint8Array, code: string): void {
    const { verdict, signatures, checks } = verifyIn(world, bytes);
    assert.equal(verdict, 'invalid');
    const codes = [...checks, ...signatures.flatMap((each) => each.checks)]
      .filter(({ outcome }) => outcome === 'fail')
      .map((check) => check.code);
    assert.ok((codes as string[]).includes(code), `${codes.join()} instead of ${code}`);
  }

  const content = (words: string): string => {
    const stream = `BT /F1 18 Tf 72 700 Td (${words}) Tj ET`;
    return `<</Length ${stream.length}>>\nstream\n${stream}\nendstream`;
  };
  const fields = /\/Fields \[([^\]]*)\]/;

  it('names replaced content, also behind a font', () => {
    named(updated(signed, { 11: content('another page') }), 'CHANGE_CONTENT');
    named(updated(signed, { 3: '<</Type /Font /Subtype /Type1 /BaseFont /Courier>>' }), 'CHANGE_CONTENT');
    named(
      updated(signed, { 10: page.replace('/Contents 11 0 R', '/Contents 900 0 R'), 900: content('other') }),
      'CHANGE_CONTENT',
    );
    named(
      updated(signed, { 10: page.replace('/Type /Page\n', '/Type /Page /Rotate 180\n') }),
      'CHANGE_CONTENT',
    );
  });

  it('names an added page', () => {
    const pages = bodyOf(signed, 2);
    const kids = pages.replace('12 0 R]', '12 0 R 900 0 R]').replace('/Count 2', '/Count 3');
    named(updated(signed, { 2: kids, 900: '<</Type /Page /Parent 2 0 R>>' }), 'CHANGE_CONTENT');
  });

  it('names an added annotation, a form field, an empty field for a later signature', () => {
    const note = '<</Type /Annot /Subtype /FreeText /Rect [0 0 600 800] /Contents (paid)>>';
    named(updated(signed, { 10: page.replace(']', ' 900 0 R]'), 900: note }), 'CHANGE_ANNOTATION');
    const withField = catalog.replace(fields, '/Fields [$1 900 0 R]');
    assert.notEqual(withField, catalog);
    const field = (type: string): string =>
      `<</FT /${type} /T (more) /Type /Annot /Subtype /Widget /Rect [0 0 9 9]>>`;
    named(updated(signed, { 1: withField, 900: field('Tx') }), 'CHANGE_FIELD');
    named(updated(signed, { 1: withField, 900: field('Sig') }), 'CHANGE_FIELD');
  });

  it('names a signature that is taken away or put into another field', () => {
    named(updated(signed, { 1: catalog.replace(fields, '/Fields []') }), 'NO_SIGNATURE');
    named(updated(signed, { 1: catalog.replace(/(\/Fields \[\d+ 0 R)[^\]]*/, '$1') }), 'CHANGE_FIELD');
    const { fieldRef, valueRef } = signaturesOf(openPdf(signed))[0] ?? assert.fail();
    const field = bodyOf(signed, fieldRef.number);
    named(updated(signed, { [fieldRef.number]: field.replace(/\/V \d+ 0 R/, '') }), 'NO_SIGNATURE');
    const twice = field.replace(/\/T <[^>]*>/, '/T (again)');
    named(updated(signed, { 1: catalog.replace(fields, '/Fields [$1 900 0 R]'), 900: twice }), 'PDF_FIELD');
    named(updated(signed, { [valueRef.number]: bodyOf(signed, valueRef.number) }), 'BYTE_RANGE');
  });

  it('names what acts when the document is opened', () => {
    const opened = catalog.replace('/Type /Catalog', '/Type /Catalog /OpenAction <</S /JavaScript /JS (1)>>');
    named(updated(signed, { 1: opened }), 'CHANGE_CATALOG');
  });

  it('names another catalogue, and objects that are taken away', () => {
    const other = Buffer.from(updated(signed, { 900: catalog })).toString('latin1');
    const at = other.lastIndexOf('/Root 1 0 R');
    named(text(`${other.slice(0, at)}/Root 900 0 R${other.slice(at + 11)}`), 'CHANGE_CATALOG');
    const freed = Buffer.from(updated(signed, { 11: 'null' })).toString('latin1');
    named(text(freed.replace(/00000 n (?=\ntrailer\n<<\/Size 2000)/, '00000 f ')), 'CHANGE_REMOVED');
  });

  it('names a shadow: an object that the signed state refers to and does not have', async () => {
    const base = smallPdf({ page: '/Annots [900 0 R]' });
    const hidden = await signBy(world, base, 'worker', { stamper: stamperOf(world) });
    const note = '<</Type /Annot /Subtype /FreeText /Rect [0 0 600 800] /Contents (paid)>>';
    named(updated(hidden, { 900: note }), 'CHANGE_REVIVED');
  });

  it('names a shadow: content that an update of metadata or of the file’s description replaces', async () => {
    const stream = content('what is signed').replace('<<', '<</Type /Metadata ');
    const twoRoles = {
      catalog: '/Metadata 101 0 R',
      page: '/Resources <<>> /X 101 0 R',
      extra: { 101: stream },
    };
    const base = smallPdf({ ...twoRoles, page: '/X 101 0 R' });
    const both = await signBy(world, base, 'worker', { stamper: stamperOf(world) });
    named(updated(both, { 101: stream.replace('signed', 'forged') }), 'CHANGE_CONTENT');
    named(updated(signed, { 4: '<</Title (another)>>' }), 'CHANGE_CONTENT');
  });

  it('names a shadow: a cross-reference that leads to another object of the signed bytes', async () => {
    const hidden = '11 0 obj\n' + content('hidden') + '\nendobj';
    const base = smallPdf({ extra: { 100: `<</Length ${hidden.length}>>\nstream\n${hidden}\nendstream` } });
    const both = await signBy(world, base, 'worker', { stamper: stamperOf(world) });
    const offset = Buffer.from(both).indexOf(hidden);
    const update = Buffer.from(updated(both, { 11: 'null' })).toString('latin1');
    const at = update.lastIndexOf('11 1\n');
    named(
      text(`${update.slice(0, at + 5)}${String(offset).padStart(10, '0')}${update.slice(at + 15)}`),
      'CHANGE_CONTENT',
    );
  });

  it('names a byte range that leaves something out', () => {
    const value = signaturesOf(openPdf(signed))[0] ?? assert.fail();
    const all = Buffer.from(signed).toString('latin1');
    const range = value.byteRange.map((n, i) => (i === 0 ? '0' : String(n).padStart(10, '0')));
    const written = `[${range.join(' ')}]`;
    assert.ok(all.includes(written));
    const wider = (changed: readonly [number, number][]): Uint8Array => {
      const numbers = value.byteRange.map((n, i) => n + (changed.find(([k]) => k === i)?.[1] ?? 0));
      const other = numbers.map((n, i) => (i === 0 ? String(n) : String(n).padStart(10, '0')));
      return text(all.replace(written, `[${other.join(' ')}]`));
    };
    // Around Contents, before the end, after the beginning.
    for (const changed of [
      [[1, -2]],
      [
        [2, 2],
        [3, -2],
      ],
      [[3, -10]],
      [
        [0, 1],
        [1, -1],
      ],
    ] as [number, number][][])
      named(wider(changed), 'BYTE_RANGE');
    const less = all.replace(written, written.replace(/\d+\]/, `${' '.repeat(10)}]`));
    named(text(less), 'PDF_FIELD');
  });

  it('names a wrapped signature: the signed bytes moved, something else in front', () => {
    const value = signaturesOf(openPdf(signed))[0] ?? assert.fail();
    const all = Buffer.from(signed).toString('latin1');
    const { start, end } = value.place;
    const inside = `${all.slice(0, end - 1)}00>\n900 0 obj\n${content('inside the gap')}\nendobj\n${all.slice(end)}`;
    assert.ok(start < end);
    assert.equal(verifyIn(world, text(inside)).verdict, 'invalid');
  });

  it('refuses bytes after the end', () => {
    named(text(Buffer.from(signed).toString('latin1') + '% more'), 'PDF_XREF');
    const report = verifyIn(world, text(Buffer.from(signed).toString('latin1') + '\n\n'));
    assert.equal(report.verdict, 'invalid');
  });

  it('refuses BER, and integers with a superfluous octet, where DER is due', async () => {
    const plain = await signBy(world, smallPdf(), 'worker');
    const { place, contents } = signaturesOf(openPdf(plain))[0] ?? assert.fail();
    const cms = cmsIn(contents);
    const instead = (other: Uint8Array): Uint8Array => {
      const hex = Buffer.from(other)
        .toString('hex')
        .padEnd(2 * contents.length, '0');
      return Uint8Array.from(plain).map((byte, i) =>
        i > place.start && i < place.end - 1 ? hex.charCodeAt(i - place.start - 1) : byte,
      );
    };
    assert.deepEqual(instead(cms), plain);
    const [length, rest] = [cms.subarray(2, 4), cms.subarray(4)];
    const joined = (...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array =>
      Uint8Array.from(parts.flatMap((part) => [...part]));
    named(instead(joined([0x30, 0x83, 0x00], length, rest)), 'NOT_DER');
    named(instead(joined([0x30, 0x80], rest)), 'NOT_DER');
    const octets = signatureOctetsOf(cms);
    // The first octet of r, and of the version of SignedData.
    for (const [at, code] of [
      [Buffer.from(cms).indexOf(octets) + 4, 'SIG_VALUE'],
      [Buffer.from(cms).indexOf(Buffer.from('020101', 'hex')) + 2, 'NOT_DER'],
    ] as const)
      named(instead(padded(cms, at)), code);
  });

  it('says that a stamp that is only seen is no signature', () => {
    const stamp = '<</Type /Annot /Subtype /Stamp /Rect [100 100 200 200] /Contents (signed)>>';
    const report = verifyIn(world, smallPdf({ page: '/Annots [100 0 R]', extra: { 100: stamp } }));
    assert.deepEqual([report.verdict, report.code], ['invalid', 'NO_SIGNATURE']);
  });

  it('refuses two forms of the same signature: another SubFilter, an older one', () => {
    const all = Buffer.from(signed).toString('latin1');
    named(
      text(all.replace('/SubFilter /ETSI.CAdES.detached', '/SubFilter /adbe.x509.rsa_sha12')),
      'SUBFILTER',
    );
  });
});

/** A zero more at this place, and every length around it one more. */
function padded(der: Uint8Array, at: number): Uint8Array {
  const longer = Uint8Array.from([...der.subarray(0, at), 0, ...der.subarray(at)]);
  for (let start = 0; start < at;) {
    const first = der[start + 1] ?? 0;
    const count = first < 0x80 ? 0 : first & 0x7f;
    let length = first;
    if (count > 0)
      length = der.subarray(start + 2, start + 2 + count).reduce((sum, byte) => sum * 256 + byte, 0);
    const content = start + 2 + count;
    if (at > content + length || at < content) {
      start = content + length;
      continue;
    }
    let place = content - 1;
    while (longer[place] === 0xff) longer[place--] = 0;
    longer[place] = (longer[place] ?? 0) + 1;
    start = content;
  }
  return longer;
}
