import { canonicalBytes, type Json } from '@renxin/chaincode/canonical';
import { ContractError, type Host, type Request } from '@renxin/chaincode/kernel';
import assert from 'node:assert/strict';
import type { Moment } from '../../src/embedded/moment.js';
import { RememberedAnswers } from '../../src/embedded/remembered-answers.js';

describe('answers of queries', () => {
  const records = new Map<string, Uint8Array>();
  /** Each block shows the records at another moment; one moment never changes. */
  const now = (): Moment => ({ record: (key: string) => records.get(key) }) as unknown as Moment;
  const host: Host = {
    txId: 'tx',
    ledger: 'test-ledger',
    time: '2026-03-02T01:00:00.000Z',
    caller: { organisation: 'ministry' },
    read: (key) => records.get(key),
    verify: () => false,
  };
  const request: Request = { contract: 'notes', operation: 'read', input: { id: 'a' } };
  let answers: RememberedAnswers;
  let asked: number;
  const ask = (answer: (on: Host) => Promise<Json>, of = request, at = now()): Promise<Json> =>
    answers.of(at, host, of, (on) => {
      asked++;
      return answer(on);
    });
  const length = async (on: Host): Promise<Json> => ({ length: (await on.read('note:a'))?.length ?? null });

  beforeEach(() => {
    records.clear();
    records.set('note:a', canonicalBytes('first'));
    answers = new RememberedAnswers();
    asked = 0;
  });

  it('are given again while every record that they were made of is the same', async () => {
    const first = await ask(length);
    records.set('note:b', canonicalBytes('another'));
    assert.equal(await ask(length), first);
    assert.equal(asked, 1);
    records.set('note:a', canonicalBytes('the second'));
    assert.notDeepEqual(await ask(length), first);
    records.delete('note:a');
    assert.deepEqual(await ask(length), { length: null });
    records.set('note:a', canonicalBytes('third'));
    assert.deepEqual(await ask(length), { length: 7 });
    assert.equal(asked, 4);
  });

  it('are given again at the same moment without reading anything', async () => {
    let reads = 0;
    const at = { record: () => void reads++ } as unknown as Moment;
    assert.equal(await ask(length, request, at), await ask(length, request, at));
    assert.deepEqual([asked, reads], [1, 1]);
  });

  it('are made anew for another input', async () => {
    await ask(length);
    await ask(length, { ...request, input: { id: 'b' } });
    assert.equal(asked, 2);
  });

  it('are made anew each time when they depend on the time or the block', async () => {
    for (const of of ['time', 'txId'] as const) {
      asked = 0;
      const telling = async (on: Host): Promise<Json> => on[of];
      await ask(telling, { ...request, operation: of });
      await ask(telling, { ...request, operation: of });
      assert.equal(asked, 2, of);
    }
  });

  it('are made anew after a refusal', async () => {
    const refusing = (): Promise<Json> => Promise.reject(new ContractError('CONTRACT_UNKNOWN'));
    await assert.rejects(ask(refusing), ContractError);
    assert.deepEqual(await ask(length), { length: 7 });
  });

  it('cannot be changed by whoever got one', async () => {
    const answer = (await ask(length)) as { length: number };
    assert.throws(() => (answer.length = 0), TypeError);
  });
});
