import { citizen } from '@renxin/wallets/consent';
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AlteringClient, openInstance, refusedAs } from '../story/instance.js';
import { fetchOnce, granted, openStage, type Acting } from './stage.js';

describe('a data source that starts again', function () {
  this.timeout(60_000);

  it('has the same access log, and counts on', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'renxin-consent-'));
    try {
      const stage = await openStage(directory);
      const name = await granted(stage);
      await fetchOnce(stage, name);
      await refusedAs('CONSENT_OTHER_PURPOSE', () => fetchOnce(stage, name, { purpose: 'injury-benefit' }));
      const { entries } = await citizen.readAccessLog(stage.citizen);
      assert.equal(entries.length, 4);
      await stage.instance.stop();

      const instance = await openInstance(directory);
      const again = { person: await back(stage.citizen), bank: await back(stage.bank) };
      assert.deepEqual((await citizen.readAccessLog(again.person)).entries, entries);
      assert.equal((await fetchOnce(again, name)).left, 0);
      await refusedAs('CONSENT_USED_UP', () => fetchOnce(again, name));
      const later = (await citizen.readAccessLog(again.person)).entries;
      assert.deepEqual(
        later.slice(-2).map(({ result }) => result),
        ['done 2', 'CONSENT_USED_UP'],
      );
      await instance.stop();

      /** The same wallet, to the address that the platform has now. */
      async function back(party: Acting): Promise<Acting> {
        const { identifier, ledger, clock } = party;
        const signer = await party.keystore.signer(identifier);
        const baseUrl = instance.gateway;
        return { ...party, client: new AlteringClient({ baseUrl, ledger, identifier, signer, clock }) };
      }
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});
