import { verify } from '@renxin/archive/verify';
import { canonicalBytes, toBase64url } from '@renxin/chaincode/canonical';
import { sealRecord } from '@renxin/chaincode/contracts';
import { readSeal, verifySealSignature } from '@renxin/seal/eseal';
import { nativeProvider } from '@renxin/seal/native';
import {
  certificateRevocationAnswer,
  keyList,
  keyUseList,
  sealAnswer,
  sealStateAnswer,
  sealUseList,
  type SealView,
} from '@renxin/wallets/api';
import { GatewayClient } from '@renxin/wallets/client';
import * as seals from '@renxin/wallets/seal';
import assert from 'node:assert/strict';
import { generateSigner } from '@renxin/seal/signer';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { LEDGER } from '../../src/compose.js';
import {
  altering,
  employerOf,
  enrolEmployer,
  openInstance,
  refusedAs,
  ringOf,
  servicesOf,
  type Instance,
  type TestParty,
} from '../story/instance.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const sm3 = (text: string): Uint8Array => nativeProvider.hash('SM3', bytes(text));
const agent = { name: '孙演示', staff: 'hr-07', authorisation: toBase64url(sm3('授权书')) };

describe('e-seals: from the application to the use and its end', function () {
  this.timeout(60_000);
  let instance: Instance;
  let employer: TestParty;
  let other: TestParty;
  let province: GatewayClient;
  let settings: string;
  const officerOf = (officer: string, algorithm: 'SM2' | 'P-256' = 'SM2') => ({
    officer,
    signer: generateSigner(algorithm).signer,
    ledger: LEDGER,
    provider: nativeProvider,
    clock: () => new Date(),
  });
  const deskOfficers = [officerOf('desk-11'), officerOf('desk-12', 'P-256')] as const;

  before(async () => {
    settings = await mkdtemp(join(tmpdir(), 'renxin-officers-'));
    const officers = { 'desk-11': deskOfficers[0].signer.key, 'desk-12': deskOfficers[1].signer.key };
    const file = join(settings, 'keys.json');
    await writeFile(file, JSON.stringify({ schema: 1, devices: {}, keys: {}, officers }));
    instance = await openInstance(undefined, { RENXIN_KEYS: file });
    employer = await employerOf(instance);
    other = await enrolEmployer(instance, 2);
    province = await officialOf('gd');
  });
  after(async () => {
    await instance.stop();
    await rm(settings, { recursive: true, force: true });
  });

  async function officialOf(identifier: string, baseUrl = instance.gateway): Promise<GatewayClient> {
    const signer = (await ringOf(instance)).signer(identifier);
    const clock = (): Date => new Date();
    return new GatewayClient({ baseUrl, ledger: LEDGER, identifier, signer, clock });
  }

  function application(change: Partial<seals.SealApplication> = {}): seals.SealApplication {
    return {
      seal: `seal-${randomBytes(12).toString('hex')}`,
      name: '演示制造（广东）有限公司',
      type: 'contract',
      agent,
      design: { kind: 'round', line: '合同专用章' },
      ...change,
    };
  }

  const decide = (seal: string, decision = 'approve', official = 'desk-02') =>
    province.post(
      `/api/v1/seals/${seal}/decision`,
      'seal',
      { decision, official, grounds: '材料齐全' },
      sealAnswer,
    );
  const make = (seal: string, official = 'desk-05') =>
    province.post(`/api/v1/seals/${seal}/making`, 'seal', { official }, sealAnswer);
  const supervise = (seal: string, kind: string) =>
    province.post(
      `/api/v1/seals/${seal}/supervision`,
      'seal',
      { kind, official: 'desk-02', reason: 'under-inquiry' },
      sealAnswer,
    );

  async function active(change: Partial<seals.SealApplication> = {}): Promise<SealView> {
    const { seal } = await seals.applyForSeal(employer, application(change));
    await decide(seal);
    await make(seal);
    return seals.changeSeal(employer, seal, 'activate', 'first-use');
  }

  const what = (text: string): seals.ToBeSealed => ({
    title: '劳动合同',
    place: '第 3 页，骑缝',
    authority: '孙演示（hr-07），审批单 12',
    dataHash: sm3(text),
    propertyInfo: 'text',
  });

  it('applied, approved by somebody, made by somebody else, in use', async () => {
    const asked = application();
    const applied = await seals.applyForSeal(employer, asked);
    assert.equal(applied.state, 'APPLIED');
    assert.equal((await decide(asked.seal)).seal.state, 'APPROVED');
    const { seal: made } = await make(asked.seal);
    assert.equal(made.state, 'MADE');
    await refusedAs('SEAL_UNKNOWN', () => seals.sealOf(other, asked.seal));
    const inUse = await seals.changeSeal(employer, asked.seal, 'activate', 'first-use');
    assert.equal(inUse.state, 'ACTIVE');
    const { der } = await seals.sealInUse(employer, asked.seal);
    const { info } = readSeal(der);
    assert.equal(info.name, asked.name);
    assert.equal(info.esId, made.made?.esId);
    const trust = await instance.running.composed.trust();
    const proof = await (
      await fetch(`${instance.gateway}/api/v1/seals/${asked.seal}/state-proof`)
    ).arrayBuffer();
    const options = { provider: nativeProvider, now: new Date(), trust };
    const beside = [{ name: 'seal.state-proof.json', bytes: new Uint8Array(proof) }];
    const [report] = await verify([{ name: 'seal.esl', bytes: der }], { ...options, companions: beside });
    assert.deepEqual([report?.kind, report?.verdict, report?.state], ['seal', 'valid', 'ACTIVE']);
    const [alone] = await verify([{ name: 'seal.esl', bytes: der }], options);
    assert.deepEqual([alone?.verdict, alone?.state], ['valid', null]);
    const [nobody] = await verify([{ name: 'seal.esl', bytes: der }], {
      provider: nativeProvider,
      now: new Date(),
    });
    assert.equal(nobody?.verdict, 'undetermined');
  });

  it('nobody approves what he applied for, and who approves does not make', async () => {
    const { seal } = await seals.applyForSeal(employer, application());
    await refusedAs('SEAL_SELF_APPROVAL', () => decide(seal, 'approve', agent.staff));
    await refusedAs('SEAL_STATE', () => make(seal));
    await decide(seal);
    await refusedAs('SEAL_OFFICIAL', () => make(seal, 'desk-02'));
    await refusedAs('SEAL_SELF_APPROVAL', () => make(seal, agent.staff));
    const body = { decision: 'approve', official: 'desk-02', grounds: '自己批' };
    const path = `/api/v1/seals/${seal}/decision`;
    await refusedAs('ROLE_FORBIDDEN', () => employer.client.post(path, 'seal', body, sealAnswer));
    const shanghai = await officialOf('sh');
    await refusedAs('SEAL_UNKNOWN', () => shanghai.get(`/api/v1/seals/${seal}`, 'seal', sealAnswer));
    await refusedAs('ROLE_FORBIDDEN', () => shanghai.post(path, 'seal', body, sealAnswer));
  });

  it('a rejected one is not made', async () => {
    const { seal } = await seals.applyForSeal(employer, application());
    assert.equal((await decide(seal, 'reject')).seal.state, 'REJECTED');
    await refusedAs('SEAL_STATE', () => make(seal));
  });

  it('the same application again changes nothing; another under its name is refused', async () => {
    const asked = application();
    await seals.applyForSeal(employer, asked);
    await refusedAs('SEAL_EXISTS', () => seals.applyForSeal(employer, { ...asked, type: 'official' }));
  });

  it('what does not fit is refused before anybody decides', async () => {
    await refusedAs('PICTURE_TEXT', () => seals.applyForSeal(employer, application({ name: '有 空格' })));
    const picture = (png: Uint8Array) =>
      application({ design: { kind: 'picture', png: toBase64url(png), width: 40, height: 40 } });
    await refusedAs('PICTURE_NOT_PNG', () => seals.applyForSeal(employer, picture(bytes('<svg/>'))));
    const { png } = (await seals.applyForSeal(employer, application())).picture;
    const drawn = new Uint8Array(Buffer.from(png, 'base64url'));
    assert.equal((await seals.applyForSeal(employer, picture(drawn))).state, 'APPLIED');
    await refusedAs('PICTURE_DAMAGED', () => seals.applyForSeal(employer, picture(drawn.subarray(0, -4))));
    const theirs = await other.keystore.certificate(other.identifier);
    assert.ok(theirs);
    const certificate = toBase64url(theirs.certificate);
    await refusedAs('SEAL_CERTIFICATE', () =>
      altering(
        employer,
        (body: object) => ({ ...body, certificate }),
        () => seals.applyForSeal(employer, application()),
      ),
    );
    await refusedAs('COMMITMENT_MISMATCH', () =>
      altering(
        employer,
        (body: object) => ({ ...body, agent: { ...agent, name: '另一人' } }),
        () => seals.applyForSeal(employer, application()),
      ),
    );
  });

  it('seals with the owner’s own key, and every use stands in the log', async () => {
    const { seal, made } = await active();
    const using = await seals.sealInUse(employer, seal);
    const signature = await seals.sealDigest(employer, using, what('一份合同'));
    const services = servicesOf(instance);
    const { hierarchy, sealMakers } = await anchors();
    const report = verifySealSignature({
      signature,
      document: bytes('一份合同'),
      propertyInfo: 'text',
      trust: { signers: [hierarchy], makers: [sealMakers], timeStamps: [hierarchy] },
      now: new Date(),
      provider: nativeProvider,
    });
    assert.deepEqual([report.verdict, report.code], ['valid', 'OK']);
    assert.equal(report.sealed?.seal.esId, made?.esId);
    const [line] = await seals.usesOf(employer, seal);
    assert.equal(line?.outcome, 'sealed');
    assert.equal(line?.details.title, '劳动合同');
    const onLedger = await services.ledger.evaluate(sealRecord.operations['use-of'], {
      seal,
      use: line?.use ?? '',
    });
    const text = new TextDecoder().decode(canonicalBytes(onLedger));
    for (const secret of ['劳动合同', '孙演示', toBase64url(sm3('一份合同'))])
      assert.ok(!text.includes(secret));
    const trust = await instance.running.composed.trust();
    const [found] = await verify([{ name: 'a.txt.ses', bytes: signature }], {
      provider: nativeProvider,
      now: new Date(),
      trust,
      companions: [{ name: 'a.txt', bytes: bytes('一份合同') }],
    });
    assert.deepEqual([found?.kind, found?.verdict], ['seal-signature', 'valid']);
  });

  it('an official seal is made by two people, and used by two people, each with a key of their own', async () => {
    const [one, two] = [officerOf('officer-1'), officerOf('officer-2', 'P-256')];
    const officers = [one, two].map(({ officer, signer }) => ({ officer, key: signer.key }));
    const asked = application({ type: 'official', design: { kind: 'round' } });
    await refusedAs('SEAL_OFFICERS_REQUIRED', () => seals.applyForSeal(employer, asked));
    const { seal } = await seals.applyForSeal(employer, { ...asked, officers });
    await decide(seal);

    const { seal: waiting, toConfirm } = await make(seal);
    assert.ok(toConfirm);
    assert.equal(waiting.state, 'APPROVED');
    assert.equal(seals.sealToBeMade(toConfirm).name, asked.name);
    const path = `/api/v1/seals/${seal}/making/confirmations`;
    const confirm = (word: seals.UseConfirmation) => province.post(path, 'seal', word, sealAnswer);
    const first = await seals.confirmMaking(deskOfficers[0], toConfirm);
    const stranger = await seals.confirmMaking({ ...deskOfficers[1], signer: one.signer }, toConfirm);
    await refusedAs('SEAL_CONFIRMATION_INVALID', () => confirm(stranger));
    await refusedAs('SEAL_CONFIRMATION_INVALID', () => confirm({ ...first, officer: 'desk-12' }));
    const other = { ...toConfirm, info: toBase64url(bytes('another seal')) };
    const ofAnother = await seals.confirmMaking(deskOfficers[1], other);
    for (let twice = 0; twice < 2; twice++)
      assert.deepEqual((await confirm(first)).toConfirm?.confirmed, ['desk-11']);
    await refusedAs('SEAL_CONFIRMATION_INVALID', () => confirm(ofAnother));
    const done = await confirm(await seals.confirmMaking(deskOfficers[1], toConfirm));
    assert.deepEqual([done.seal.state, done.toConfirm], ['MADE', undefined]);
    const { uses } = await province.get('/api/v1/keys/seal-maker/uses', 'seal', keyUseList);
    assert.deepEqual([uses[0]?.method, uses[0]?.by], ['two-person', ['desk-11', 'desk-12']]);

    await seals.changeSeal(employer, seal, 'activate', 'first-use');
    const using = await seals.sealInUse(employer, seal);
    const sealing = (text: string, ...by: readonly seals.Officer[]) =>
      seals.sealDigest(employer, using, {
        ...what(text),
        confirm: (use) => Promise.all(by.map((each) => seals.confirmUse(each, use))),
      });
    const latest = async () => {
      const [line] = await seals.usesOf(employer, seal);
      return [line?.outcome, line?.reason];
    };
    await refusedAs('CONFIRMATIONS_REQUIRED', () => seals.sealDigest(employer, using, what('公文')));
    assert.deepEqual(await latest(), ['refused', 'confirmations-required']);
    await refusedAs('SEAL_CONFIRMATIONS_MISSING', () => sealing('公文', one));
    assert.deepEqual(await latest(), ['refused', 'seal-confirmations-missing']);
    await refusedAs('SEAL_CONFIRMATIONS_MISSING', () => sealing('公文', one, one));
    await refusedAs('SEAL_CONFIRMATION_INVALID', () =>
      sealing('公文', one, { ...two, officer: 'officer-3' }),
    );
    let kept: readonly seals.UseConfirmation[] = [];
    const signature = await seals.sealDigest(employer, using, {
      ...what('公文'),
      confirm: async (use) =>
        (kept = await Promise.all([one, two].map((each) => seals.confirmUse(each, use)))),
    });
    assert.deepEqual(await latest(), ['sealed', undefined]);
    assert.ok(signature.length > 1000);
    const replayed = { ...what('另一份公文'), confirm: async () => kept };
    await refusedAs('SEAL_CONFIRMATION_INVALID', () => seals.sealDigest(employer, using, replayed));
    assert.deepEqual(await latest(), ['refused', 'seal-confirmation-invalid']);
    const lying = {
      ...what('另一份公文'),
      confirm: async (use: seals.UseToConfirm) => {
        const details = { ...use.details, document: toBase64url(sm3('看起来是这份')) };
        return [await seals.confirmUse(one, { ...use, details })];
      },
    };
    await refusedAs('CONFIRMATION_ALTERED', () => seals.sealDigest(employer, using, lying));
  });

  it('suspended: no use, and the attempt is put down; resumed by who suspended; revoked for good', async () => {
    const { seal } = await active();
    const using = await seals.sealInUse(employer, seal);
    const before = new Date().toISOString();
    assert.equal((await supervise(seal, 'suspend')).seal.state, 'SUSPENDED');
    await refusedAs('NO_SEAL_IN_USE', () => seals.sealInUse(employer, seal));
    await refusedAs('SEAL_NOT_ACTIVE', () => seals.sealDigest(employer, using, what('又一份')));
    await seals.refuseUse(employer, seal, what('又一份'), 'SEAL_NOT_ACTIVE');
    const [line] = await seals.usesOf(employer, seal);
    assert.deepEqual([line?.outcome, line?.reason], ['refused', 'seal-not-active']);
    await refusedAs('NOT_ENTITLED', () => seals.changeSeal(employer, seal, 'resume', 'we-say-so'));
    assert.equal((await supervise(seal, 'resume')).seal.state, 'ACTIVE');
    assert.equal((await seals.changeSeal(employer, seal, 'revoke', 'lost')).state, 'REVOKED');
    await refusedAs('SEAL_STATE', () => seals.changeSeal(employer, seal, 'activate', 'again'));
    const stateAt = async (at?: string) => {
      const query = at === undefined ? '' : `?at=${encodeURIComponent(at)}`;
      const answer = await fetch(`${instance.gateway}/api/v1/seals/${seal}/state${query}`);
      return sealStateAnswer.parse(await answer.json()).state;
    };
    assert.equal(await stateAt(), 'REVOKED');
    assert.equal(await stateAt(before), 'ACTIVE');
    assert.equal(await stateAt('2020-01-01T00:00:00.000Z'), null);
  });

  it('a seal that is made anew takes the place of the old one', async () => {
    const old = await active();
    const renewed = await active({ predecessor: old.seal });
    assert.equal(renewed.state, 'ACTIVE');
    const before = await seals.sealOf(employer, old.seal);
    assert.deepEqual([before.state, before.replacedBy], ['REPLACED', renewed.seal]);
    await refusedAs('SEAL_PREDECESSOR', () =>
      seals.applyForSeal(employer, application({ predecessor: old.seal })),
    );
  });

  it('a stranger uses no seal, and opens no log', async () => {
    const { seal } = await active();
    const using = await seals.sealInUse(employer, seal);
    await refusedAs('SEAL_OF_ANOTHER_CERTIFICATE', () => seals.sealDigest(other, using, what('假')));
    await refusedAs('SEAL_UNKNOWN', () =>
      other.client.get(`/api/v1/seals/${seal}/uses`, 'seal', sealUseList),
    );
    await refusedAs('PURPOSE_FORBIDDEN', () =>
      employer.client.get(`/api/v1/seals/${seal}/uses`, 'evidence', sealUseList),
    );
  });

  it('a maker whose certificate is revoked: its seals are refused, but what time proves to be older stands', async () => {
    const { seal } = await active();
    const der = (await seals.sealInUse(employer, seal)).der;
    const signature = await seals.sealDigest(employer, await seals.sealInUse(employer, seal), what('旧合同'));
    const proof = await fetch(`${instance.gateway}/api/v1/seals/${seal}/state-proof`);
    const beside = [{ name: 'seal.state-proof.json', bytes: new Uint8Array(await proof.arrayBuffer()) }];
    const { serial } = readSeal(der).maker;
    const body = { authority: 'seal-makers', serial, reason: 'keyCompromise' };
    const revoke = async (client: GatewayClient, dryRun: boolean) =>
      client.post(
        '/api/v1/certificate-revocations',
        'seal',
        { ...body, dryRun },
        certificateRevocationAnswer,
      );
    await refusedAs('ROLE_FORBIDDEN', () => revoke(province, true));
    const ministry = await officialOf('mohrss', instance.running.url);
    const told = await revoke(ministry, true);
    assert.deepEqual([told.done, told.revoked, told.earlierStands], [false, null, false]);
    assert.ok(told.seals.made >= 1);
    const judge = async (
      name: string,
      bytes: Uint8Array,
      companions: { name: string; bytes: Uint8Array }[],
    ) => {
      const trust = await instance.running.composed.trust();
      const options = { provider: nativeProvider, now: new Date(), trust, companions };
      const [report] = await verify([{ name, bytes }], options);
      const maker = report?.steps.find(({ step }) => step === 'seal-maker');
      return [report?.verdict, maker?.code];
    };
    assert.deepEqual(await judge('seal.esl', der, []), ['valid', 'SEAL_MAKER_OK']);
    // A list knows whole seconds: it is to be revoked in a later one.
    const second = Math.floor(Date.now() / 1000);
    while (Math.floor(Date.now() / 1000) <= second) await setTimeout(50);
    const done = await revoke(ministry, false);
    assert.equal(done.revoked?.reason, 'keyCompromise');
    assert.deepEqual(await judge('seal.esl', der, []), ['invalid', 'MAKER_REVOKED']);
    assert.deepEqual(await judge('seal.esl', der, beside), ['valid', 'SEAL_MAKER_OK']);
    const text = [{ name: 'a.txt', bytes: bytes('旧合同') }];
    assert.deepEqual(await judge('a.txt.ses', signature, text), ['valid', 'SEAL_MAKER_OK']);
    const next = await seals.applyForSeal(employer, application());
    await decide(next.seal);
    await refusedAs('SEAL_MAKER_REVOKED', () => make(next.seal));
    const { keys } = await ministry.get('/api/v1/keys', 'seal', keyList);
    const makers = keys.find(({ name }) => name === 'seal-maker');
    assert.ok((makers?.uses ?? 0) >= 1 && makers?.lastUse !== null && makers?.certificate?.serial === serial);
    const { uses } = await province.get('/api/v1/keys/seal-maker/uses', 'seal', keyUseList);
    assert.deepEqual(
      uses.slice(0, 2).map(({ outcome, activation }) => [outcome, activation]),
      [
        ['signed', 'make-seal'],
        ['asked', 'make-seal'],
      ],
    );
  });

  async function anchors(): Promise<{ hierarchy: Uint8Array; sealMakers: Uint8Array }> {
    const file = JSON.parse(new TextDecoder().decode(await instance.running.composed.trust())) as {
      trust: { certificateAuthorities: { uses: string[]; certificate: string }[] };
    };
    const find = (use: string): Uint8Array => {
      const found = file.trust.certificateAuthorities.find(({ uses }) => uses.includes(use));
      return new Uint8Array(Buffer.from(found?.certificate ?? '', 'base64'));
    };
    return { hierarchy: find('organisation'), sealMakers: find('seal-maker') };
  }
});
