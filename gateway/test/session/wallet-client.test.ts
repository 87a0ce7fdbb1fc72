import { generateSigner } from '@renxin/seal/signer';
import { GatewayClient, GatewayProblem } from '@renxin/wallets/client';
import assert from 'node:assert/strict';
import { z } from 'zod';
import { somebody } from '../http/desk.js';
import { openHouse, LEDGER, type House } from '../http/house.js';

describe('a wallet’s client at the gateway', () => {
  let house: House;
  before(async () => {
    house = await openHouse();
  });
  after(() => house.stop());

  const number = z.strictObject({ number: z.int() });

  for (const algorithm of ['SM2', 'P-256'] as const)
    it(`opens a session with an ${algorithm} key, writes, reads, and hears refusals by their code`, async () => {
      const { signer } = generateSigner(algorithm);
      const { identifier } = house.enrol('person', { key: signer.key }).registered;
      const clock = (): Date => new Date();
      const client = new GatewayClient({
        baseUrl: `${house.url}/orgs/gd`,
        ledger: LEDGER,
        identifier,
        signer,
        clock,
      });
      const key = `one-act-of-${identifier}`;
      const written = await client.post('/api/v1/notes', 'evidence', somebody, number, key);
      assert.deepEqual(await client.post('/api/v1/notes', 'evidence', somebody, number, key), written);
      const read = await client.get(`/api/v1/notes/${written.number}`, 'evidence', z.looseObject({}));
      assert.deepEqual(read, somebody);
      const refusedAs = (code: string) => (error: unknown) =>
        error instanceof GatewayProblem && error.code === code;
      await assert.rejects(
        client.get('/api/v1/notes/1', 'rights', z.unknown()),
        refusedAs('PURPOSE_FORBIDDEN'),
      );
      await assert.rejects(
        client.get('/api/v1/notes/999999', 'evidence', z.unknown()),
        refusedAs('NOT_FOUND'),
      );
    });
});
