import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const tree = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

/** Rows of docs/negative-cases.md: number, two names, code, file, title. */
const rows = tree('docs/negative-cases.md')
  .split('\n')
  .filter((line) => /^\| +\d+ +\|/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));

describe('docs/negative-cases.md', () => {
  it('counts at least sixty kinds, each once', () => {
    assert.ok(rows.length >= 60);
    assert.deepEqual(
      rows.map(([, number]) => Number(number)),
      rows.map((_, i) => i + 1),
    );
    for (const column of [2, 3]) assert.equal(new Set(rows.map((row) => row[column])).size, rows.length);
  });

  for (const [, number = '', , name = '', code = '', file = '', title = ''] of rows)
    it(`${number} names a test that is there: ${name}`, () => {
      const source = tree(file);
      assert.ok(title.length > 10 && source.includes(title), title);
      assert.ok(source.includes(code), code);
    });
});
