import assert from 'node:assert/strict';
import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conformance } from '../../src/commands/conformance.js';

describe('renxin serve --conformance', () => {
  it('serves no address but loopback', async () => {
    assert.equal(await conformance({ RENXIN_HOST: '0.0.0.0', RENXIN_DATA: join(tmpdir(), 'nowhere') }), 1);
  });

  it('does not start over the directory of a platform', async () => {
    const data = await mkdtemp(join(tmpdir(), 'renxin-data-'));
    try {
      await mkdir(join(data, 'gateway'));
      assert.equal(await conformance({ RENXIN_DATA: data, RENXIN_PORT: '0' }), 1);
    } finally {
      await rm(data, { recursive: true });
    }
  });
});
