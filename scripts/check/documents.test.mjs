import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  ambiguousTerms,
  brokenLinks,
  checkDocuments,
  missingFromIndex,
  missingSources,
} from './documents.mjs';

describe('documents', () => {
  it('of this tree: every link resolves, every format and decision page is in its index, one word per term', () => {
    assert.deepEqual(checkDocuments(), []);
  });

  const pages = {
    'docs/a.md': '# Über alles: a `b`\n\n## Same\n\n## Same\n',
    'docs/formats/README.md': '[one](one.md)',
    'docs/formats/one.md': '# One',
  };
  const links = [
    ['a file that exists', '[x](docs/a.md)', 0],
    ['a folder', '[x](docs/formats)', 0],
    ['a heading', '[x](docs/a.md#über-alles-a-b)', 0],
    ['a repeated heading', '[x](docs/a.md#same-1)', 0],
    ['a heading of its own page', '# Top\n[x](#top)', 0],
    ['another site', '[x](https://example.org/none)', 0],
    ['something inside code', '`[x](none.md)`\n```\n[x](none.md)\n```', 0],
    ['a file that does not exist', '[x](docs/none.md)', 1],
    ['a picture that does not exist', '![x](docs/none.svg)', 1],
    ['a heading that does not exist', '[x](docs/a.md#none)', 1],
    ['a heading of its own page that does not exist', '[x](#none)', 1],
    ['a path outside the tree', '[x](../outside.md)', 1],
  ];
  for (const [what, text, faults] of links) {
    it(`${faults === 0 ? 'accept' : 'refuse'} a link to ${what}`, () => {
      inTree({ ...pages, 'page.md': text }, (tree) =>
        assert.equal(brokenLinks(tree, 'page.md').length, faults),
      );
    });
  }

  it('refuse a page that its index does not link, and a missing index', () => {
    inTree(pages, (tree) => assert.deepEqual(missingFromIndex(tree, 'docs/formats'), []));
    inTree({ ...pages, 'docs/formats/two.md': '' }, (tree) =>
      assert.deepEqual(missingFromIndex(tree, 'docs/formats'), [
        'docs/formats/README.md does not link two.md',
      ]),
    );
    inTree(pages, (tree) => assert.equal(missingFromIndex(tree, 'docs').length, 1));
  });

  it('refuse a source file that does not exist', () => {
    const text =
      'See `seal/src/a.ts`, `seal/test/b.test.ts`, `seal/src/*.ts`, `seal/dist/a.js` and `other/c.ts`.';
    inTree({ 'page.md': text, 'seal/src/a.ts': '' }, (tree) =>
      assert.deepEqual(missingSources(tree, 'page.md'), ['page.md:1: seal/test/b.test.ts does not exist']),
    );
  });

  it('refuse two words for one term, and one word for two terms', () => {
    const faults = (rows) => {
      let found;
      inTree({ 'g.md': ['| 中文 | English | note |', '|---|---|---|', ...rows].join('\n') }, (tree) => {
        found = ambiguousTerms(tree, 'g.md');
      });
      return found.length;
    };
    assert.equal(faults(['| 印章 | seal | |', '| 合同 | contract | |']), 0);
    assert.equal(faults(['| 印章 | seal | |', '| 印章 | stamp | |']), 1);
    assert.equal(faults(['| 印章 | seal | |', '| 签章 | Seal | |']), 1);
  });
});

function inTree(files, look) {
  const tree = mkdtempSync(join(tmpdir(), 'renxin-documents-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(tree, path)), { recursive: true });
      writeFileSync(join(tree, path), text);
    }
    look(tree);
  } finally {
    rmSync(tree, { recursive: true });
  }
}
