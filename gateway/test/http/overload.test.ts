import assert from 'node:assert/strict';
import { z } from 'zod';
import { jsonAnswer, route } from '../../src/http/index.js';
import { codeOf, deferred, openHouse } from './house.js';

describe('too much at once', () => {
  it('is refused, not queued; the process still says that it lives, and goes on afterwards', async function () {
    this.timeout(60_000);
    const gate = deferred();
    let waiting = 0;
    const wait = route({
      method: 'GET',
      path: '/api/v1/wait',
      scope: 'organisation',
      operationId: 'wait',
      summary: { zh: '测试', en: 'Test' },
      access: 'public',
      responses: { 200: jsonAnswer(z.strictObject({}), 'Waited') },
      refusals: [],
      handler: async () => {
        waiting++;
        await gate.promise;
        return { status: 200, body: {} };
      },
    });
    const house = await openHouse({ routes: [wait] });
    const url = `${house.url}/api/v1/wait`;
    const accepted = Array.from({ length: 1024 }, () => fetch(url));
    while (waiting < 1024) await new Promise((resolve) => setTimeout(resolve, 10));
    const refused = await fetch(url);
    assert.equal(refused.headers.get('retry-after'), '1');
    assert.equal(await codeOf(refused), 'OVERLOADED');
    assert.equal((await fetch(`${house.url}/livez`)).status, 200);
    gate.resolve();
    for (const answer of await Promise.all(accepted)) assert.equal(answer.status, 200);
    assert.equal((await fetch(url)).status, 200);
    await house.stop();
  });
});
