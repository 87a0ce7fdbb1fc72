import assert from 'node:assert/strict';
import { nativeProvider as provider } from '../../src/crypto/native.js';
import {
  informationOf,
  LIMITS,
  openPdf,
  pagesOf,
  prepareSignature,
  verifyPdf,
  writePdf,
  type PdfContent,
  type PdfPageObject,
} from '../../src/pdf/index.js';
import { latin1, Stream } from '../../src/pdf/syntax/objects.js';
import { writePng } from '../../src/picture/png.js';
import { T0 } from '../world.js';

const BLACK = [0, 0, 0] as const;
const font = {
  name: 'Example',
  bytes: new Uint8Array([0, 1, 0, 0]),
  glyphs: new Map([
    [0x41, { number: 1, advance: 600 }],
    [0x42, { number: 2, advance: 650 }],
    [0x4e00, { number: 3, advance: 1000 }],
    [0x20000, { number: 4, advance: 1000 }],
  ]),
  ascent: 880,
  descent: -120,
};
const text: PdfPageObject = {
  kind: 'text',
  text: 'A一𠀀',
  x: 20_000,
  y: 30_000,
  size: 4_000,
  font: 0,
  spacing: 12.3456,
  colour: BLACK,
};
const page = (...objects: readonly PdfPageObject[]) => ({ width: 210_000, height: 297_000, objects });
const description = {
  title: '示例 & <一>',
  subject: 'subject',
  creator: 'example',
  language: 'zh-CN',
  created: T0,
  custom: new Map([['renxin-example', '值']]),
  attachments: [
    { name: 'b.json', type: 'application/json', relationship: 'Data', bytes: new Uint8Array(3) },
    { name: 'a.json', type: 'application/json', relationship: 'Data', bytes: new Uint8Array(5) },
  ],
};
const whole: PdfContent = {
  pages: [page(text), page()],
  fonts: [font],
  images: [writePng(4, 4, new Uint8Array(16).fill(128))],
  description,
};

describe('writePdf', () => {
  it('gives the same bytes for the same content, and other ones for another description', () => {
    assert.deepEqual(writePdf(whole), writePdf(structuredClone(whole)));
    const other = { ...whole, description: { ...description, subject: 'another' } };
    assert.notDeepEqual(writePdf(other), writePdf(whole));
  });

  it('is read strictly: pages, information, no fault', () => {
    const bytes = writePdf(whole);
    const document = openPdf(bytes);
    assert.equal(pagesOf(document).length, 2);
    assert.equal(document.numbers().length, Math.max(...document.numbers()));
    const information = informationOf(bytes);
    assert.deepEqual(
      ['Title', 'Subject', 'renxin-example'].map((name) => information.get(name)),
      [description.title, 'subject', '值'],
    );
    const said = new TextDecoder().decode(bytes);
    assert.ok(said.includes('示例 &#38; &#60;一&#62;'));
    assert.equal(verifyPdf({ document: bytes, roots: undefined, now: T0, provider }).code, 'NO_SIGNATURE');
  });

  it('sets text by the numbers of its glyphs and says which characters they are', () => {
    const bytes = writePdf(whole);
    assert.match(contentOf(bytes), /\/F0 4000 Tf\n12\.346 Tc\n1 0 0 -1 20000 30000 Tm\n<000100030004> Tj/);
    const said = latin1(bytes);
    assert.ok(said.includes('<0003> <4e00>') && said.includes('<0004> <d840dc00>'));
    assert.ok(said.includes('/W [1 [600 650]]'));
  });

  it('draws paths, grids and images', () => {
    const objects: PdfPageObject[] = [
      { kind: 'path', path: [['M', 0, 0], ['B', 1, 2, 3, 4, 5, 6], ['C']], fill: [255, 0, 0] },
      {
        kind: 'grid',
        x: 10,
        y: 20,
        side: 5,
        rows: [
          [true, true, false],
          [false, false, true],
        ],
        colour: BLACK,
      },
      { kind: 'image', image: 0, x: 1, y: 2, width: 30, height: 40 },
    ];
    const drawn = contentOf(writePdf({ ...whole, pages: [page(...objects)] }));
    for (const part of [
      '1 0 0 rg\n0 0 m\n1 2 3 4 5 6 c\nh\nf\n',
      'q 5 0 0 5 10 20 cm\n0 0 2 1 re\n2 1 1 1 re\nf Q\n',
      'q 30 0 0 -40 1 42 cm /I0 Do Q\n',
    ])
      assert.ok(drawn.includes(part), part);
  });

  it('without a description is a stamp for another document', () => {
    const stamp = writePdf({ pages: [page(text)], fonts: [font] });
    assert.ok(!latin1(stamp).includes('/Metadata'));
    const place = { page: 0, rectangle: [100, 100, 200, 150] } as const;
    const { bytes } = prepareSignature(writePdf(whole), { form: 'pades', field: 'one', stamp, place });
    assert.equal(openPdf(bytes).revisions.length, 2);
  });

  it('sets no character that a font lacks, and no picture that is none', () => {
    assert.throws(() => writePdf({ ...whole, pages: [page({ ...text, text: 'C' })] }), TypeError);
    assert.throws(() => writePdf({ ...whole, images: [new Uint8Array(9)] }), { code: 'PICTURE_NOT_PNG' });
  });
});

describe('huge documents', function () {
  this.timeout(60_000);
  const codeOf = (document: Uint8Array): string =>
    verifyPdf({ document, roots: undefined, now: T0, provider }).code;

  it('10,000 pages are refused by a code when they are to be signed or looked through', () => {
    const document = writePdf({ pages: Array.from({ length: 10_000 }, () => page()), fonts: [] });
    assert.throws(() => pagesOf(openPdf(document)), { code: 'PDF_TOO_LARGE' });
    assert.throws(() => prepareSignature(document, { form: 'pades', field: 'one' }), {
      code: 'PDF_TOO_LARGE',
    });
  });

  it('more bytes than a reader takes are refused before they are read', () => {
    assert.equal(codeOf(new Uint8Array(LIMITS.bytes + 1)), 'PDF_TOO_LARGE');
  });
});

/** Operators of the first page. */
function contentOf(bytes: Uint8Array): string {
  const document = openPdf(bytes);
  const contents = document.get(pagesOf(document)[0]?.dictionary.get('Contents'));
  assert.ok(contents instanceof Stream);
  return latin1(contents.raw);
}
