import { fromHex, toHex } from '@renxin/chaincode/canonical';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import {
  appendLeaf,
  consistencyPath,
  inclusionPath,
  isConsistent,
  leafHash,
  MerkleTree,
  merkleRoot,
  nodeHash,
  rootFromInclusion,
  type MerkleHash,
  type MerkleNodes,
} from '../../src/proof/index.js';
import { provider } from '../embedded.js';

const sha256: MerkleHash = (bytes) => provider.hash('SHA-256', bytes);
const sm3: MerkleHash = (bytes) => provider.hash('SM3', bytes);

/** The leaves and roots with which Certificate Transparency logs are tested (RFC 6962 hashing, SHA-256). */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

describe('Merkle trees of RFC 9162', () => {
  it('has the roots of Certificate Transparency', () => {
    const leaves = LEAVES.map((hex) => leafHash(sha256, fromHex(hex)!));
    for (const [size, root] of ROOTS.entries()) {
      assert.equal(toHex(new MerkleTree(sha256, leaves.slice(0, size)).root), root);
    }
  });

  for (const [name, hash] of Object.entries({ sha256, sm3 })) {
    it(`grows leaf by leaf to the tree of the definition (${name})`, () => {
      const { nodes, leaves } = grow(hash, 70);
      for (let size = 0; size <= leaves.length; size++) {
        const defined = definedRoot(hash, leaves.slice(0, size));
        assert.equal(toHex(merkleRoot(hash, size, nodes)), toHex(defined));
        assert.equal(toHex(new MerkleTree(hash, leaves.slice(0, size)).root), toHex(defined));
      }
    });

    it(`proves inclusion of each leaf in each tree, and of no other (${name})`, () => {
      const { nodes, leaves } = grow(hash, 33);
      for (let size = 1; size <= leaves.length; size++) {
        const root = toHex(merkleRoot(hash, size, nodes));
        for (let index = 0; index < size; index++) {
          const path = inclusionPath(hash, index, size, nodes);
          const lead = (leaf: Uint8Array, at: number, of: number, by: Uint8Array[]) => {
            const found = rootFromInclusion(hash, leaf, at, of, by);
            return found !== undefined && toHex(found) === root;
          };
          assert.ok(lead(leaves[index]!, index, size, path));
          assert.ok(!lead(leaves[(index + 1) % leaves.length]!, index, size, path));
          if (size > 1) assert.ok(!lead(leaves[index]!, (index + 1) % size, size, path));
          assert.ok(!lead(leaves[index]!, index, size, [...path, root32(root)]));
          if (path.length > 0) assert.ok(!lead(leaves[index]!, index, size, path.slice(1)));
          assert.ok(!lead(leaves[index]!, size, size, path));
        }
      }
    });

    it(`proves that each tree extends each earlier one, and no other (${name})`, () => {
      const { nodes, leaves } = grow(hash, 33);
      const strange = grow(hash, 33, 'strange');
      for (let later = 1; later <= leaves.length; later++) {
        for (let earlier = 1; earlier <= later; earlier++) {
          const path = consistencyPath(hash, earlier, later, nodes);
          const [a, b] = [rootAt(hash, earlier, nodes), rootAt(hash, later, nodes)];
          assert.ok(isConsistent(hash, a, b, path), `${earlier} ${later}`);
          assert.ok(!isConsistent(hash, rootAt(hash, earlier, strange.nodes), b, path));
          assert.ok(!isConsistent(hash, a, rootAt(hash, later, strange.nodes), path));
          assert.ok(!isConsistent(hash, a, b, [...path, leaves[0]!]));
          if (path.length > 0) assert.ok(!isConsistent(hash, a, b, path.slice(0, -1)));
          if (earlier < later) assert.ok(!isConsistent(hash, b, a, path));
        }
      }
    });
  }

  it('proves the same at sizes that no array holds', () => {
    const same: MerkleNodes = (level) => {
      let node = leafHash(sm3, new Uint8Array());
      for (let i = 0; i < level; i++) node = nodeHash(sm3, node, node);
      return node;
    };
    const leaf = leafHash(sm3, new Uint8Array());
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), (a, b) => {
        const [index, size] = [Math.min(Math.abs(a), Math.abs(b)), Math.max(Math.abs(a), Math.abs(b))];
        fc.pre(index < size && size < 2 ** 52);
        const path = inclusionPath(sm3, index, size, same);
        const root = rootFromInclusion(sm3, leaf, index, size, path);
        assert.equal(toHex(root!), toHex(merkleRoot(sm3, size, same)));
      }),
      { numRuns: 20 },
    );
  });
});

function grow(hash: MerkleHash, size: number, salt = ''): { nodes: MerkleNodes; leaves: Uint8Array[] } {
  const known = new Map<string, Uint8Array>();
  const nodes: MerkleNodes = (level, index) => known.get(`${level} ${index}`)!;
  const leaves = Array.from({ length: size }, (_, i) =>
    leafHash(hash, new TextEncoder().encode(`${salt} leaf ${i}`)),
  );
  for (const [i, leaf] of leaves.entries()) {
    for (const node of appendLeaf(hash, i, leaf, nodes)) known.set(`${node.level} ${node.index}`, node.hash);
  }
  return { nodes, leaves };
}

/** MTH by its definition, section 2.1.1. */
function definedRoot(hash: MerkleHash, leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return hash(new Uint8Array());
  if (leaves.length === 1) return leaves[0]!;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(hash, definedRoot(hash, leaves.slice(0, k)), definedRoot(hash, leaves.slice(k)));
}

function rootAt(hash: MerkleHash, size: number, nodes: MerkleNodes) {
  return { size, root: merkleRoot(hash, size, nodes) };
}

function root32(hex: string): Uint8Array {
  return fromHex(hex)!;
}
