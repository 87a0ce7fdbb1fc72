import { inclusionPath, leafHash, merkleRoot, nodeHash } from '@renxin/network/proof';
import assert from 'node:assert/strict';
import { fastHash } from '../../src/log/hashing.js';
import { RightEdge } from '../../src/log/edge.js';
import { TiledTree } from '../../src/tlog/index.js';
import { entry, provider } from '../log/fixture.js';

const SIZE = 66_100;
const hash = (bytes: Uint8Array): Uint8Array => provider.hash('SHA-256', bytes);

describe('paths from tiles', function () {
  this.timeout(30_000);
  /** All nodes of the complete subtrees, by level. */
  const levels: Uint8Array[][] = [];
  const tiles = new Map<string, Uint8Array>();
  const tree = new TiledTree(hash, (path) => Promise.resolve(tiles.get(path)));
  const node = (level: number, index: number): Uint8Array => levels[level]![index]!;

  before(() => {
    levels.push(Array.from({ length: SIZE }, (_, i) => leafHash(hash, entry(i))));
    for (let below = levels[0]!; below.length > 1; below = levels.at(-1)!)
      levels.push(
        Array.from({ length: Math.floor(below.length / 2) }, (_, i) =>
          nodeHash(hash, below[2 * i]!, below[2 * i + 1]!),
        ),
      );
    const edge = new RightEdge(fastHash('SHA-256'));
    for (const [i, leaf] of levels[0]!.entries()) {
      edge.append(entry(i), Buffer.from(leaf).toString('latin1'));
      if (i < 600 || i > SIZE - 600) {
        const { full, partial } = edge.take();
        for (const { path, bytes } of [...full, ...partial]) tiles.set(path, bytes);
      }
    }
  });

  const compare = async (indices: readonly number[], size: number): Promise<void> => {
    const paths = await tree.inclusions(indices, size);
    const expected = indices.map((index) => inclusionPath(hash, index, size, node));
    assert.deepEqual(paths.map(hexOf), expected.map(hexOf), `${size}`);
  };
  const hexOf = (path: readonly Uint8Array[]): string[] =>
    path.map((each) => Buffer.from(each).toString('hex'));

  it('are those of RFC 6962 for every leaf of every small tree, as it grows', async () => {
    for (const size of [...Array(70).keys(), 255, 256, 257, 300, 511, 512, 513, 515])
      await compare([...Array(size).keys()], size);
  });

  it('are those of RFC 6962 in a tree of three levels of tiles, in any order', async () => {
    const indices = [0, 1, 65_535, 65_536, 65_792, 66_047, 66_048, 66_099, 300, 31_337, 65_800, 2];
    for (const size of [66_100, 66_049, 66_048, 66_080])
      await compare(
        indices.filter((i) => i < size),
        size,
      );
    assert.deepEqual(await tree.root(SIZE), merkleRoot(hash, SIZE, node));
  });

  it('are not given beyond the tree', async () => {
    await assert.rejects(tree.inclusions([0, 7], 7), RangeError);
    await assert.rejects(tree.inclusions([-1], 7), RangeError);
  });
});
