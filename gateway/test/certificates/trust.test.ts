import { certificate as contract } from '@renxin/chaincode/contracts';
import type { JsonObject } from '@renxin/chaincode/canonical';
import * as wallet from '@renxin/wallets/e-certificate';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { openInstance, refusedAs, ringOf, signedBy, today, type Instance } from '../story/instance.js';
import {
  assessorOf,
  decide,
  derivedLevel,
  deskOf,
  enrolHolder,
  issueTo,
  officialOf,
  recognise,
  type TestHolder,
} from './stage.js';

/** What whoever seized a key or a gateway can do with certificates, and what not: docs/trust.md. */
describe('certificates and seized keys', function () {
  this.timeout(120_000);
  let instance: Instance;
  let assessor: wallet.Issuer;
  let holder: TestHolder;
  let inShanghai: TestHolder;

  before(async () => {
    instance = await openInstance();
    assessor = await assessorOf(instance);
    holder = await enrolHolder(instance, 'gd');
    inShanghai = await enrolHolder(instance, 'sh', holder);
    await recognise(instance, 'sh', 'gd');
  });
  after(() => instance.stop());

  const shown = async (claim: JsonObject): Promise<unknown> => {
    const annotation = { purpose: '核验', recipient: 'sh' };
    return wallet.submitPresentation(inShanghai, await wallet.present(inShanghai, [claim], annotation));
  };

  it('a gateway that hides a revocation and goes on to publish the old list: the ledger’s word counts', async () => {
    const { certificate, credential } = await issueTo(assessor, holder);
    const claim = await derivedLevel(assessor, holder, inShanghai, certificate, credential, 'sh');
    await shown(claim);
    const { statusLists } = deskOf(instance, 'gd');
    const note = statusLists.note.bind(statusLists);
    const [entry] = credential['credentialStatus'] as { statusListCredential: string }[];
    const list = async () => (await fetch(entry!.statusListCredential)).text();
    const before = await list();
    statusLists.note = async () => undefined;
    try {
      const decision = { decision: 'revoke', ground: 'annulled', reason: 'fraud' };
      await decide(await officialOf(instance, 'gd'), certificate, decision);
      assert.equal(await list(), before, 'the list is the old one');
      await refusedAs('CERTIFICATE_REVOKED', () => shown(claim));
    } finally {
      statusLists.note = note;
    }
  });

  it('the assessor’s key alone puts no certificate on the ledger, and takes none away', async () => {
    const { ledger } = instance.running.composed;
    const issuer = await assessor.keystore.signer(assessor.identifier);
    const body = issuing(holder.identifier);
    const signature = await signedBy(issuer, 'certificate/issue', body);
    await refusedAs('SIGNATURE_INVALID', () =>
      ledger.submit(contract.operations.issue, { body, issuer: signature, province: signature }),
    );
    const { certificate } = await issueTo(assessor, holder);
    const common = { certificate, sequence: 2, reason: 'test', at: new Date().toISOString() };
    for (const by of ['gd', assessor.identifier]) {
      const decision = { ...common, by };
      const given = await signedBy(issuer, 'certificate/suspend', decision);
      await refusedAs(by === 'gd' ? 'SIGNATURE_INVALID' : 'NOT_ISSUING_PROVINCE', () =>
        ledger.submit(contract.operations.suspend, { body: decision, signature: given }),
      );
    }
  });

  it('the province’s key alone issues nothing in the assessor’s name, and takes no holder’s certificate away to another', async () => {
    const { ledger } = instance.running.composed;
    const province = (await ringOf(instance)).signer('gd');
    const body = issuing(holder.identifier);
    const signature = await signedBy(province, 'certificate/issue', body);
    await refusedAs('SIGNATURE_INVALID', () =>
      ledger.submit(contract.operations.issue, { body, issuer: signature, province: signature }),
    );
    const { certificate } = await issueTo(assessor, holder);
    const out = { certificate, by: 'gd', sequence: 2, to: 'sh', at: new Date().toISOString() };
    const given = await signedBy(province, 'certificate/transfer-out', out);
    await refusedAs('SIGNATURE_INVALID', () =>
      ledger.submit(contract.operations['transfer-out'], { body: out, signature: given, holder: given }),
    );
  });

  it('another province’s key decides nothing about it', async () => {
    const { ledger } = instance.running.composed;
    const { certificate } = await issueTo(assessor, holder);
    const shanghai = (await ringOf(instance)).signer('sh');
    const at = new Date().toISOString();
    const decision = { certificate, by: 'sh', sequence: 2, ground: 'annulled' as const, reason: 'test', at };
    const signature = await signedBy(shanghai, 'certificate/revoke', decision);
    await refusedAs('NOT_ISSUING_PROVINCE', () =>
      ledger.submit(contract.operations.revoke, { body: decision, signature }),
    );
  });

  function issuing(identifier: string) {
    const digest = 'A'.repeat(42) + 'A';
    return {
      certificate: `v-${randomUUID()}`,
      province: 'gd',
      holder: identifier,
      issuer: assessor.identifier,
      type: 'vocational-skill-level',
      credentialSchema: digest,
      credential: digest,
      region: '44',
      issuedOn: today(),
      status: { list: 2, index: 1 },
      at: new Date().toISOString(),
    };
  }
});
