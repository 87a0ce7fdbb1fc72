import { ContractError } from '@renxin/chaincode/kernel';
import { LedgerError } from '@renxin/network';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { IdempotentAnswers } from '../../src/idempotency/idempotent-answers.js';
import { somebody } from '../http/desk.js';
import { codeOf, deferred, openHouse, problemIn, TestClient, type House } from '../http/house.js';

const NOTES = '/api/v1/notes';

describe('idempotency keys over HTTP', () => {
  let house: House;
  let client: TestClient;
  const body = JSON.stringify(somebody);

  beforeEach(async () => {
    house = await openHouse();
    client = await TestClient.open(`${house.url}/orgs/gd`, house.enrol('employer'));
  });
  afterEach(() => house.stop());

  const post = (key: string, text = body, by = client): Promise<Response> =>
    by.post(NOTES, text, { 'Idempotency-Key': key });
  const notes = async (): Promise<number> =>
    (await house.store.list('desk/notes', { limit: 100 })).records.length;

  it('give the stored answer to the same request, and act once', async () => {
    const key = randomUUID();
    const first = await post(key);
    const answers = [first, await post(key), await post(`"${key}"`)];
    assert.deepEqual(
      await Promise.all(
        answers.map(async (answer) => [answer.status, answer.headers.get('x-number'), await answer.text()]),
      ),
      Array(3).fill([201, '1', '{"number":1}']),
    );
    assert.deepEqual(
      answers.map((answer) => answer.headers.get('idempotency-replayed')),
      [null, 'true', 'true'],
    );
    assert.equal(house.desk.runs, 1);
    assert.equal(await notes(), 1);
  });

  it('are refused for another body: IDEMPOTENCY_KEY_REUSED', async () => {
    const key = randomUUID();
    await post(key);
    const answer = await post(key, JSON.stringify({ ...somebody, pages: [] }));
    assert.equal(answer.status, 422);
    assert.equal(await codeOf(answer), 'IDEMPOTENCY_KEY_REUSED');
    assert.equal(house.desk.runs, 1);
  });

  it('are each party’s and each organisation’s own', async () => {
    const key = randomUUID();
    const other = await TestClient.open(client.base, house.enrol('employer'));
    const elsewhere = await TestClient.open(`${house.url}/orgs/sh`, client.party);
    for (const by of [client, other, elsewhere])
      assert.equal((await post(key, body, by)).headers.get('idempotency-replayed'), null);
    assert.equal(house.desk.runs, 3);
  });

  it('are refused while the same request is being answered: IDEMPOTENCY_IN_PROGRESS', async () => {
    const key = randomUUID();
    const gate = deferred();
    const handling = deferred();
    house.desk.gate = gate.promise;
    house.desk.handling = handling.resolve;
    const first = post(key);
    await handling.promise;
    const [same, different] = await Promise.all([
      post(key),
      post(key, JSON.stringify({ ...somebody, pages: [] })),
    ]);
    assert.equal(same.status, 409);
    assert.equal(await codeOf(same), 'IDEMPOTENCY_IN_PROGRESS');
    assert.equal(await codeOf(different), 'IDEMPOTENCY_KEY_REUSED');
    gate.resolve();
    assert.equal((await first).status, 201);
    assert.equal(house.desk.runs, 1);
  });

  const failures: [string, Error | (() => never), number, string][] = [
    [
      'a refusal of the rules',
      new ContractError('CONTRACT_STATE', { state: 'CONCLUDED' }),
      409,
      'CONTRACT_STATE',
    ],
    ['a ledger that cannot be reached', new LedgerError('LEDGER_UNAVAILABLE'), 503, 'LEDGER_UNAVAILABLE'],
    ['a fault', new TypeError('about 310000199001019015'), 500, 'INTERNAL'],
    ['something thrown that is no error', throwText, 500, 'INTERNAL'],
  ];
  for (const [name, failure, status, code] of failures)
    it(`keep nothing of ${name}: the same key may be tried again`, async () => {
      const key = randomUUID();
      house.desk.failure = failure;
      const answer = await post(key);
      const problem = await problemIn(answer);
      assert.deepEqual([problem.status, problem.code], [status, code]);
      assert.deepEqual(problem.members, code === 'CONTRACT_STATE' ? { state: 'CONCLUDED' } : undefined);
      if (status === 500)
        assert.deepEqual(Object.keys(problem).toSorted(), [
          'code',
          'requestId',
          'status',
          'title',
          'title_zh',
          'type',
        ]);
      if (status === 503) assert.equal(answer.headers.get('retry-after'), '1');
      assert.equal(await notes(), 0);
      assert.deepEqual((await house.store.list('gd/idempotent-answers', { limit: 10 })).records, []);
      house.desk.failure = undefined;
      assert.equal((await post(key)).status, 201);
      assert.equal(await notes(), 1);
    });

  it('outlive a restart of the desk that keeps them', async () => {
    const [store, clock] = [house.store, () => new Date()];
    const request = { party: 'a', key: randomUUID(), fingerprint: 'f' };
    const rendered = { status: 201, headers: { A: 'b' }, body: Uint8Array.from([0, 1, 255]) };
    await new IdempotentAnswers(store, 'gd', clock).once(request, async () => rendered);
    const again = await new IdempotentAnswers(store, 'gd', clock).once(request, () =>
      assert.fail('ran again'),
    );
    assert.deepEqual(again, { answer: rendered, repeated: true });
  });

  it('are forgotten after a day, and then purged', async () => {
    const key = randomUUID();
    let now = Date.now();
    const answers = new IdempotentAnswers(house.store, 'gd', () => new Date(now));
    const request = { party: 'a', key, fingerprint: 'f' };
    let runs = 0;
    const run = () =>
      answers.once(request, async () => ({ status: 200, headers: {}, body: Uint8Array.from([++runs]) }));
    await run();
    assert.equal(await answers.purge(), 0);
    now += 24 * 3600_000 + 1;
    assert.equal((await run()).repeated, false);
    assert.equal(await answers.purge(), 1, 'the first answer’s expiry');
    assert.equal((await run()).repeated, true, 'the newer answer stays');
    now += 24 * 3600_000 + 1;
    assert.equal(await answers.purge(), 1);
    assert.deepEqual((await house.store.list('gd/idempotent-answers', { limit: 10 })).records, []);
    assert.deepEqual((await house.store.list('gd/idempotent-expiries', { limit: 10 })).records, []);
  });

  it('do not undo what is done when the answer cannot be kept', async () => {
    const closed = {
      ...house.store,
      write: () => Promise.reject(new Error('disk')),
      get: async () => undefined,
    };
    const answers = new IdempotentAnswers(closed, 'gd', () => new Date());
    const rendered = { status: 200, headers: {}, body: new Uint8Array() };
    const once = await answers.once({ party: 'a', key: 'k', fingerprint: 'f' }, async () => rendered);
    assert.equal(once.answer, rendered);
    assert.ok(once.unstored instanceof Error);
  });
});

/** As code of others might. */
function throwText(): never {
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- what is not an error has to be survived as well
  throw 'about 310000199001019015';
}
