import { canonicalBytes } from '@renxin/chaincode/canonical';
import { openOfd } from '@renxin/seal/ofd';
import { create } from 'fontkit';
import assert from 'node:assert/strict';
import { advance } from '../../src/labor-contract/document/font-metrics.js';
import { subsetFont } from '../../src/labor-contract/document/font-subset.js';
import { layOutContract } from '../../src/labor-contract/document/index.js';
import { renderOfd } from '../../src/labor-contract/document/ofd.js';
import { createdAt, fullTerms, shortTerms, sm3 } from './examples.js';

const laid = layOutContract(fullTerms, { sm3, demonstration: true });
const draw = (one = laid): Uint8Array => renderOfd(one.layout, { content: one.content, createdAt });

describe('OFD of a labor contract', function () {
  this.timeout(20_000);

  it('has the same bytes for the same input, whatever was drawn before', () => {
    const first = draw();
    const worker = { ...shortTerms.worker, name: '另一位·示例' };
    draw(layOutContract({ ...shortTerms, worker }, { sm3, demonstration: true }));
    assert.ok(Buffer.from(first).equals(Buffer.from(draw())));
  });

  it('has the pages of the layout and carries layout and terms', () => {
    const { files, pages, info } = openOfd(draw());
    assert.equal(pages.length, laid.layout.pages.length);
    assert.deepEqual([pages[0]?.width, pages[0]?.height], [210, 297]);
    assert.equal(info.subject, laid.layout.fingerprint);
    assert.deepEqual(files.get('Doc_0/Attachs/content.json'), canonicalBytes(fullTerms));
    assert.deepEqual(files.get('Doc_0/Attachs/layout.json'), canonicalBytes(laid.layout));
  });

  it('says every word of every page, in its order', () => {
    const { files, pages } = openOfd(draw());
    for (const [i, { path }] of pages.entries()) {
      const text = new TextDecoder().decode(files.get(path));
      const said = [...text.matchAll(/<ofd:TextCode[^>]*>([^<]*)</g)].map(([, words]) => words);
      const page = laid.layout.pages[i];
      const runs = page?.lines.flatMap((line) => line.runs.map((run) => run.text)) ?? [];
      assert.deepEqual(said, [...(page?.watermark === undefined ? [] : [page.watermark]), ...runs]);
    }
  });

  it('embeds fonts that draw exactly the characters of the document, at the widths of the layout', () => {
    const { files } = openOfd(draw());
    const regular = create(files.get('Doc_0/Res/font_0.ttf') ?? new Uint8Array());
    const points = new Set(
      laid.layout.pages.flatMap(({ lines }) =>
        lines.flatMap(({ runs }) =>
          runs
            .filter(({ weight }) => weight === undefined)
            .flatMap(({ text }) => Array.from(text, (character) => character.codePointAt(0) ?? 0)),
        ),
      ),
    );
    for (const point of points) {
      assert.ok(regular.hasGlyphForCodePoint(point), point.toString(16));
      assert.equal(regular.glyphForCodePoint(point).advanceWidth, advance(point, 'regular'));
    }
    assert.equal(regular.hasGlyphForCodePoint(0x9f98), false);
  });

  it('puts composite glyphs together from their parts, and has no font for what nobody can draw', () => {
    assert.throws(() => subsetFont(new Set([0xe9, 0x4e2d, 0x2e87]), 'regular'), {
      code: 'DOCUMENT_GLYPH_MISSING',
    });
    const { bytes: both } = subsetFont(new Set([0xe9, 0x4e2d]), 'bold');
    const font = create(both);
    assert.ok(font.glyphForCodePoint(0xe9).path.commands.length > 10);
    assert.ok(font.glyphForCodePoint(0x4e2d).path.commands.length > 10);
  });

  it('refuses a character that the font cannot draw', () => {
    const worker = { ...shortTerms.worker, name: '\u{4dae}' };
    assert.throws(() => draw(layOutContract({ ...shortTerms, worker }, { sm3, demonstration: true })), {
      code: 'DOCUMENT_GLYPH_MISSING',
    });
  });
});
