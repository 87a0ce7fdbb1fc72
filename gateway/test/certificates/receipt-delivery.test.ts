import { nativeProvider } from '@renxin/seal/native';
import { toBase64url } from '@renxin/chaincode/canonical';
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReceiptDelivery } from '../../src/certificates/receipt-delivery.js';
import { receivedReceipt, type SignedReceipt } from '../../src/certificates/received-receipts.js';
import { createOutgoing } from '../../src/outgoing/index.js';
import { JsonRecords, openLevelRecordStore, type RecordStore } from '../../src/store/index.js';

describe('receipts that a province is owed', function () {
  this.timeout(60_000);
  let directory: string;
  let store: RecordStore;
  let server: Server;
  let isAway: boolean;
  /** What the province was sent while it was there, by the receipt's name. */
  let got: Map<string, number>;
  let refused: string[];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'renxin-receipts-'));
    store = await openLevelRecordStore(directory);
    [isAway, got, refused] = [false, new Map(), []];
    server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (part: string) => void (body += part));
      request.once('end', () => {
        if (isAway) return void response.writeHead(503).end();
        const names = (JSON.parse(body) as { receipts: SignedReceipt[] }).receipts.map((r) => r.body.receipt);
        for (const name of names) got.set(name, (got.get(name) ?? 0) + 1);
        const kept = names.filter((name) => !refused.includes(name));
        const codes = names
          .filter((name) => refused.includes(name))
          .map((receipt) => ({ receipt, code: 'RECEIPT_INVALID' }));
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify({ kept, refused: codes }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await store.close();
    await rm(directory, { recursive: true, force: true });
  });

  const records = () => new JsonRecords(store, 'sh/owed-receipt', receivedReceipt);
  const open = (): ReceiptDelivery => {
    const { port } = server.address() as AddressInfo;
    const baseOf = (id: string) => (id === 'gd' ? `http://127.0.0.1:${String(port)}` : undefined);
    const outgoing = createOutgoing({ known: () => [`http://127.0.0.1:${String(port)}`] });
    return new ReceiptDelivery({ records: records(), store, provinces: ['gd', 'sc'], baseOf, outgoing });
  };
  const owe = async (delivery: ReceiptDelivery, ...names: string[]): Promise<void> => {
    for (const name of names) await store.write([delivery.owe(receipt(name, 'gd'))!]);
    delivery.deliver('gd');
  };
  const owed = async (): Promise<string[]> =>
    (await records().list({ limit: 100 })).records.map(({ value }) => value.body.receipt);
  const nothingOwed = async (): Promise<void> => {
    while ((await owed()).length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  };

  it('go out together, once', async () => {
    const delivery = open();
    await owe(delivery, 'r-1', 'r-2', 'r-3');
    await nothingOwed();
    await owe(delivery, 'r-4');
    await nothingOwed();
    assert.deepEqual(
      [...got],
      ['r-1', 'r-2', 'r-3', 'r-4'].map((name) => [name, 1]),
    );
    await delivery.close();
  });

  it('wait while the province is away, and go out when it is back', async () => {
    isAway = true;
    const delivery = open();
    await owe(delivery, 'r-1');
    await new Promise((resolve) => server.once('request', resolve));
    assert.deepEqual(await owed(), ['r-1']);
    isAway = false;
    await nothingOwed();
    assert.deepEqual([...got.keys()], ['r-1']);
    await delivery.close();
  });

  it('go out after a restart', async () => {
    isAway = true;
    const before = open();
    await owe(before, 'r-1');
    await before.close();
    isAway = false;
    const after = open();
    after.resume();
    await nothingOwed();
    assert.deepEqual([...got.keys()], ['r-1']);
    await after.close();
  });

  it('are not sent again when the province refuses them for good', async () => {
    refused = ['r-2'];
    const delivery = open();
    await owe(delivery, 'r-1', 'r-2');
    await nothingOwed();
    assert.equal(got.get('r-2'), 1);
    await delivery.close();
  });

  it('are not written down for somebody who is no known province', () => {
    const delivery = open();
    assert.equal(delivery.owe(receipt('r-1', 'sc')), undefined);
    assert.equal(delivery.owe(receipt('r-1', 'elsewhere')), undefined);
  });
});

function receipt(name: string, province: string): SignedReceipt {
  const digest = toBase64url(nativeProvider.hash('SM3', new Uint8Array(1)));
  return {
    body: {
      receipt: name,
      verifier: 'sh',
      province,
      certificate: 'v-1',
      holder: 'p-0f1e2d3c4b5a69788796a5b4c3d2e1f0',
      type: 'vocational-skill-level',
      purpose: '申请职业技能补贴',
      presentation: digest,
      asOf: '2026-03-02T01:00:00.000Z',
      at: '2026-03-02T01:00:00.000Z',
    },
    signature: toBase64url(new Uint8Array(64).fill(1)),
  };
}
