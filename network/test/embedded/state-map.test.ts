import { toHex } from '@renxin/chaincode/canonical';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { pageKey } from '../../src/embedded/keys.js';
import { StateMap, type Change } from '../../src/embedded/state-map.js';
import type { StoreView } from '../../src/embedded/store.js';
import { branchSlot, EMPTY_PAGE, leafSlot, nibble, withSlots } from '../../src/proof/page.js';
import { provider } from '../embedded.js';

const hash = (bytes: Uint8Array) => provider.hash('SM3', bytes);

/** Key hashes that share long beginnings, as no hash function would give them: deep pages are made on purpose. */
const crowded = fc.tuple(fc.nat(3), fc.constantFrom(0, 1, 2, 5, 31), fc.nat(255)).map(([first, at, byte]) => {
  const key = new Uint8Array(32).fill(first);
  key[at] = byte;
  return key;
});
const spread = fc.uint8Array({ minLength: 32, maxLength: 32 });
const change = fc.record({
  keyHash: fc.oneof(crowded, spread),
  valueHash: fc.uint8Array({ minLength: 32, maxLength: 32 }),
});
const blocks = fc.array(
  fc.uniqueArray(change, { maxLength: 40, selector: ({ keyHash }) => toHex(keyHash) }),
  {
    maxLength: 6,
  },
);

describe('embedded ledger: the authenticated map', () => {
  it('has the root that its definition gives, however it came about', () => {
    fc.assert(
      fc.property(blocks, (plan) => {
        const { root, model } = run(plan);
        assert.equal(toHex(root), toHex(definedRoot([...model.values()], 0)));
      }),
      { numRuns: 150 },
    );
  });

  it('finds every key, and no other', () => {
    fc.assert(
      fc.property(blocks, fc.array(change), (plan, others) => {
        const { map, view, root, model } = run(plan);
        for (const { keyHash, valueHash } of model.values()) {
          assert.equal(toHex(map.lookup(view, root, keyHash)!), toHex(valueHash));
        }
        for (const { keyHash } of others) {
          const expected = model.get(toHex(keyHash))?.valueHash;
          assert.deepEqual(map.lookup(view, root, keyHash), expected);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('finds them from the stored pages alone', () => {
    fc.assert(
      fc.property(blocks, (plan) => {
        const { view, root, model } = run(plan);
        const fresh = new StateMap(hash);
        for (const { keyHash, valueHash } of model.values()) {
          assert.equal(toHex(fresh.lookup(view, root, keyHash)!), toHex(valueHash));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('keeps nothing of an update that was not stored', () => {
    const { map, view, root } = run([[{ keyHash: new Uint8Array(32), valueHash: new Uint8Array(32) }]]);
    const key = new Uint8Array(32).fill(9);
    map.update(view, root, [{ keyHash: key, valueHash: key }]);
    assert.equal(map.lookup(view, root, key), undefined);
  });
});

function run(plan: Change[][]) {
  const stored = new Map<string, Uint8Array>();
  const view: StoreView = {
    get: (key) => stored.get(key),
    entries: () => assert.fail('not read in order'),
    close: () => Promise.resolve(),
  };
  const map = new StateMap(hash);
  const model = new Map<string, Change>();
  let root = map.emptyRoot;
  for (const changes of plan) {
    const update = map.update(view, root, changes);
    for (const [path, bytes] of update.pages) stored.set(pageKey(path), bytes);
    root = update.root;
    for (const one of changes) model.set(toHex(one.keyHash), one);
  }
  return { map, view, root, model };
}

/** The page of a set of leaves, by docs/formats/ledger.md and nothing else. */
function definedRoot(leaves: readonly Change[], depth: number): Uint8Array {
  const slots = Array.from({ length: 16 }, (_, n) => {
    const here = leaves.filter(({ keyHash }) => nibble(keyHash, depth) === n);
    const [only] = here;
    if (only === undefined) return Uint8Array.of(0);
    if (here.length === 1) return leafSlot(only.keyHash, only.valueHash);
    return branchSlot(definedRoot(here, depth + 1));
  });
  return hash(withSlots(EMPTY_PAGE, new Map(slots.entries())));
}
