import { canonical, canonicalBytes } from '@renxin/chaincode/canonical';
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { create } from 'fontkit';
import { certificateOf } from '@renxin/chaincode/labor-law';
import { advance } from '../../src/labor-contract/document/font-metrics.js';
import {
  layOutAmendment,
  layOutCertificate,
  layOutContract,
  openPress,
  pageDigests,
  renderPdf,
  renderSvg,
  templates,
} from '../../src/labor-contract/document/index.js';
import { sfntOfWoff } from '../../src/labor-contract/document/woff.js';
import { createdAt, fullTerms, shortTerms, sm3 } from './examples.js';

const demonstration = { sm3, demonstration: true };
const laid = layOutContract(fullTerms, demonstration);
const draw = (one = laid) => renderPdf(one.layout, { content: one.content, createdAt });

describe('PDF of a labor contract', function () {
  this.timeout(20_000);

  it('has the same bytes for the same input', () => {
    const [first, second] = [draw(), draw(layOutContract(structuredClone(fullTerms), demonstration))];
    assert.ok(Buffer.from(first).equals(Buffer.from(second)));
  });

  it('does not depend on what was drawn before', () => {
    const before = draw();
    draw(
      layOutContract({ ...shortTerms, worker: { ...shortTerms.worker, name: '另一位·示例' } }, demonstration),
    );
    assert.ok(Buffer.from(before).equals(Buffer.from(draw())));
  });

  it('has other bytes at another time', () => {
    const later = renderPdf(laid.layout, {
      content: laid.content,
      createdAt: new Date(createdAt.getTime() + 1000),
    });
    assert.ok(!Buffer.from(later).equals(Buffer.from(draw())));
  });

  it('carries layout and terms as canonical JSON', () => {
    const pdf = Buffer.from(draw());
    assert.ok(pdf.includes(Buffer.from(canonicalBytes(laid.layout))));
    assert.ok(pdf.includes(Buffer.from(canonicalBytes(fullTerms))));
    for (const entry of [
      '/AFRelationship /Data',
      '/AFRelationship /Supplement',
      `/F <${Buffer.from('layout.json').toString('hex')}>`,
      `/F <${Buffer.from('content.json').toString('hex')}>`,
    ])
      assert.ok(pdf.includes(entry), entry);
  });

  it('draws rare characters from further slices of the font', () => {
    const rare = layOutContract(
      { ...shortTerms, worker: { ...shortTerms.worker, name: '示例骉龑' } },
      demonstration,
    );
    const pdf = Buffer.from(draw(rare));
    for (const point of ['9a89', '9f91']) assert.ok(pdf.includes(`> <${point}>`), point);
  });

  it('refuses a character that the font lacks and names the member, not the character', () => {
    const lacking = layOutContract(
      { ...shortTerms, worker: { ...shortTerms.worker, name: '示例䶮' } },
      demonstration,
    );
    assert.throws(
      () => draw(lacking),
      (error: Error & { code?: string; fields?: readonly string[] }) => {
        assert.equal(error.code, 'DOCUMENT_GLYPH_MISSING');
        assert.deepEqual(error.fields, ['/worker/name']);
        assert.ok(!error.message.includes('䶮'));
        return true;
      },
    );
  });

  it('is pressed with its layout', async () => {
    const press = openPress(demonstration);
    const { pdf, layout } = await press.contract(fullTerms, createdAt);
    assert.ok(Buffer.from(pdf).equals(Buffer.from(draw())));
    assert.equal(canonical(layout), canonical(laid.layout));
    assert.equal(press.template.id, templates[0]?.id);
    const amended = { ...fullTerms, jobTitle: '班组长' };
    assert.equal((await press.amendment(fullTerms, amended, 1, createdAt)).layout.title, '劳动合同变更协议');
    await assert.rejects(press.contract({ ...fullTerms, fee: 1 }, createdAt), TypeError);
  });
});

describe('drawing of a page for the screen', () => {
  const svg = laid.layout.pages.map((page) => renderSvg(page));

  it('holds the text of every run at its place', () => {
    for (const [i, page] of laid.layout.pages.entries())
      for (const { y, runs } of page.lines)
        for (const { text, x, width } of runs) {
          const shown = text.replace(/[<>&"']/g, (c) => `&#${String(c.charCodeAt(0))};`);
          assert.ok(svg[i]?.includes(`<text x="${String(x)}" y="${String(y)}"`));
          assert.ok(svg[i]?.includes(`textLength="${String(width)}"`));
          assert.ok(svg[i]?.includes(`>${shown}</text>`), text);
        }
  });

  it('has no script, no style, no link and no markup from the terms', () => {
    const hostile = layOutContract(
      {
        ...shortTerms,
        jobTitle: '<script>alert(1)</script>',
        additions: ['"><image href="https://example.invalid/x"/>', "' onload='x"],
      },
      demonstration,
    );
    for (const page of [...svg, ...hostile.layout.pages.map((one) => renderSvg(one))]) {
      assert.doesNotMatch(page, /<script|<style|<image|<a |<foreignObject|\sstyle=|\shref=|url\(/i);
      assert.doesNotMatch(page.replace(/>[^<]*</g, '><'), /\son\w+=/i);
    }
  });

  it('uses no type larger than browsers draw', () => {
    for (const page of svg)
      for (const [, size] of page.matchAll(/font-size="(\d+)"/g)) assert.ok(Number(size) <= 10_000);
  });

  it('lays a ground under what matters and another under what changed', () => {
    const page = laid.layout.pages[0];
    assert.ok(page !== undefined);
    assert.match(renderSvg(page), /#fff3c4/);
    assert.doesNotMatch(renderSvg(page, { highlight: false }), /#fff3c4/);
    assert.match(renderSvg(page, { changed: new Set(['/worker/mobile']) }), /#ffd8b5/);
  });
});

describe('font of the documents', () => {
  const require = createRequire(import.meta.url);
  for (const [weight, number] of [
    ['regular', '400'],
    ['bold', '700'],
  ] as const)
    it(`${weight}: every character is as wide as the table says`, () => {
      const file = require.resolve(
        `@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-${number}-normal.woff`,
      );
      const font = create(sfntOfWoff(readFileSync(file)));
      for (let point = 0x20; point <= 0xffff; point++)
        if (font.hasGlyphForCodePoint(point) && point !== 0x7f)
          assert.equal(
            font.glyphForCodePoint(point).advanceWidth,
            advance(point, weight),
            point.toString(16),
          );
    });

  it('refuses what is no WOFF file and one that is cut short', () => {
    assert.throws(() => sfntOfWoff(Buffer.from('wOF2')), RangeError);
    const file = require.resolve('@fontsource/noto-sans-sc/files/noto-sans-sc-latin-400-normal.woff');
    assert.throws(() => sfntOfWoff(readFileSync(file).subarray(0, 2000)));
  });
});

describe('documents under independent tools', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'renxin-document-'));
  const file = (name: string) => join(folder, `${name}.pdf`);
  const root = fileURLToPath(new URL('../../../../', import.meta.url));

  before(async () => {
    const end = {
      certificateNo: 'RX-2026-000001-E',
      kind: 'DISSOLUTION',
      endedOn: '2028-05-31',
      issuedOn: '2028-06-01',
    } as const;
    const rare = { ...shortTerms, worker: { ...shortTerms.worker, name: '示例骉龑' } };
    for (const [name, one] of [
      ['contract', laid],
      ['rare', layOutContract(rare, { sm3, demonstration: false })],
      [
        'amendment',
        layOutAmendment({ schema: 1, number: 1, before: shortTerms, after: fullTerms }, demonstration),
      ],
      ['certificate', layOutCertificate(certificateOf(fullTerms, end), demonstration)],
    ] as const)
      writeFileSync(file(name), draw(one));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('pdftotext reads the clauses', function () {
    if (!runs('pdftotext', '-v')) return skip(this, 'text of the PDF', 'pdftotext');
    const text = execFileSync('pdftotext', ['-layout', file('contract'), '-'], { encoding: 'utf8' }).replace(
      /\s/g,
      '',
    );
    for (const words of [
      '劳动合同（固定期限）',
      '示例精密制造有限公司',
      '自2026年12月1日起至2028年11月30日',
      '第三条工作时间和休息休假',
      '人民币10,000.00元（大写：壹万元整）',
      '基本养老保险、基本医疗保险、失业保险',
      '第八条保密和竞业限制',
      '本合同自双方完成电子签名时生效',
    ])
      assert.ok(text.includes(words), words);
  });

  it('pdffonts finds every font embedded, as a subset, with Unicode', function () {
    if (!runs('pdffonts', '-v')) return skip(this, 'fonts of the PDF', 'pdffonts');
    for (const name of ['contract', 'rare']) {
      const rows = execFileSync('pdffonts', [file(name)], { encoding: 'utf8' })
        .trim()
        .split('\n')
        .slice(2);
      assert.ok(rows.length >= 2);
      for (const row of rows)
        assert.match(row, /^[A-Z]{6}\+NotoSansSC-\S+\s+CID TrueType\s+Identity-H\s+yes yes yes/);
    }
  });

  it('pdfdetach finds the two attachments', function () {
    if (!runs('pdfdetach', '-v')) return skip(this, 'attachments of the PDF', 'pdfdetach');
    execFileSync('pdfdetach', ['-saveall', '-o', folder, file('contract')]);
    const layout = readFileSync(join(folder, 'layout.json'));
    assert.ok(layout.equals(Buffer.from(canonicalBytes(laid.layout))));
    assert.equal(readFileSync(join(folder, 'content.json'), 'utf8'), canonical(fullTerms));
    const pages = (JSON.parse(layout.toString()) as typeof laid.layout).pages;
    assert.deepEqual(pageDigests({ ...laid.layout, pages }, sm3), pageDigests(laid.layout, sm3));
  });

  it('veraPDF finds PDF/A-3b', function () {
    if (!existsSync(join(root, '.cache/interop/verapdf/ready-1.28.2')) || !runs('java', '-version'))
      return skip(this, 'PDF/A-3b', 'veraPDF');
    const files = ['contract', 'rare', 'amendment', 'certificate'].map(file);
    const broken = file('broken');
    writeFileSync(
      broken,
      readFileSync(file('contract'), 'latin1').replace('<pdfaid:part>3<', '<pdfaid:part>9<'),
      'latin1',
    );
    const { stdout } = spawnSync(
      'bash',
      [join(root, 'scripts/interop/verapdf.sh'), 'validate', ...files, broken],
      { encoding: 'utf8' },
    );
    assert.deepEqual(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[0]),
      ['PASS', 'PASS', 'PASS', 'PASS', 'FAIL'],
    );
  });
});

function runs(program: string, argument: string): boolean {
  return spawnSync(program, [argument]).error === undefined;
}

function skip(context: Mocha.Context, what: string, tool: string): void {
  console.log(`skipped: ${what} — ${tool} not found (npm run interop:setup)`);
  context.skip();
}
