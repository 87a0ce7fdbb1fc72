import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createPlain } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createOutgoing, isPublicAddress, OutgoingError, type Outgoing } from '../../src/outgoing/index.js';
import { authority, secrets } from './stranger.js';

const limits = { limit: 1000, timeout: 5000 };

describe('addresses that a stranger may have', () => {
  it('are public', () => {
    for (const address of ['8.8.8.8', '1.1.1.1', '223.5.5.5', '2606:4700::1111', '240e::1', '100.63.255.255'])
      assert.ok(isPublicAddress(address), address);
  });
  it('are not of this machine, a private network, a link, a document, or translated', () => {
    const others = [
      ...[
        '0.0.0.0',
        '10.0.0.1',
        '100.64.0.1',
        '127.0.0.1',
        '127.255.255.255',
        '169.254.169.254',
        '172.31.0.1',
      ],
      ...['192.0.0.8', '192.0.2.1', '192.168.1.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '224.0.0.1'],
      ...['255.255.255.255', '::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '64:ff9b::7f00:1', 'fe80::1'],
      ...['fc00::1', 'fd12::1', 'ff02::1', '2001:db8::1', '2002:7f00:1::', '2001::1', '3fff::1', 'name', ''],
    ];
    for (const address of others) assert.ok(!isPublicAddress(address), address);
  });
});

describe('a request to somebody else’s address', () => {
  let server: Server;
  let port: number;
  const asked: string[] = [];

  before(async () => {
    server = createServer(secrets, (request, response) => {
      asked.push(request.url ?? '');
      if (request.url === '/moved') response.writeHead(302, { location: '/plain' }).end('moved');
      else if (request.url === '/large') response.end('x'.repeat(1001));
      else if (request.url === '/zipped') response.writeHead(200, { 'content-encoding': 'gzip' }).end('x');
      else if (request.url === '/slow') response.write('x');
      else response.end('plain');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => void (asked.length = 0));

  const refused = async (code: OutgoingError['code'], ask: Promise<unknown>): Promise<void> => {
    await assert.rejects(ask, (error) => error instanceof OutgoingError && error.code === code);
  };

  it('is refused without https, with a password in it, and at an address that is not public', async () => {
    const outgoing = createOutgoing({ known: () => [] });
    for (const url of [
      'http://did.example/',
      'file:///etc/passwd',
      'https://user@did.example/',
      'ftp://x.y/',
    ])
      await refused('URL_FORBIDDEN', outgoing(new URL(url), limits));
    for (const host of [
      '127.0.0.1',
      '2130706433',
      '0x7f.1',
      '0177.0.0.1',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '10.1',
    ])
      await refused('ADDRESS_FORBIDDEN', outgoing(new URL(`https://${host}:${port}/plain`), limits));
    assert.deepEqual(asked, []);
  });

  it('is refused when any address of its name is not public: looked at where the connection is made', async () => {
    let looked = 0;
    const outgoing = createOutgoing({
      known: () => [],
      authorities: [authority],
      addressesOf: async () => {
        looked++;
        return [
          { address: '8.8.8.8', family: 4 },
          { address: '127.0.0.1', family: 4 },
        ];
      },
    });
    await refused('ADDRESS_FORBIDDEN', outgoing(new URL(`https://did.example:${port}/plain`), limits));
    assert.deepEqual([looked, asked.length], [1, 0]);
    const nowhere = createOutgoing({ known: () => [], addressesOf: async () => [] });
    await refused('ADDRESS_FORBIDDEN', nowhere(new URL('https://did.example/'), limits));
  });

  describe('that is known', () => {
    let outgoing: Outgoing;
    before(() => {
      const name = `https://localhost:${port}`;
      outgoing = createOutgoing({ known: () => [name], authorities: [authority] });
    });
    const at = (path: string): URL => new URL(`https://localhost:${port}${path}`);

    it('is answered, and its certificate is checked all the same', async () => {
      await refused('FAILED', createOutgoing({ known: () => [at('/').origin] })(at('/plain'), limits));
      const answer = await outgoing(at('/plain'), limits);
      assert.deepEqual([answer.status, Buffer.from(answer.body).toString()], [200, 'plain']);
    });
    it('is sent nowhere else', async () => {
      assert.equal((await outgoing(at('/moved'), limits)).status, 302);
      assert.deepEqual(asked, ['/moved']);
    });
    it('answers no more than is wanted, in time, and as it is', async () => {
      await refused('TOO_LARGE', outgoing(at('/large'), limits));
      await refused('ENCODED', outgoing(at('/zipped'), limits));
      await refused('FAILED', outgoing(at('/slow'), { ...limits, timeout: 200 }));
    });
    it('is asked without https where the operator said so', async () => {
      const plain = createPlain((_request, response) => response.end('ok'));
      plain.listen(0, '127.0.0.1');
      await once(plain, 'listening');
      const url = new URL(`http://127.0.0.1:${(plain.address() as AddressInfo).port}/`);
      const asking = createOutgoing({ known: () => [url.origin] });
      assert.equal((await asking(url, { ...limits, method: 'POST', json: {} })).status, 200);
      plain.closeAllConnections();
      plain.close();
      await refused('FAILED', asking(url, limits));
    });
  });
});
