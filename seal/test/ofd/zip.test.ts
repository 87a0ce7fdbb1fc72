import assert from 'node:assert/strict';
import { zipSync, type Zippable } from 'fflate';
import { readZip, writeZip, ZipError, type ZipCode } from '../../src/zip/index.js';

const limits = { bytes: 1024 * 1024, entries: 64, path: 64 };
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

function refuses(bytes: Uint8Array, code: ZipCode): void {
  assert.throws(
    () => readZip(bytes, limits),
    (error) => error instanceof ZipError && error.code === code,
    code,
  );
}

/** The archive with one of its bytes, found by a mark before it, set. */
function patched(bytes: Uint8Array, mark: number, offset: number, ...values: readonly number[]): Uint8Array {
  const copy = Buffer.from(bytes);
  const at = copy.indexOf(Buffer.from(Uint32Array.of(mark).buffer));
  assert.ok(at >= 0);
  copy.set(values, at + offset);
  return new Uint8Array(copy);
}

const LOCAL = 0x04034b50;
const LISTED = 0x02014b50;

describe('strict ZIP', () => {
  it('reads stored and deflated entries, with folders and with sizes behind the data', () => {
    const files: Zippable = {
      'a/': new Uint8Array(),
      'a/b.txt': text('b'.repeat(1000)),
      'c.bin': [text('c'), { level: 0 }],
    };
    assert.deepEqual(
      [...readZip(zipSync(files), limits).files],
      [
        ['a/b.txt', text('b'.repeat(1000))],
        ['c.bin', text('c')],
      ],
    );
  });

  it('writes one ZIP for the same files', () => {
    const files = new Map([
      ['b', text('1')],
      ['a', text('2')],
    ]);
    const bytes = writeZip(files);
    assert.deepEqual(bytes, writeZip(new Map([...files].reverse())));
    assert.deepEqual(readZip(bytes, limits).files, new Map([...files].reverse()));
  });

  it('refuses a path that leaves, a drive, a backslash, a control character, a file within a file', () => {
    for (const path of ['../a', 'a/../b', '/a', 'a\\b', 'c:a', 'a//b', './a', 'a\u0001', 'a'.repeat(65)])
      refuses(zipSync({ [path]: text('x') }), 'CONTAINER_PATH');
    refuses(zipSync({ a: text('x'), 'a/b': text('y') }), 'CONTAINER_PATH');
  });

  it('refuses a name twice, also in another case', () => {
    refuses(zipSync({ 'a.xml': text('1'), 'A.XML': text('2') }), 'CONTAINER_DUPLICATE');
  });

  it('refuses bytes before, between and after, and a comment', () => {
    const bytes = zipSync({ a: text('1'), b: text('2') });
    refuses(new Uint8Array([0, ...bytes]), 'CONTAINER_MALFORMED');
    refuses(new Uint8Array([...bytes, 0]), 'CONTAINER_MALFORMED');
    refuses(zipSync({ a: text('1') }, { comment: 'x' }).slice(0, -1), 'CONTAINER_MALFORMED');
    const at = Buffer.from(bytes).lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
    refuses(new Uint8Array([...bytes.subarray(0, at), 0, ...bytes.subarray(at)]), 'CONTAINER_MALFORMED');
  });

  it('refuses a directory that says other things than the headers', () => {
    const bytes = zipSync({ 'a.txt': text('one one one one one') });
    refuses(patched(bytes, LOCAL, 30, 0x62), 'CONTAINER_MALFORMED');
    refuses(patched(bytes, LISTED, 46, 0x62), 'CONTAINER_MALFORMED');
    refuses(patched(bytes, LISTED, 16, 1, 2, 3, 4), 'CONTAINER_MALFORMED');
    refuses(patched(bytes, LOCAL, 6, 1, 0), 'CONTAINER_MALFORMED');
    refuses(patched(patched(bytes, LOCAL, 6, 1, 0), LISTED, 8, 1, 0), 'CONTAINER_MALFORMED');
    refuses(patched(patched(bytes, LOCAL, 8, 12, 0), LISTED, 10, 12, 0), 'CONTAINER_MALFORMED');
  });

  it('refuses a changed byte of what was packed', () => {
    const bytes = zipSync({ 'a.txt': [text('one'), { level: 0 }] });
    refuses(patched(bytes, LOCAL, 35, 0x78), 'CONTAINER_MALFORMED');
  });

  it('refuses a bomb by what it says, and one that lies about it by what it does, at once', () => {
    refuses(zipSync({ bomb: [new Uint8Array(64 * 1024 * 1024), { level: 9 }] }), 'CONTAINER_LIMITS');
    const lying = zipSync({ bomb: [new Uint8Array(512 * 1024), { level: 9 }] });
    const small = [100, 0, 0, 0];
    const before = process.cpuUsage();
    refuses(patched(patched(lying, LOCAL, 22, ...small), LISTED, 24, ...small), 'CONTAINER_LIMITS');
    const { user, system } = process.cpuUsage(before);
    assert.ok(user + system < 1_000_000);
  });

  it('refuses too many entries and what is no ZIP', () => {
    refuses(
      zipSync(Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`f${String(i)}`, text('')]))),
      'CONTAINER_LIMITS',
    );
    for (const bytes of [new Uint8Array(), text('PK'), new Uint8Array(100)])
      refuses(bytes, 'CONTAINER_MALFORMED');
  });
});
