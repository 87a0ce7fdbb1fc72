import assert from 'node:assert/strict';
import {
  checkImage,
  drawOfd,
  filesOf,
  writeOfd,
  type DrawnShape,
  type PageObject,
} from '../../src/ofd/index.js';
import { writePng } from '../../src/picture/png.js';
import { writeZip } from '../../src/zip/index.js';

const A4 = { width: 210_000, height: 297_000 };
const RED = [255, 0, 0] as const;
const png = writePng(8, 8, new Uint8Array(64).fill(255));
const content = (objects: readonly PageObject[], pages = 1) => ({
  id: '0'.repeat(32),
  title: '示例',
  created: new Date('2026-03-02T08:00:00.000Z'),
  fonts: [{ name: 'Example', family: 'Example', bold: false, bytes: new Uint8Array(4) }],
  images: [png],
  pages: Array.from({ length: pages }, () => ({ ...A4, objects })),
});
const line = (text: string): PageObject => ({
  kind: 'text',
  text,
  x: 20_000,
  y: 30_000,
  size: 4_000,
  font: 0,
  advances: Array.from({ length: Array.from(text).length - 1 }, () => 4_000),
  colour: RED,
});
const square: PageObject = {
  kind: 'path',
  path: [['M', 0, 0], ['L', 9_000, 0], ['L', 9_000, 9_000], ['C']],
  fill: RED,
};

describe('drawing of an OFD', function () {
  this.timeout(30_000);

  it('gives text, paths and images at their places', () => {
    const picture: PageObject = { kind: 'image', image: 0, x: 1_000, y: 2_000, width: 8_000, height: 4_000 };
    const drawing = drawOfd(writeOfd(content([square, line('示例'), picture])));
    assert.deepEqual(drawing.pages, [{ width: 210, height: 297 }]);
    const { shapes, incomplete } = drawing.page(0);
    assert.equal(incomplete, 0);
    const [path, text, image] = flat(shapes);
    assert.ok(path?.kind === 'path' && text?.kind === 'text' && image?.kind === 'image');
    assert.equal(path.fill?.colour, 'rgb(255, 0, 0)');
    assert.match(path.d, /^[MLZ0-9. ]+$/);
    assert.deepEqual([text.text, text.size, text.xs], ['示例', 4, [0, 4]]);
    assert.deepEqual([image.image.type, image.matrix.slice(0, 4)], ['image/png', [8, 0, 0, 4]]);
    const boxes = shapes.map((shape) => shape.kind === 'group' && [shape.x, shape.width, shape.height]);
    assert.deepEqual(boxes[2], [1, 8, 4]);
  });

  it('reads a page when it is asked for, and has no other ones', () => {
    const drawing = drawOfd(writeOfd(content([line('一')], 3)));
    assert.equal(flat(drawing.page(2).shapes).length, 1);
    for (const index of [-1, 3, 0.5]) assert.throws(() => drawing.page(index), { code: 'PAGE_UNKNOWN' });
  });

  it('bounds the size of a page, its objects and its characters', () => {
    const huge = { ...content([]), pages: [{ width: 20_000_000, height: 297_000, objects: [] }] };
    assert.throws(() => drawOfd(writeOfd(huge)).page(0), { code: 'PAGE_SIZE' });
    const lines = Array.from({ length: 101 }, () => line('字'.repeat(1000)));
    for (const objects of [Array.from({ length: 20_001 }, () => square), lines])
      assert.throws(() => drawOfd(writeOfd(content(objects))).page(0), { code: 'PAGE_TOO_MUCH' });
  });

  it('bounds how deep blocks lie in each other', () => {
    const files = new Map(filesOf(content([line('一')])));
    const path = 'Doc_0/Pages/Page_0/Content.xml';
    const xml = new TextDecoder().decode(files.get(path));
    const blocks = (depth: number): Uint8Array => {
      const [open, close] = ['<ofd:PageBlock ID="9">', '</ofd:PageBlock>'].map((tag) => tag.repeat(depth));
      const deeper = xml.replace(/(<ofd:TextObject .*<\/ofd:TextObject>)/s, `${open}$1${close}`);
      return writeZip(new Map(files).set(path, new TextEncoder().encode(deeper)));
    };
    assert.equal(flat(drawOfd(blocks(16)).page(0).shapes).length, 1);
    assert.throws(() => drawOfd(blocks(17)).page(0), { code: 'PAGE_TOO_MUCH' });
  });

  it('refuses a document of 10,000 pages', () => {
    assert.throws(() => drawOfd(writeOfd(content([], 10_000))), { code: 'CONTAINER_LIMITS' });
  });

  it('shows no picture that says it is enormous, and none that is more than points', () => {
    assert.equal(checkImage(png)?.type, 'image/png');
    const enormous = Uint8Array.from(png);
    new DataView(enormous.buffer).setUint32(16, 8193);
    assert.equal(checkImage(enormous), undefined);
    assert.equal(
      checkImage(new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>')),
      undefined,
    );
    assert.equal(checkImage(new Uint8Array(9 * 1024 * 1024)), undefined);
    const drawing = drawOfd(
      writeOfd({
        ...content([{ kind: 'image', image: 0, x: 0, y: 0, width: 8_000, height: 8_000 }]),
        images: [enormous],
      }),
    );
    const { shapes, incomplete } = drawing.page(0);
    assert.deepEqual([flat(shapes).length, incomplete], [0, 1]);
  });
});

/** Shapes without the boxes around them. */
function flat(shapes: readonly DrawnShape[]): readonly DrawnShape[] {
  return shapes.flatMap((shape) => (shape.kind === 'group' ? flat(shape.shapes) : [shape]));
}
