import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ReceivedReceipts,
  receivedReceipt,
  type SignedReceipt,
} from '../../src/certificates/received-receipts.js';
import { JsonRecords, openLevelRecordStore, type RecordStore } from '../../src/store/index.js';

describe('receipts that a province received', () => {
  let directory: string;
  let store: RecordStore;
  let receipts: ReceivedReceipts;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'renxin-received-'));
    store = await openLevelRecordStore(join(directory, 'store'));
    receipts = new ReceivedReceipts(
      new JsonRecords(store, 'gd/verification-receipt', receivedReceipt),
      store,
    );
    const named = (certificate: string, count: number): SignedReceipt[] =>
      Array.from({ length: count }, (_, i) => receipt(certificate, `r-${String(i).padStart(4, '0')}`));
    await receipts.keep([...named('c-first', 1001), ...named('c-last', 203)]);
  });
  after(async () => {
    await store.close();
    await rm(directory, { recursive: true, force: true });
  });

  it('are found by their certificate, behind a thousand of others', async () => {
    const found: string[] = [];
    let after: string | undefined;
    do {
      const page = await receipts.of('c-last', after);
      assert.ok(page.receipts.length <= 100);
      assert.ok(page.receipts.every(({ body }) => body.certificate === 'c-last'));
      found.push(...page.receipts.map(({ body }) => body.receipt));
      after = page.next;
    } while (after !== undefined);
    assert.equal(new Set(found).size, 203);
    assert.equal(found.length, 203);
  });

  it('of a certificate whose name begins with another’s are its own', async () => {
    assert.deepEqual(await receipts.of('c-fir'), { receipts: [] });
  });

  it('stay as the first one was', async () => {
    const again = receipt('c-last', 'r-0000');
    await receipts.keep([{ ...again, body: { ...again.body, purpose: 'something else' } }]);
    const { receipts: kept } = await receipts.of('c-last');
    assert.equal(kept[0]?.body.purpose, again.body.purpose);
  });
});

function receipt(certificate: string, name: string): SignedReceipt {
  const at = '2026-03-02T08:00:00.000Z';
  return {
    body: {
      receipt: name,
      verifier: 'sh',
      province: 'gd',
      certificate,
      holder: 'p-0f1e2d3c4b5a69788796a5b4c3d2e1f0',
      type: 'vocational-skill-level',
      purpose: '申请职业技能补贴',
      presentation: 'A'.repeat(43),
      asOf: at,
      at,
    },
    signature: 'A'.repeat(86),
  };
}
