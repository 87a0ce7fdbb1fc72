import { ledgerTrustOf, openTrust, verify } from '@renxin/archive/verify';
import { nativeProvider as provider } from '@renxin/seal/native';
import * as labor from '@renxin/wallets/labor-contract';
import { HeaderKeeper } from '@renxin/wallets/receipts';
import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contractFile } from '../../src/labor-contract/contract-file.js';
import { JsonRecords, openLevelRecordStore } from '../../src/store/index.js';
import {
  bring,
  employerOf,
  enrolWorker,
  logProofOf,
  openInstance,
  partyOf,
  refusedAs,
  type Instance,
  type TestWorker,
} from '../story/instance.js';

/**
 * docs/trust.md, row L3: somebody has the database and every file of one organisation, its keys as well, and stops and
 * starts its gateway as it likes. What was handed out before stays what it was, and whoever was there before notices.
 */
describe('an administrator with the database and every file of one organisation', function () {
  this.timeout(180_000);
  let directory: string;
  let early: string;
  let genuine: string;
  let instance: Instance;
  let worker: TestWorker;
  let contract: string;
  let bundle: Uint8Array;
  let proof: Uint8Array;
  let trust: Uint8Array;
  const gateway = (): string => join(directory, 'gateway');

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'renxin-administrator-'));
    [early, genuine] = [`${directory}-early`, `${directory}-genuine`];
    instance = await openInstance(directory);
    await bring(instance, await employerOf(instance), await enrolWorker(instance), 'concluded');
    await instance.stop();
    await cp(gateway(), early, { recursive: true });
    instance = await openInstance(directory);
    worker = await enrolWorker(instance);
    contract = await bring(instance, await employerOf(instance), worker, 'delivered');
    bundle = await labor.exportBundle(worker, contract, 'arbitration');
    proof = await logProofOf(instance, contract);
    trust = await instance.running.composed.trust();
    await keeper().latest();
    await instance.stop();
    await cp(gateway(), genuine, { recursive: true });
  });
  afterEach(() => instance.stop());
  after(async () => {
    for (const each of [directory, early, genuine]) await rm(each, { recursive: true, force: true });
  });

  /** What the worker's wallet has seen of the ledger, in the wallet's own file. */
  const keeper = (): HeaderKeeper => {
    const { trust: believed } = openTrust(trust, provider);
    return new HeaderKeeper(
      join(directory, 'seen-header.json'),
      instance.gateway,
      provider,
      ledgerTrustOf(believed),
    );
  };

  const reportOn = async (name: string, bytes: Uint8Array) => {
    const [report] = await verify([{ name, bytes }], { provider, now: new Date(), trust });
    assert.ok(report);
    return report;
  };

  async function restore(from: string): Promise<void> {
    await rm(gateway(), { recursive: true, force: true });
    await cp(from, gateway(), { recursive: true });
  }

  it('puts everything back to an earlier day: the wallet sees it, and what was handed out stays valid', async () => {
    await restore(early);
    instance = await openInstance(directory);
    await refusedAs('LEDGER_TX_UNKNOWN', () => keeper().latest());
    const shown: unknown = await (await fetch(`${instance.gateway}/api/v1/ledger/head?from=0`)).json();
    await refusedAs('LEDGER_STALE', () => keeper().accept(shown));
    const employer = await employerOf(instance);
    await refusedAs('CONTRACT_UNKNOWN', () => labor.view(employer, contract));
    assert.equal((await reportOn('contract.evidence.zip', bundle)).verdict, 'valid');
    assert.equal((await reportOn('contract.tlog-proof', proof)).verdict, 'valid');
  });

  it('writes other terms into the database: no bundle with them is valid', async () => {
    await restore(genuine);
    const store = await openLevelRecordStore(join(gateway(), 'store'));
    const files = new JsonRecords(store, 'gd/labor-contract', contractFile);
    const known = await files.get(contract);
    assert.ok(known);
    const versions = known.value.versions.map((each) => ({
      ...each,
      terms: { ...each.terms, post: '经理' },
    }));
    await store.write([files.put(contract, { ...known.value, versions }, known.version)]);
    await store.close();
    instance = await openInstance(directory);
    const { keystore, identifier } = worker;
    const party = await partyOf(instance, keystore, identifier, 'worker');
    const altered = await labor.exportBundle(party, contract, 'arbitration');
    const report = await reportOn('contract.evidence.zip', altered);
    assert.equal(report.verdict, 'invalid');
    assert.equal((await reportOn('contract.evidence.zip', bundle)).verdict, 'valid');
    await keeper().latest();
  });

  it('writes another signature into the database: the bundle names it', async () => {
    await restore(genuine);
    const store = await openLevelRecordStore(join(gateway(), 'store'));
    const files = new JsonRecords(store, 'gd/labor-contract', contractFile);
    const known = await files.get(contract);
    assert.ok(known);
    const signings = known.value.signings.map((each) =>
      each.worker === undefined || each.employer === undefined
        ? each
        : { ...each, worker: { ...each.worker, cms: each.employer.cms } },
    );
    await store.write([files.put(contract, { ...known.value, signings }, known.version)]);
    await store.close();
    instance = await openInstance(directory);
    const { keystore, identifier } = worker;
    const party = await partyOf(instance, keystore, identifier, 'worker');
    const report = await reportOn(
      'contract.evidence.zip',
      await labor.exportBundle(party, contract, 'arbitration'),
    );
    assert.equal(report.verdict, 'invalid');
  });
});
