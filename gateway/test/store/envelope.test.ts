import { toHex } from '@renxin/chaincode/canonical';
import assert from 'node:assert/strict';
import { open, seal } from '../../src/store/envelope.js';
import { StoreError } from '../../src/store/index.js';

describe('a record in LevelDB', () => {
  const address = 'gd/notes\0a';
  const sealed = seal(address, 7, new TextEncoder().encode('hello'));

  it('stands as in docs/formats/record-store.md', () => {
    assert.equal(toHex(sealed), '0000000000000007' + 'e77ee7ab221f6a9e11486b3adeacfe68' + '68656c6c6f');
    assert.deepEqual(open(address, sealed), { version: 7, value: new TextEncoder().encode('hello') });
  });

  it('is not given out with any one byte changed, cut short, or under another address', () => {
    const corrupt = (error: unknown): boolean =>
      error instanceof StoreError && error.code === 'STORE_CORRUPT';
    for (let i = 0; i < sealed.length; i++) {
      const changed = sealed.map((byte, at) => (at === i ? byte ^ 1 : byte));
      assert.throws(() => open(address, changed), corrupt);
      assert.throws(() => open(address, sealed.subarray(0, i)), corrupt);
    }
    assert.throws(() => open('gd/notes\0b', sealed), corrupt);
  });
});
