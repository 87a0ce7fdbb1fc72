import assert from 'node:assert/strict';
import {
  formatAddCheckpoint,
  formatTlogProof,
  parseAddCheckpoint,
  parseBundle,
  parseTilePath,
  parseTlogProof,
  partialTiles,
  tilePath,
} from '../../src/tlog/index.js';
import { seed } from '../log/fixture.js';

const code = (expected: string) => (error: unknown) => (error as { code: string }).code === expected;
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('tiles', () => {
  it('has the paths of the specification', () => {
    assert.equal(tilePath({ level: 0, index: 1_234_067, width: 256 }), 'tile/0/x001/x234/067');
    assert.equal(tilePath({ level: 'entries', index: 0, width: 8 }), 'tile/entries/000.p/8');
    assert.equal(tilePath({ level: 1, index: 1000, width: 255 }), 'tile/1/x001/000.p/255');
    for (const path of ['tile/0/x001/x234/067', 'tile/entries/000.p/8', 'tile/63/999'])
      assert.equal(tilePath(parseTilePath(path)!), path);
  });

  for (const path of [
    'tile/0/x000/001',
    'tile/00/001',
    'tile/64/001',
    'tile/0/1',
    'tile/0/001.p/0',
    'tile/0/001.p/256',
    'tile/0/001.p/08',
    'tile/0/x001/../001',
    'tile/data/001',
    'tile/0/x001/x234/067/',
  ]) {
    it(`knows no ${path}`, () => assert.equal(parseTilePath(path), undefined));
  }

  it('knows the right edge of the tree of the specification', () => {
    assert.deepEqual(partialTiles(70_000).map(tilePath), [
      'tile/entries/273.p/112',
      'tile/0/273.p/112',
      'tile/1/001.p/17',
      'tile/2/000.p/1',
    ]);
    assert.deepEqual(partialTiles(256).map(tilePath), ['tile/1/000.p/1']);
    assert.deepEqual(partialTiles(0), []);
  });

  it('reads a bundle that holds exactly what it should', () => {
    const bundle = new Uint8Array([0, 1, 97, 0, 0, 0, 2, 98, 99]);
    assert.deepEqual(
      parseBundle(bundle, 3).map((each) => new TextDecoder().decode(each)),
      ['a', '', 'bc'],
    );
    assert.throws(() => parseBundle(bundle, 2), code('TILE_FORMAT'));
    assert.throws(() => parseBundle(bundle.subarray(0, 8), 3), code('TILE_FORMAT'));
  });
});

describe('proofs to take along', () => {
  const checkpoint = encode('o\n2\n\n— a AAAAAAAA\n');
  const proof = { extra: encode('{}'), index: 1, path: [seed('a')], checkpoint };

  it('come back as they were', () => {
    assert.deepEqual(parseTlogProof(formatTlogProof(proof)), proof);
    const bare = { ...proof, extra: undefined, path: [] };
    assert.deepEqual(parseTlogProof(formatTlogProof(bare)), bare);
  });

  for (const [name, change] of [
    ['another version', (text: string) => text.replace('@v1', '@v2')],
    ['extra twice', (text: string) => text.replace('index', 'extra e30=\nindex')],
    ['a leading zero', (text: string) => text.replace('index 1', 'index 01')],
    ['no index', (text: string) => text.replace('index 1\n', '')],
    ['a short hash', (text: string) => text.replace(/=\n\n/, '\n\n')],
    ['no blank line', (text: string) => text.replaceAll('\n\n', '\n')],
    ['two spaces', (text: string) => text.replace('index 1', 'index  1')],
  ] as const) {
    it(`is refused with ${name}`, () => {
      const bytes = encode(change(new TextDecoder().decode(formatTlogProof(proof))));
      assert.throws(() => parseTlogProof(bytes), code('LOG_PROOF_FORMAT'));
    });
  }
});

describe('what a witness is asked', () => {
  const request = { old: 20, path: [seed('a'), seed('b')], checkpoint: encode('o\n2\n\n— a AAAAAAAA\n') };

  it('comes back as it was', () => {
    assert.deepEqual(parseAddCheckpoint(formatAddCheckpoint(request)), request);
    const first = { ...request, old: 0, path: [] };
    assert.deepEqual(parseAddCheckpoint(formatAddCheckpoint(first)), first);
  });

  for (const text of ['old 01\n\nx', 'old\n\nx', 'new 1\n\nx', 'old 1\nAAAA\n\nx', 'old 1\n', '']) {
    it(`is refused as ${JSON.stringify(text)}`, () =>
      assert.throws(() => parseAddCheckpoint(encode(text)), code('ADD_CHECKPOINT_FORMAT')));
  }

  it('is refused with 64 hashes', () => {
    const long = { ...request, path: Array.from({ length: 64 }, () => seed('a')) };
    assert.throws(() => parseAddCheckpoint(formatAddCheckpoint(long)), code('ADD_CHECKPOINT_FORMAT'));
  });
});
