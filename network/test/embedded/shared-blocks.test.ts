import assert from 'node:assert/strict';
import type { StoredBlock } from '../../src/embedded/moment.js';
import { SharedBlocks } from '../../src/embedded/shared-blocks.js';

describe('blocks that several follow', () => {
  it('are read once for all who are there, and again when nobody was for a while', async () => {
    const read: number[] = [];
    const blocks = new SharedBlocks((height) => {
      read.push(height);
      return Promise.resolve({ height } as unknown as StoredBlock);
    });
    const [one, other] = await Promise.all([blocks.of(0), blocks.of(0)]);
    assert.equal(one, other);
    for (let height = 1; height < 9; height++) await blocks.of(height);
    await blocks.of(0);
    assert.deepEqual(read, [0, 1, 2, 3, 4, 5, 6, 7, 8, 0]);
  });

  it('are read again after a reading that failed', async () => {
    let fails = true;
    const blocks = new SharedBlocks(() =>
      fails ? Promise.reject(new Error('once')) : Promise.resolve({} as StoredBlock),
    );
    await assert.rejects(blocks.of(3));
    fails = false;
    assert.ok(await blocks.of(3));
  });
});
