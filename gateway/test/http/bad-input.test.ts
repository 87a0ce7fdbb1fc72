import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { somebody } from './desk.js';
import { codeOf, JSON_HEADERS, openHouse, problemIn, TestClient, type House } from './house.js';
import { outcome, wire, wireAndEnd } from './wire.js';

const NOTES = '/api/v1/notes';

describe('bad input over HTTP', () => {
  let house: House;
  let client: TestClient;

  before(async () => {
    house = await openHouse({ timeouts: { head: 400, request: 800 } });
    client = await TestClient.open(`${house.url}/orgs/gd`, house.enrol('employer'));
  });
  after(() => house.stop());
  afterEach(async () => {
    assert.equal(house.desk.runs, 0, 'the handler never ran');
    assert.deepEqual(
      (await house.store.list('desk/notes', { limit: 10 })).records,
      [],
      'nothing was written',
    );
    assert.deepEqual((await house.store.list('gd/idempotent-answers', { limit: 10 })).records, []);
    assert.equal((await fetch(`${house.url}/livez`)).status, 200, 'the process stays up');
  });

  const good = JSON.stringify(somebody);
  const deep = (levels: number, inner = '1'): string => '['.repeat(levels) + inner + ']'.repeat(levels);
  const nested = (levels: number): string => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);
  const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
  const around = (raw: Uint8Array): Uint8Array =>
    Buffer.concat([
      Buffer.from('{"name":"'),
      raw,
      Buffer.from('","citizenNumber":"310000199001019015","pages":[]}'),
    ]);

  const bodies: [string, string | Uint8Array, string][] = [
    ['an empty body', '', 'BODY_NOT_JSON'],
    ['white space alone', ' \n', 'BODY_NOT_JSON'],
    ['a body cut short', good.slice(0, -3), 'BODY_NOT_JSON'],
    ['two values', good + good, 'BODY_NOT_JSON'],
    ['a trailing comma', '{"name":"x",}', 'BODY_NOT_JSON'],
    ['a comment', '{/* */}', 'BODY_NOT_JSON'],
    ['NaN', '{"name":NaN}', 'BODY_NOT_JSON'],
    ['a number beyond all', '{"name":1e999}', 'BODY_NOT_JSON'],
    ['a leading zero', '{"name":01}', 'BODY_NOT_JSON'],
    ['a raw line feed in a string', '{"name":"a\nb"}', 'BODY_NOT_JSON'],
    ['a lone surrogate', '{"name":"\\ud800"}', 'BODY_NOT_JSON'],
    ['a bad escape', '{"name":"\\x41"}', 'BODY_NOT_JSON'],
    ['an unended string', '{"name":"\\"', 'BODY_NOT_JSON'],
    [
      'a byte order mark',
      around(bytes()).length > 0 ? Buffer.concat([bytes(0xef, 0xbb, 0xbf), Buffer.from(good)]) : '',
      'BODY_NOT_JSON',
    ],
    ['a stray UTF-8 byte', around(bytes(0x80)), 'BODY_NOT_UTF8'],
    ['an overlong encoding', around(bytes(0xc0, 0xaf)), 'BODY_NOT_UTF8'],
    ['a surrogate in UTF-8', around(bytes(0xed, 0xa0, 0x80)), 'BODY_NOT_UTF8'],
    ['GBK text', around(bytes(0xd5, 0xc5)), 'BODY_NOT_UTF8'],
    ['UTF-16', Buffer.from('\ufeff' + good, 'utf16le'), 'BODY_NOT_UTF8'],
    ['deeply nested arrays', deep(33), 'BODY_TOO_DEEP'],
    ['deeply nested objects', nested(33), 'BODY_TOO_DEEP'],
    ['very deeply nested arrays', deep(4900), 'BODY_TOO_DEEP'],
    ['an unclosed deep body', '['.repeat(9000), 'BODY_TOO_DEEP'],
    ['a repeated member', '{"name":"a","name":"b"}', 'BODY_MEMBER_REPEATED'],
    ['a repeated member, once escaped', '{"name":"a","n\\u0061me":"b"}', 'BODY_MEMBER_REPEATED'],
    ['a __proto__ member', '{"__proto__":{"admin":true}}', 'BODY_MEMBER_FORBIDDEN'],
    ['an escaped __proto__ member', '{"\\u005f_proto__":{}}', 'BODY_MEMBER_FORBIDDEN'],
    ['a nested constructor member', '{"pages":[{"constructor":{"prototype":{}}}]}', 'BODY_MEMBER_FORBIDDEN'],
    ['a prototype member', '{"prototype":1}', 'BODY_MEMBER_FORBIDDEN'],
    ['an array instead of an object', '[]', 'BODY_INVALID'],
    ['null', 'null', 'BODY_INVALID'],
    ['an unknown member', JSON.stringify({ ...somebody, admin: true }), 'BODY_INVALID'],
    ['a member of the wrong type', JSON.stringify({ ...somebody, name: 7 }), 'BODY_INVALID'],
    [
      'too many entries',
      JSON.stringify({ ...somebody, pages: Array(21).fill({ text: '' }) }),
      'BODY_INVALID',
    ],
    ['a body over the limit', JSON.stringify({ ...somebody, name: 'x'.repeat(10_000) }), 'BODY_TOO_LARGE'],
    ['a body far over the limit', 'x'.repeat(3_000_000), 'BODY_TOO_LARGE'],
  ];
  for (const [name, body, code] of bodies)
    it(`refuses ${name}: ${code}`, async () => {
      assert.equal(await codeOf(await client.post(NOTES, body)), code);
    });

  it('lists every fault by JSON pointer and repeats no value', async () => {
    const body = {
      name: 'x',
      citizenNumber: '31000019900101901Y',
      pages: [{ text: 1 }, {}],
      张三: 1,
      '310000199001019015': 2,
      more: 3,
    };
    const problem = await problemIn(await client.post(NOTES, JSON.stringify(body)));
    assert.equal(problem.code, 'BODY_INVALID');
    assert.equal(problem.type, 'urn:renxin:problem:BODY_INVALID');
    assert.deepEqual(
      problem.faults?.toSorted((a, b) => (a.pointer < b.pointer ? -1 : 1)),
      [
        { pointer: '', code: 'UNKNOWN_MEMBER' },
        { pointer: '', code: 'UNKNOWN_MEMBER' },
        { pointer: '/citizenNumber', code: 'FORMAT' },
        { pointer: '/more', code: 'UNKNOWN_MEMBER' },
        { pointer: '/name', code: 'RANGE' },
        { pointer: '/pages/0/text', code: 'TYPE' },
        { pointer: '/pages/1/text', code: 'MISSING' },
      ],
    );
    assert.doesNotMatch(JSON.stringify(problem), /张三|310000199001019015|31000019900101901Y/);
  });

  const types: [string, Record<string, string>, string][] = [
    ['no content type', { 'Content-Type': '' }, 'CONTENT_TYPE_UNSUPPORTED'],
    ['text', { 'Content-Type': 'text/plain' }, 'CONTENT_TYPE_UNSUPPORTED'],
    ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }, 'CONTENT_TYPE_UNSUPPORTED'],
    ['another charset', { 'Content-Type': 'application/json; charset=gbk' }, 'CONTENT_TYPE_UNSUPPORTED'],
    ['something that starts like JSON', { 'Content-Type': 'application/jsonp' }, 'CONTENT_TYPE_UNSUPPORTED'],
    ['a compressed body', { 'Content-Encoding': 'gzip' }, 'CONTENT_ENCODING_UNSUPPORTED'],
    ['no purpose known', { 'Renxin-Purpose': 'curiosity' }, 'PURPOSE_UNKNOWN'],
    ['a purpose that does not go with it', { 'Renxin-Purpose': 'delivery' }, 'PURPOSE_FORBIDDEN'],
    ['a short idempotency key', { 'Idempotency-Key': 'short' }, 'IDEMPOTENCY_KEY_INVALID'],
    [
      'an idempotency key with a blank',
      { 'Idempotency-Key': 'a b c d e f g h i j' },
      'IDEMPOTENCY_KEY_INVALID',
    ],
  ];
  for (const [name, headers, code] of types)
    it(`refuses ${name}: ${code}`, async () => {
      assert.equal(await codeOf(await client.post(NOTES, good, headers)), code);
    });

  const without = async (name: string): Promise<Response> => {
    const all: Record<string, string> = {
      ...JSON_HEADERS,
      'Renxin-Purpose': 'evidence',
      'Idempotency-Key': randomUUID(),
    };
    Object.assign(all, await client.proven('POST', NOTES));
    delete all[name];
    return fetch(client.base + NOTES, { method: 'POST', headers: all, body: good });
  };
  it('refuses personal data without a purpose', async () => {
    assert.equal(await codeOf(await without('Renxin-Purpose')), 'PURPOSE_MISSING');
  });
  it('refuses a change without an idempotency key', async () => {
    assert.equal(await codeOf(await without('Idempotency-Key')), 'IDEMPOTENCY_KEY_MISSING');
  });

  it('accepts JSON with its charset named, 32 levels deep: refused only by its schema', async () => {
    const answer = await client.post(NOTES, deep(32), { 'Content-Type': 'application/json; charset=UTF-8' });
    assert.equal(await codeOf(answer), 'BODY_INVALID');
  });

  const queries: [string, string, string][] = [
    ['an unknown parameter', '?page=1', 'QUERY_INVALID'],
    ['a parameter twice', '?fold=yes&fold=no', 'QUERY_INVALID'],
    ['a value that is not one of them', '?fold=maybe', 'QUERY_INVALID'],
    ['a __proto__ parameter', '?__proto__=1', 'QUERY_INVALID'],
    ['a nested parameter', '?fold[a]=yes', 'QUERY_INVALID'],
  ];
  for (const [name, query, code] of queries)
    it(`refuses ${name} in the query`, async () => {
      const answer = await client.get(`${NOTES}/7${query}`, { 'Renxin-Purpose': 'evidence' });
      assert.equal(await codeOf(answer), code);
    });
  it('refuses a parameter where none is known', async () => {
    assert.equal(await codeOf(await fetch(`${house.url}/livez?x=1`)), 'QUERY_INVALID');
  });

  for (const path of ['/0', '/seven', '/1%0d%0aSet-Cookie:%20a=b', '/%00', '/1%2f2'])
    it(`refuses the path ${path}`, async () => {
      const answer = await client.get(NOTES + path, { 'Renxin-Purpose': 'evidence' });
      assert.equal(answer.headers.get('set-cookie'), null);
      assert.equal(await codeOf(answer), 'PATH_INVALID');
    });
  it('refuses a path that cannot be decoded', async () => {
    assert.equal(await codeOf(await fetch(`${client.base}${NOTES}/%zz`)), 'PATH_INVALID');
  });

  it('names what is not there, and which methods are', async () => {
    for (const path of [
      '/nothing',
      '/orgs/none/livez',
      '/orgs/gd/livez',
      '/orgs/gd',
      '/LIVEZ',
      '/livez/',
      '/orgs/gd/API/v1/notes',
    ])
      assert.equal(await codeOf(await fetch(house.url + path)), 'NOT_FOUND', path);
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const answer = await fetch(house.url + '/orgs/gd' + NOTES, { method });
      assert.equal(await codeOf(answer), 'METHOD_NOT_ALLOWED', method);
      assert.equal(answer.headers.get('allow'), 'POST');
    }
    const answer = await fetch(`${house.url}/livez`, { method: 'POST' });
    assert.deepEqual(
      [await codeOf(answer), answer.headers.get('allow')],
      ['METHOD_NOT_ALLOWED', 'GET, HEAD'],
    );
  });

  it('refuses a form of answer that it has not', async () => {
    const answer = await fetch(`${house.url}/livez`, { headers: { Accept: 'application/xml' } });
    assert.equal(await codeOf(answer), 'NOT_ACCEPTABLE');
    assert.equal(
      (await fetch(`${house.url}/livez`, { headers: { Accept: 'application/*;q=0.1' } })).status,
      200,
    );
  });

  it('takes bytes of exactly their content type, up to their limit', async () => {
    const stamp = (type: string, body: Uint8Array): Promise<Response> =>
      fetch(`${house.url}/tsa`, {
        method: 'POST',
        headers: { 'Content-Type': type },
        body: new Uint8Array(body),
      });
    const query = Uint8Array.from([0, 255, 128, 10]);
    const answer = await stamp('application/timestamp-query', query);
    assert.equal(answer.headers.get('content-type'), 'application/timestamp-reply');
    assert.deepEqual(new Uint8Array(await answer.arrayBuffer()), query.toReversed());
    assert.equal(await codeOf(await stamp('application/octet-stream', query)), 'CONTENT_TYPE_UNSUPPORTED');
    assert.equal(
      await codeOf(await stamp('application/timestamp-query', new Uint8Array(4097))),
      'BODY_TOO_LARGE',
    );
  });

  const nonce = (...headers: string[]): string =>
    [
      'POST /api/v1/session/nonce HTTP/1.1',
      'Host: x',
      'Content-Type: application/json',
      ...headers,
      '',
      '',
    ].join('\r\n');

  const raw: [string, string, number, string | undefined][] = [
    ['no HTTP at all', 'hello\r\n\r\n', 400, 'REQUEST_MALFORMED'],
    ['no host', 'GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n', 400, undefined],
    [
      'a bare carriage return in a header',
      nonce('X-A: a\rSet-Cookie: b', 'Content-Length: 2') + '{}',
      400,
      'REQUEST_MALFORMED',
    ],
    ['a zero byte in a header', nonce('X-A: a\0b', 'Content-Length: 2') + '{}', 400, 'REQUEST_MALFORMED'],
    ['two lengths', nonce('Content-Length: 2', 'Content-Length: 3') + '{}', 400, 'REQUEST_MALFORMED'],
    [
      'a length and chunks',
      nonce('Content-Length: 2', 'Transfer-Encoding: chunked') + '0\r\n\r\n',
      400,
      'REQUEST_MALFORMED',
    ],
    ['a length that is none', nonce('Content-Length: -1'), 400, 'REQUEST_MALFORMED'],
    ['broken chunks', nonce('Transfer-Encoding: chunked') + 'zz\r\n{}\r\n', 400, undefined],
    [
      'a header of 20 KB',
      nonce('X-A: ' + 'a'.repeat(20_000), 'Content-Length: 2') + '{}',
      431,
      'HEADERS_TOO_LARGE',
    ],
    [
      'an absolute target',
      'GET http://elsewhere/livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      400,
      'REQUEST_MALFORMED',
    ],
    [
      'a body where none belongs',
      'GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}',
      400,
      'BODY_UNEXPECTED',
    ],
    [
      'a content type twice',
      nonce('Content-Type: text/plain', 'Content-Length: 2', 'Connection: close') + '{}',
      400,
      'HEADER_INVALID',
    ],
    [
      'a length over the limit before the body',
      nonce('Content-Length: 5000', 'Connection: close') + 'x'.repeat(5000),
      413,
      'BODY_TOO_LARGE',
    ],
    [
      'chunks over the limit',
      nonce('Transfer-Encoding: chunked', 'Connection: close') + `1388\r\n${'x'.repeat(5000)}\r\n0\r\n\r\n`,
      413,
      'BODY_TOO_LARGE',
    ],
  ];
  for (const [name, text, status, code] of raw)
    it(`refuses ${name} on the wire`, async () => {
      const received = outcome(await wire(house.port, text));
      assert.equal(received.status, status);
      if (code !== undefined) assert.equal(received.code, code);
    });

  it('lets no header of the client through into the answer', async () => {
    const head = 'GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n';
    for (const id of ['"><script>', 'a b', 'x'.repeat(65), '310000199001019015', 'abc\u00e9defgh']) {
      const received = await wire(house.port, `${head}X-Request-Id: ${id}\r\n\r\n`);
      assert.match(received, /^X-Request-Id: r-[A-Za-z0-9_-]{16}\r$/m);
    }
    assert.match(
      await wire(house.port, `${head}X-Request-Id: abc-DEF_12.3\r\n\r\n`),
      /^X-Request-Id: abc-DEF_12\.3\r$/m,
    );
  });

  it('gives up a body that ends early or never comes', async () => {
    const early = await wireAndEnd(house.port, nonce('Content-Length: 100') + '{');
    assert.ok([0, 400].includes(outcome(early).status), early);
    const never = outcome(await wire(house.port, nonce('Content-Length: 100') + '{'));
    assert.deepEqual(never, { status: 408, code: 'REQUEST_TIMEOUT' });
  });

  it('gives up a head that comes byte by byte', async () => {
    const received = outcome(await wire(house.port, 'POST /api/v1/session/nonce HTTP/1.1\r\nHost: x\r\nX-'));
    assert.deepEqual(received, { status: 408, code: 'REQUEST_TIMEOUT' });
  });
});
