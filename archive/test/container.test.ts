import assert from 'node:assert/strict';
import { zipSync } from 'fflate';
import { limits } from '../src/bundle/index.js';
import { readContainer, writeContainer } from '../src/bundle/container.js';
import { BundleError, type BundleCode } from '../src/bundle/error.js';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const files = new Map([
  ['contract/contract.pdf', text('%PDF-1.7 a document')],
  ['manifest.json', text('{}')],
  ['README.txt', text('read me')],
  ['empty.bin', new Uint8Array()],
]);
const stored = { level: 0, mtime: new Date(1980, 0, 1), os: 0, attrs: 0 } as const;

function refuses(bytes: Uint8Array, ...codes: BundleCode[]): void {
  assert.throws(
    () => readContainer(bytes),
    (error) => error instanceof BundleError && codes.includes(error.code),
  );
}

describe('container', function () {
  this.timeout(60_000);

  it('gives back the files it was made of, and the same bytes for the same files in any order', () => {
    const bytes = writeContainer(files);
    const byPath = (a: [string, unknown], b: [string, unknown]): number => (a[0] < b[0] ? -1 : 1);
    assert.deepEqual([...readContainer(bytes)].sort(byPath), [...files].sort(byPath));
    assert.deepEqual(writeContainer(new Map([...files].reverse())), bytes);
  });

  it('has the bytes that the format says', () => {
    const bytes = writeContainer(new Map([['a.txt', text('a')]]));
    assert.equal(
      Buffer.from(bytes).toString('hex'),
      '504b03041400000000000000210043beb7e8010000000100000005000000' +
        '612e74787461' +
        '504b010214001400000000000000210043beb7e80100000001000000050000000000000000000000000000000000' +
        '612e747874' +
        '504b0506000000000100010033000000240000000000',
    );
  });

  it('refuses every single-byte change of the container, or finds other files in it', () => {
    const bytes = writeContainer(files);
    for (let i = 0; i < bytes.length; i++) {
      const changed = bytes.slice();
      changed[i] = (changed[i] ?? 0) ^ (1 << (i % 8));
      assert.throws(() => readContainer(changed), BundleError, `byte ${i}`);
    }
  });

  it('refuses compressed entries before it decompresses them', () => {
    const bomb = zipSync({ 'bomb.bin': [new Uint8Array(32 * 1024 * 1024), { level: 9 }] });
    refuses(bomb, 'CONTAINER_NOT_CANONICAL');
  });

  it('refuses upward, absolute, hidden, backslash and non-ASCII paths', () => {
    for (const path of [
      '../a',
      'a/../../b',
      '/a',
      '.a',
      'a/.b',
      'a\\b',
      'a//b',
      'a/',
      '合同.pdf',
      'a/b/c/d/e',
      'a'.repeat(97),
    ]) {
      const bytes = zipSync({ [path]: [text('x'), stored] }, { level: 0 });
      refuses(bytes, 'CONTAINER_PATH');
      assert.throws(() => writeContainer(new Map([[path, text('x')]])), { code: 'CONTAINER_PATH' });
    }
  });

  it('refuses a path that occurs twice', () => {
    const bytes = Buffer.from(
      writeContainer(
        new Map([
          ['a1', text('x')],
          ['a2', text('y')],
        ]),
      ),
    );
    for (let at = bytes.indexOf('a2'); at !== -1; at = bytes.indexOf('a2', at + 1)) bytes.write('a1', at);
    refuses(bytes, 'CONTAINER_DUPLICATE');
  });

  it('refuses bytes before, after and between the entries, comments and extra fields', () => {
    const bytes = writeContainer(files);
    refuses(new Uint8Array([...bytes, 0]), 'CONTAINER_NOT_CANONICAL', 'CONTAINER_MALFORMED');
    refuses(new Uint8Array([0, ...bytes]), 'CONTAINER_PATH');
    refuses(zipSync({ a: [text('x'), { ...stored, comment: 'hello' }] }), 'CONTAINER_NOT_CANONICAL');
    refuses(zipSync({ a: [text('x'), { ...stored, extra: { 1: text('x') } }] }), 'CONTAINER_NOT_CANONICAL');
    refuses(
      zipSync({ a: [text('x'), { ...stored, mtime: new Date(2001, 1, 1) }] }),
      'CONTAINER_NOT_CANONICAL',
    );
  });

  it('refuses what is no ZIP, an empty one, and too many entries', () => {
    refuses(new Uint8Array(), 'CONTAINER_MALFORMED');
    refuses(text('not a zip at all, but longer than 22 bytes'), 'CONTAINER_MALFORMED');
    refuses(zipSync({}), 'CONTAINER_MALFORMED');
    const many = Object.fromEntries(
      Array.from({ length: limits.entries + 1 }, (_, i) => [`f${i}`, [text(''), stored] as const]),
    ) as unknown as Parameters<typeof zipSync>[0];
    refuses(zipSync(many), 'CONTAINER_LIMITS');
  });
});
