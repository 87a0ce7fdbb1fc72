import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import { documentOf } from '../../src/openapi/document.js';
import { codeOf, deferred, openHouse, problemIn, TestClient, type House } from './house.js';
import { somebody } from './desk.js';

const NOTES = '/api/v1/notes';

describe('the HTTP house', () => {
  let house: House;
  before(async () => {
    house = await openHouse();
  });
  after(() => house.stop());

  it('tells browsers to embed, frame, sniff and store nothing, also in refusals', async () => {
    for (const path of ['/livez', '/nothing', '/orgs/gd/api/v1/notes/1']) {
      const { headers } = await fetch(house.url + path);
      assert.match(
        headers.get('content-security-policy') ?? '',
        /default-src 'none'.*frame-ancestors 'none'/,
      );
      assert.equal(headers.get('x-frame-options'), 'DENY');
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
      assert.equal(headers.get('referrer-policy'), 'no-referrer');
      assert.equal(headers.get('cache-control'), 'no-store');
      assert.equal(headers.get('x-powered-by'), null);
      assert.equal(headers.get('etag'), null);
    }
    const latest = await fetch(`${house.url}${NOTES}/latest`);
    assert.equal(latest.headers.get('cache-control'), 'public, max-age=60');
  });

  it('answers what no route declares with a fault, not with more than was declared', async () => {
    assert.equal(await codeOf(await fetch(`${house.url}/api/v1/leak`)), 'INTERNAL');
    assert.match(house.log(), /"operation":"leak".*"fault while answering"/);
  });

  it('answers HEAD without a body and 204 without a length', async () => {
    const head = await fetch(`${house.url}/livez`, { method: 'HEAD' });
    assert.deepEqual([head.status, head.headers.get('content-length'), await head.text()], [200, '17', '']);
    const client = await TestClient.open(`${house.url}/orgs/gd`, house.enrol('employer'));
    const gone = await fetch(`${client.base}${NOTES}/9`, {
      method: 'DELETE',
      headers: await client.proven('DELETE', `${NOTES}/9`),
    });
    assert.deepEqual([gone.status, gone.headers.get('content-length'), await gone.text()], [204, null, '']);
  });

  it('says in its log and metrics what was done, and nothing of whom it was about', async () => {
    const client = await TestClient.open(`${house.url}/orgs/gd`, house.enrol('person'));
    await client.post(NOTES, JSON.stringify(somebody), { 'X-Request-Id': 'my-request-1' });
    await client.post(NOTES, JSON.stringify({ ...somebody, citizenNumber: '31000019900101901' }));
    await client.post(NOTES, JSON.stringify(somebody).slice(0, -5));
    house.desk.failure = new Error(`about ${somebody.name} ${somebody.citizenNumber}`, {
      cause: new TypeError(somebody.name),
    });
    await client.post(NOTES, JSON.stringify(somebody));
    house.desk.failure = undefined;
    await fetch(
      `${house.url}/orgs/gd${NOTES}/${somebody.citizenNumber}?name=${encodeURIComponent(somebody.name)}`,
    );
    await fetch(`${house.url}/${somebody.citizenNumber}`, {
      headers: { 'X-Request-Id': somebody.citizenNumber },
    });
    await new Promise((resolve) => setTimeout(resolve, 50));

    const log = house.log();
    const metrics = await (await fetch(`${house.url}/metrics`)).text();
    for (const text of [log, metrics])
      for (const secret of [
        somebody.name,
        encodeURIComponent(somebody.name),
        '31000019900101901',
        '演示',
        client.token,
        'Bearer',
        'eyJ',
      ])
        assert.ok(!text.includes(secret), `${secret} stands in it`);
    const line = log.split('\n').find((entry) => entry.includes('my-request-1'));
    const { time, milliseconds, ...fields } = JSON.parse(line ?? '{}') as Record<string, unknown>;
    assert.ok(typeof time === 'string' && typeof milliseconds === 'number');
    assert.deepEqual(fields, {
      level: 30,
      requestId: 'my-request-1',
      operation: 'writeNote',
      organisation: 'gd',
      party: client.party.registered.identifier,
      purpose: 'evidence',
      status: 201,
      msg: 'answered',
    });
    assert.match(log, /"fault":\{"name":"Error","frames":\["at .*"cause":\{"name":"TypeError"/);
    assert.match(metrics, /^renxin_http_answers_total\{operation="writeNote",status="201"\} 1$/m);
    assert.match(metrics, /^renxin_http_refusals_total\{code="BODY_INVALID"\} 1$/m);
    assert.match(metrics, /^renxin_http_seconds_count\{operation="writeNote"\} 4$/m);
    assert.match(metrics, /^renxin_http_requests_running 1$/m);
  });

  it('gives each problem the id of its request', async () => {
    const answer = await fetch(`${house.url}/nothing`, { headers: { 'X-Request-Id': 'asked-for-1' } });
    assert.equal(answer.headers.get('x-request-id'), 'asked-for-1');
    assert.deepEqual(await problemIn(answer), {
      type: 'urn:renxin:problem:NOT_FOUND',
      title: 'There is nothing at this address',
      title_zh: '没有该资源',
      status: 404,
      code: 'NOT_FOUND',
      requestId: 'asked-for-1',
    });
  });

  it('is ready when everything is, and names what is not', async () => {
    assert.equal((await fetch(`${house.url}/readyz`)).status, 200);
    house.notReady.push('ledger');
    const problem = await problemIn(await fetch(`${house.url}/readyz`));
    house.notReady.pop();
    assert.deepEqual([problem.code, problem.members], ['NOT_READY', { notReady: ['ledger'] }]);
    assert.equal((await fetch(`${house.url}/livez`)).status, 200);
  });

  it('describes itself at /openapi.json from what its routes check', async () => {
    const document = documentOf(house.routes);
    assert.deepEqual(await (await fetch(`${house.url}/openapi.json`)).json(), document);
    const operation = document.paths[NOTES]?.['post'];
    assert.ok(operation !== undefined && 'operationId' in operation);
    assert.deepEqual(
      operation.parameters.map(({ name, in: place, required }) => [name, place, required]),
      [
        ['DPoP', 'header', true],
        ['Renxin-Purpose', 'header', true],
        ['Idempotency-Key', 'header', true],
      ],
    );
    assert.match(operation.responses['422']?.description ?? '', /IDEMPOTENCY_KEY_REUSED/);
    assert.deepEqual(operation.requestBody?.content['application/json']?.schema?.['required'], [
      'name',
      'citizenNumber',
      'pages',
    ]);
    const get = document.paths[`${NOTES}/{number}`]?.['get'];
    assert.ok(get !== undefined && 'operationId' in get);
    assert.deepEqual(
      get.parameters.map(({ name, in: place, required }) => [name, place, required]).slice(0, 2),
      [
        ['number', 'path', true],
        ['fold', 'query', false],
      ],
    );
  });

  it('shows its description as a page that asks nobody for anything', async () => {
    const answer = await fetch(`${house.url}/docs`);
    const html = await answer.text();
    assert.equal(answer.headers.get('content-type'), 'text/html; charset=utf-8');
    assert.doesNotMatch(html, /<script|<link|<img|src=|https?:\/\/(?!json-schema)/);
    const style = /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    assert.ok(answer.headers.get('content-security-policy')?.includes(`style-src 'sha256-${hash}';`));
    for (const path of Object.keys(documentOf(house.routes).paths)) assert.ok(html.includes(path), path);
  });
});

describe('stopping', () => {
  it('says not ready, takes nothing new, finishes what was accepted, closes', async () => {
    const house = await openHouse({ timeouts: { notice: 150 } });
    const client = await TestClient.open(`${house.url}/orgs/gd`, house.enrol('employer'));
    const [gate, handling] = [deferred(), deferred()];
    house.desk.gate = gate.promise;
    house.desk.handling = handling.resolve;
    const accepted = client.post(NOTES, JSON.stringify(somebody));
    await handling.promise;
    let closed = false;
    const closing = house.listening.close().then(() => (closed = true));
    const probe = await fetch(`${house.url}/readyz`);
    assert.equal(probe.headers.get('connection'), 'close');
    assert.equal(await codeOf(probe), 'NOT_READY');
    assert.equal((await fetch(`${house.url}/livez`)).status, 200);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await assert.rejects(fetch(`${house.url}/livez`), 'nobody listens any more');
    assert.equal(closed, false);
    gate.resolve();
    const answer = await accepted;
    assert.deepEqual([answer.status, await answer.json()], [201, { number: 1 }]);
    await closing;
    assert.equal((await house.store.list('desk/notes', { limit: 10 })).records.length, 1);
    await house.stop();
  });

  it('finishes also what its client no longer waits for', async () => {
    const house = await openHouse();
    const client = await TestClient.open(`${house.url}/orgs/gd`, house.enrol('employer'));
    const [gate, handling] = [deferred(), deferred()];
    house.desk.gate = gate.promise;
    house.desk.handling = handling.resolve;
    const away = new AbortController();
    const headers = {
      ...(await client.proven('POST', NOTES)),
      'Content-Type': 'application/json',
      'Renxin-Purpose': 'evidence',
      'Idempotency-Key': randomUUID(),
    };
    const body = JSON.stringify(somebody);
    const request = fetch(client.base + NOTES, { method: 'POST', headers, body, signal: away.signal });
    await handling.promise;
    away.abort();
    await assert.rejects(request);
    let closed = false;
    const closing = house.listening.close().then(() => (closed = true));
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(closed, false);
    gate.resolve();
    await closing;
    assert.equal((await house.store.list('desk/notes', { limit: 10 })).records.length, 1);
    assert.match(house.log(), /"status":0.*"client went away"/);
    await house.stop();
  });

  it('closes connections that are only kept', async () => {
    const house = await openHouse({ timeouts: { keepAlive: 60_000 } });
    const agent = new Agent({ keepAlive: true });
    await new Promise((resolve, reject) => {
      httpRequest(`${house.url}/livez`, { agent }, (answer) => answer.resume().once('end', resolve))
        .once('error', reject)
        .end();
    });
    // The connection would be kept for a minute; mocha's own limit ends a stop that waits for it.
    await house.stop();
    agent.destroy();
  });
});
