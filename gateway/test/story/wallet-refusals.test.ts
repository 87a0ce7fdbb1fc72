import * as labor from '@renxin/wallets/labor-contract';
import assert from 'node:assert/strict';
import {
  bring,
  employerOf,
  enrolWorker,
  openInstance,
  refusedAs,
  signAll,
  type Instance,
  type TestWorker,
} from './instance.js';

/** What a wallet refuses to sign, whatever the gateway shows. */
describe('a wallet before a gateway that lies', function () {
  this.timeout(60_000);
  let instance: Instance;
  let worker: TestWorker;
  let contract: string;

  before(async () => {
    instance = await openInstance();
    worker = await enrolWorker(instance);
    contract = await bring(instance, await employerOf(instance), worker, 'locked');
  });
  after(() => instance.stop());
  afterEach(async () => {
    worker.client.given = (_path, answer) => answer;
    const { contract: view } = await labor.view(worker, contract);
    assert.deepEqual(view.signings[0]?.signedBy, [], 'nothing was signed');
  });

  const lie = (end: string, change: (answer: never) => unknown): void => {
    worker.client.given = (path, answer) =>
      path.endsWith(end) ? (change(answer as never) as never) : answer;
  };
  const sign = (show: labor.Show = signAll) => labor.signContract(worker, contract, 0, show);

  it('another document than the one that is locked: DOCUMENT_ALTERED', async () => {
    lie('contract.pdf', (pdf: Uint8Array) =>
      Uint8Array.from(pdf, (byte, i) => (i === 900 ? byte ^ 1 : byte)),
    );
    await refusedAs('DOCUMENT_ALTERED', () => sign());
  });

  it('another digest than the commitment was made over: DOCUMENT_ALTERED', async () => {
    lie(contract, (answer: { contract: labor.SigningScene['contract'] }) => ({
      contract: {
        ...answer.contract,
        signings: answer.contract.signings.map((signing) => ({
          ...signing,
          document: { ...signing.document, commitment: signing.document.sha256 },
        })),
      },
    }));
    await refusedAs('DOCUMENT_ALTERED', () => sign());
  });

  it('a page with something else on it: PAGES_ALTERED', async () => {
    lie('layout', ({ pages }: { pages: unknown[] }) => ({ pages: [{ another: 'page' }, ...pages.slice(1)] }));
    await refusedAs('PAGES_ALTERED', () => sign());
  });

  it('a page left out: PAGES_ALTERED', async () => {
    lie('layout', ({ pages }: { pages: unknown[] }) => ({ pages: pages.slice(1) }));
    await refusedAs('PAGES_ALTERED', () => sign());
  });

  it('a page that its holder did not see: PAGES_NOT_SEEN', () =>
    refusedAs('PAGES_NOT_SEEN', () =>
      sign(async ({ pages }) => ({
        kind: 'sign',
        method: 'confirmation',
        seen: pages.map((_, i) => i).slice(1),
      })),
    ));

  it('what its holder declines: DECLINED', () =>
    refusedAs('DECLINED', () => sign(async () => ({ kind: 'decline', reason: '不同意' }))));

  it('anything without a certificate: CERTIFICATE_MISSING', async () => {
    const without = { ...worker, keystore: Object.create(worker.keystore) as typeof worker.keystore };
    without.keystore.certificate = async () => undefined;
    await refusedAs('CERTIFICATE_MISSING', () => labor.signContract(without, contract, 0, signAll));
  });
});
