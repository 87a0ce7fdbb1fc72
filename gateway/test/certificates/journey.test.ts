import { registry } from '@renxin/chaincode/contracts';
import { messageBytes } from '@renxin/chaincode/messages';
import { fromBase64url } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { transferInList, transferInLook, type TransferIn, type TransferInLook } from '@renxin/wallets/api';
import * as wallet from '@renxin/wallets/e-certificate';
import assert from 'node:assert/strict';
import { z } from 'zod';
import { openInstance, refusedAs, type Instance } from '../story/instance.js';
import {
  assessorOf,
  baseOf,
  connect,
  decide,
  decideTransfer,
  derivedLevel,
  enrolHolder,
  issueTo,
  officialOf,
  recognise,
  TRANSFERS,
  type TestHolder,
} from './stage.js';

/** Story 2 over HTTP: an assessor of 广东, a worker, and 上海 as verifier. */
describe('a province verifies another’s certificate', function () {
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

  const claimOf = (certificate: string, credential: Parameters<typeof derivedLevel>[4]) =>
    derivedLevel(assessor, holder, inShanghai, certificate, credential, 'sh');
  const shown = async (credential: Parameters<typeof wallet.present>[1][number], asOf?: string) => {
    const annotation = { purpose: '申请职业技能补贴', recipient: 'sh' };
    const presentation = await wallet.present(inShanghai, [credential], annotation);
    return wallet.submitPresentation(inShanghai, presentation, asOf);
  };

  it('the level alone is shown, and valid; all three have the receipt', async () => {
    const { certificate, credential } = await issueTo(assessor, holder);
    const claim = await claimOf(certificate, credential);
    assert.ok(!JSON.stringify(claim).includes(holder.person.citizenNumber));
    assert.ok(!JSON.stringify(claim).includes(holder.person.name));
    const answer = await shown(claim);
    assert.equal(answer.valid, true);
    assert.deepEqual(answer.claims, { level: '3' });
    assert.deepEqual(answer.warnings, ['NO_PROCESS_EVENT'], 'nobody said that it was assessed');
    const { body, signature } = answer.receipt;
    const { ledger } = instance.running.composed;
    const { keys } = await ledger.evaluate(registry.operations.identifier, { identifier: 'sh' });
    const message = messageBytes('verification/receipt', ledger.name, body);
    assert.ok(nativeProvider.verify(keys[0]!.key, message, fromBase64url(signature)!));
    const path = `/api/v1/e-certificates/${certificate}/receipts`;
    const kept = z.looseObject({ receipts: z.array(z.json()) });
    // It is on its way to the issuing province when the verification is answered.
    for (;;) {
      const { receipts } = await holder.client.get(path, 'certificate', kept);
      if (receipts.length > 0) return assert.deepEqual(receipts, [answer.receipt]);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });

  it('suspended, given back, revoked: each with its reason, as of a past date what it was then', async () => {
    const official = await officialOf(instance, 'gd');
    const { certificate, credential } = await issueTo(assessor, holder);
    const claim = await claimOf(certificate, credential);
    await shown(claim);
    const valid = new Date().toISOString();
    await decide(official, certificate, { decision: 'suspend', reason: 'inquiry' });
    await refusedAs('CERTIFICATE_SUSPENDED', () => shown(claim));
    assert.equal((await shown(claim, valid)).valid, true);
    await decide(official, certificate, { decision: 'reinstate', reason: 'inquiry-closed' });
    await new Promise((resolve) => setTimeout(resolve, 600));
    await shown(claim);
    await decide(official, certificate, { decision: 'revoke', ground: 'annulled', reason: 'fraud' });
    await refusedAs('CERTIFICATE_REVOKED', () => shown(claim));
    assert.equal((await shown(claim, valid)).valid, true);
    await refusedAs('CERTIFICATE_UNKNOWN', () => shown(claim, '2026-01-01T00:00:00.000Z'));
  });

  it('transferred out and in: good in one province at a time', async () => {
    const { certificate, credential } = await issueTo(assessor, holder);
    const claim = await claimOf(certificate, credential);
    const [view] = (await wallet.fetchCertificates(holder)).filter(
      (each) => each.certificate === certificate,
    );
    await wallet.transferOut(holder, view!, 2, 'gd', 'sh');
    await refusedAs('TRANSFERRED_OUT', () => shown(claim));
    const atShanghai = await connect(instance, holder.keystore, holder.identifier, 'sh');
    await wallet.introduce(atShanghai, holder.attestation);
    const asked = await wallet.askTransferIn(atShanghai, certificate, credential);
    assert.equal(asked.state, 'waiting');
    await refusedAs('TRANSFERRED_OUT', () => shown(claim));
    const official = await officialOf(instance, 'sh');
    const taken = await decideTransfer(official, asked.transfer, { decision: 'accept' });
    assert.equal(taken.state, 'accepted');
    const again = await wallet.askTransferIn(atShanghai, certificate, credential);
    assert.deepEqual(again, taken, 'the same again is the same');
    assert.deepEqual(await decideTransfer(official, asked.transfer, { decision: 'accept' }), taken);
    await refusedAs('TRANSFERRED_OUT', () => shown(claim));
    const held = await wallet.fetchCertificates(atShanghai);
    const own = held.find((each) => each.certificate === taken.certificate);
    assert.equal(own?.issuer, 'sh');
    const annotation = { purpose: '办理入户', recipient: 'sh' };
    const whole = await wallet.present(atShanghai, [own.credential], annotation);
    const answer = await wallet.submitPresentation(atShanghai, whole);
    assert.equal(answer.provenance, 'transfer');
  });

  it('a transfer is decided by an official of the other province, who looked first', async () => {
    const { certificate, credential } = await issueTo(assessor, holder);
    const send = async (): Promise<void> => {
      const view = (await wallet.fetchCertificates(holder)).find((each) => each.certificate === certificate);
      await wallet.transferOut(holder, view!, view!.states + 1, 'gd', 'sh');
    };
    const atShanghai = await connect(instance, holder.keystore, holder.identifier, 'sh');
    const ask = (): Promise<TransferIn> => wallet.askTransferIn(atShanghai, certificate, credential);
    await refusedAs('CERTIFICATE_STATE', ask);
    await send();
    const { transfer } = await ask();
    const there = await officialOf(instance, 'sh');
    const here = await officialOf(instance, 'gd');
    const { transfers } = await there.get(TRANSFERS, 'certificate', transferInList);
    assert.ok(transfers.some((each) => each.transfer === transfer && each.from === 'gd'));
    const look = (): Promise<TransferInLook> =>
      there.post(`${TRANSFERS}/${transfer}/look-ups`, 'certificate', { purpose: 'service' }, transferInLook);
    const seen = await look();
    assert.deepEqual([seen.credential, seen.from], [credential, 'gd']);
    await refusedAs('TRANSFER_UNKNOWN', () => decideTransfer(here, transfer, { decision: 'accept' }));
    await decideTransfer(there, transfer, { decision: 'refuse', reason: 'incomplete' });
    const told = await wallet.transferInOf(atShanghai, transfer);
    assert.deepEqual([told.state, told.reason], ['refused', 'incomplete']);
    await refusedAs('TRANSFER_DECIDED', () => decideTransfer(there, transfer, { decision: 'accept' }));
    await refusedAs('TRANSFER_DECIDED', look);
    await decide(here, certificate, { decision: 'withdraw-transfer', reason: 'stays' });
    await send();
    const again = await ask();
    assert.notEqual(again.transfer, transfer, 'what is sent again can be handed in again');
    await decide(here, certificate, { decision: 'withdraw-transfer', reason: 'stays' });
    await refusedAs('TRANSFER_DECIDED', () => decideTransfer(there, again.transfer, { decision: 'accept' }));
    assert.equal((await wallet.transferInOf(atShanghai, again.transfer)).state, 'lapsed');
    const other = await connect(instance, holder.keystore, holder.identifier, 'gd');
    await refusedAs('TRANSFER_UNKNOWN', () => wallet.transferInOf(other, transfer));
  });

  it('all provinces are asked at once; who does not answer is named', async () => {
    const { certificate } = await issueTo(assessor, holder);
    const answer = await wallet.queryEverywhere(holder, holder.attestation);
    assert.equal(answer.partial, false);
    const found = answer.results.find(({ province }) => province === 'gd');
    assert.ok(found?.certificates.some((each) => each.certificate === certificate));
  });

  it('a change of state is seen in the published list within a second', async () => {
    const official = await officialOf(instance, 'gd');
    const { certificate, credential } = await issueTo(assessor, holder);
    const [entry] = credential['credentialStatus'] as { statusListCredential: string }[];
    const before = await (await fetch(entry!.statusListCredential)).text();
    await decide(official, certificate, { decision: 'revoke', ground: 'withdrawn', reason: 'fraud' });
    const after = await (await fetch(entry!.statusListCredential)).text();
    assert.notEqual(before, after);
    assert.ok(entry!.statusListCredential.startsWith(baseOf(instance, 'gd')));
  });
});
