import { verify } from '@renxin/archive/verify';
import { canonicalBytes, toBase64url, type JsonObject } from '@renxin/chaincode/canonical';
import { recognition, registry } from '@renxin/chaincode/contracts';
import { nativeProvider } from '@renxin/seal/native';
import * as api from '@renxin/wallets/api';
import { certificateCode, type Issuer } from '@renxin/wallets/e-certificate';
import assert from 'node:assert/strict';
import { importJWK, jwtVerify } from 'jose';
import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { main } from '../../src/cli.js';
import { codeInPicture } from '../../src/certificate-code/picture.js';
import { assessor as assessment } from '../../src/demonstration/organisations.js';
import {
  decide as decideOn,
  officialOf,
  assessorOf,
  derivedLevel,
  enrolHolder,
  issueTo,
  recognise,
} from '../certificates/stage.js';
import { pictureOf } from '../certificates/picture-of.js';
import { openInstance, refusedAs, today, type AlteringClient, type Instance } from '../story/instance.js';

const TYPE = 'vocational-skill-level';

const refused = (what: Promise<unknown>, code: string) => refusedAs(code, () => what);

/** The trust registry of a running platform: what it reads, what it decides, and what it only tries out. */
describe('the trust registry over HTTP', function () {
  this.timeout(180_000);
  let instance: Instance;
  let assessor: Issuer;
  let guangdong: AlteringClient;
  let shanghai: AlteringClient;
  let code: { readonly text: string; readonly picture: string } | undefined;
  const beginning = new Date().toISOString();

  before(async () => {
    instance = await openInstance();
    assessor = await assessorOf(instance);
    [guangdong, shanghai] = [await officialOf(instance, 'gd'), await officialOf(instance, 'sh')];
  });
  after(() => instance.stop());

  async function read<S extends z.ZodType>(path: string, answer: S): Promise<z.output<S>> {
    const response = await fetch(`${instance.gateway}${path}`);
    assert.equal(response.status, 200, path);
    return answer.parse(await response.json());
  }

  const accreditations = (query: string) =>
    read(`/api/v1/registry/accreditations?${query}`, api.accreditationList);
  const delegate = (change: object = {}, by = guangdong) =>
    by.post(
      '/api/v1/registry/accreditations',
      'certificate',
      {
        under: 'gd-vocational-skill-level',
        accreditation: {
          id: `acc-${randomUUID()}`,
          organisation: 'yanshi-assessment',
          type: TYPE,
          regions: ['440300'],
          from: today(),
          until: '2035-12-31',
          ...change,
        },
      },
      api.delegationAnswer,
    );
  const tryOut = (by: AlteringClient, proposal: object, on?: string) =>
    by.post('/api/v1/registry/dry-runs', 'certificate', { proposal, on }, api.dryRunAnswer);

  it('shows the ministry’s accreditation of the province and the province’s of the issuer', async () => {
    const { accreditations: all } = await accreditations(`type=${TYPE}`);
    assert.deepEqual(
      all.map(({ accreditation, organisation, under, by, holds }) => [
        accreditation,
        organisation,
        under,
        by,
        holds,
      ]),
      [
        ['gd-vocational-skill-level', 'gd', undefined, undefined, true],
        ['yanshi-assessment-skill-level', 'yanshi-assessment', 'gd-vocational-skill-level', 'gd', true],
      ],
    );
    const then = await accreditations(`asOf=${beginning}`);
    assert.deepEqual([then.asOf, then.accreditations], [beginning, []]);
    const early = await accreditations('on=2023-12-31&organisation=gd');
    assert.deepEqual(
      early.accreditations.map(({ holds, reason }) => [holds, reason]),
      [[false, 'NOT_YET']],
    );
  });

  it('shows an organisation with its keys, now and at a time', async () => {
    const path = `/api/v1/registry/organisations/${assessment.id}`;
    const now = await read(path, api.organisationView);
    assert.deepEqual([now.keys.length, now.assertionKeys.length, now.states.length], [1, 1, 1]);
    const [assertion] = now.assertionKeys;
    const earlier = await read(`${path}?asOf=${now.since}`, api.organisationView);
    assert.ok(assertion !== undefined && assertion.from > now.since);
    assert.deepEqual([earlier.keys.length, earlier.assertionKeys.length], [1, 0]);
    const { organisations } = await read('/api/v1/registry/organisations', api.organisationList);
    assert.ok(organisations.some(({ organisation, state }) => organisation === 'gd' && state === 'active'));
    assert.equal((await fetch(`${instance.gateway}${path}?asOf=${beginning}`)).status, 404);
  });

  it('names every schema by what it says, registered by the ministry', async () => {
    const { schemas } = await read('/api/v1/schemas', api.schemaList);
    assert.equal(schemas.length >= 20, true);
    for (const { schema, registered, type } of schemas) {
      assert.equal(registered?.by, 'mohrss', type);
      const response = await fetch(`${instance.gateway}/api/v1/schemas/${schema}`);
      const bytes = new Uint8Array(await response.arrayBuffer());
      const sm3 = createHash('sm3').update(bytes).digest('base64url');
      assert.equal(sm3, schema, type);
      assert.deepEqual(canonicalBytes(JSON.parse(Buffer.from(bytes).toString())), bytes);
    }
    assert.deepEqual((await read(`/api/v1/schemas?asOf=${beginning}`, api.schemaList)).schemas, []);
    const unknown = toBase64url(new Uint8Array(32));
    assert.equal((await fetch(`${instance.gateway}/api/v1/schemas/${unknown}`)).status, 404);
  });

  it('a province gives within its own, suspends, and ends; nobody else does', async () => {
    await refused(delegate({ regions: ['310100'] }), 'ACCREDITATION_BEYOND');
    await refused(delegate({ until: '2036-01-01' }), 'ACCREDITATION_BEYOND');
    await refused(delegate({ type: 'professional-title' }), 'ACCREDITATION_BEYOND');
    await refused(delegate({ organisation: 'sh' }), 'NOT_ENTITLED');
    await refused(delegate({ organisation: 'nobody' }), 'ORGANISATION_UNKNOWN');
    await refused(delegate({}, shanghai), 'NOT_ENTITLED');
    const { accreditation } = await delegate();
    const decide = (decision: object, by = guangdong) =>
      by.post(
        `/api/v1/registry/accreditations/${accreditation}/decisions`,
        'certificate',
        decision,
        api.delegationAnswer,
      );
    const state = () => read(`/api/v1/registry/accreditations/${accreditation}`, api.accreditationView);
    assert.equal((await state()).holds, true);
    await refused(decide({ decision: 'suspend', reason: 'inquiry' }, shanghai), 'NOT_ENTITLED');
    await refused(decide({ decision: 'reinstate', reason: 'over' }), 'ACCREDITATION_STATE');
    await decide({ decision: 'suspend', reason: 'inquiry' });
    assert.deepEqual([(await state()).holds, (await state()).reason], [false, 'ACCREDITATION_SUSPENDED']);
    await refused(delegate({ id: accreditation, until: '2034-12-31' }), 'ACCREDITATION_EXISTS');
    await decide({ decision: 'reinstate', reason: 'inquiry-closed' });
    await decide({ decision: 'withdraw', reason: 'lapsed', from: '2030-01-01' });
    const { states, withdrawn } = await state();
    assert.deepEqual([states.map(({ by }) => by), withdrawn?.from], [['gd', 'gd'], '2030-01-01']);
    await refused(
      decide({ decision: 'withdraw', reason: 'lapsed', from: '2020-01-01' }),
      'ACCREDITATION_PERIOD_INVALID',
    );
  });

  it('the ministry accredits a province once more than half of the provinces approve; nobody alone', async () => {
    const ministry = await officialOf(instance, 'mohrss');
    const changes = '/api/v1/registry/changes';
    const { next: sequence } = await read(`${changes}?from=1`, api.decidedChanges);
    const accreditation = {
      id: `sh-title-${randomUUID().slice(0, 8)}`,
      organisation: 'sh',
      type: 'professional-title',
      regions: ['31'],
      from: today(),
      until: '2035-12-31',
    };
    const body = { sequence, change: { kind: 'accredit', accreditation } };
    const approve = (by: AlteringClient, given: object = body) =>
      by.post(`${changes}/approvals`, 'certificate', given, api.changeApproval);
    const submit = (approvals: object[], by = ministry) =>
      by.post(changes, 'certificate', { ...body, approvals }, api.registryChangeAnswer);
    const [ofMinistry, ofGuangdong] = [await approve(ministry), await approve(guangdong)];
    await refused(submit([ofMinistry, ofGuangdong]), 'APPROVALS_MISSING');
    await refused(submit([ofGuangdong, await approve(shanghai)]), 'APPROVALS_MISSING');
    await refused(approve(guangdong, { ...body, sequence: sequence + 1 }), 'CHANGE_OUT_OF_SEQUENCE');
    const other = { ...accreditation, organisation: 'nobody' };
    const unknown = { sequence, change: { kind: 'accredit', accreditation: other } };
    await refused(approve(guangdong, unknown), 'ORGANISATION_UNKNOWN');
    const ofShanghai = await approve(shanghai);
    const forged = { ...ofShanghai, by: 'sc' };
    await refused(submit([ofMinistry, ofGuangdong, forged]), 'SIGNATURE_INVALID');
    await refused(
      assessor.client.post(`${changes}/approvals`, 'certificate', body, api.changeApproval),
      'ROLE_FORBIDDEN',
    );
    const { receipt } = await submit([ofMinistry, ofGuangdong, ofShanghai]);
    assert.ok(receipt.height > 0);
    const view = await read(`/api/v1/registry/accreditations/${accreditation.id}`, api.accreditationView);
    assert.deepEqual([view.holds, view.organisation], [true, 'sh']);
    const { changes: decided } = await read(`${changes}?from=${String(sequence)}`, api.decidedChanges);
    assert.deepEqual(decided[0]?.approvedBy, ['mohrss', 'gd', 'sh']);
  });

  it('tries out what would begin and cease to count, and submits nothing', async () => {
    const { ledger } = instance.running.composed;
    const id = `rec-${randomUUID()}`;
    const rule = { recognition: id, of: 'gd', type: TYPE, from: today(), until: '2035-12-31' };
    const begun = await tryOut(shanghai, { kind: 'recognise', recognition: { ...rule, levels: ['3', '2'] } });
    assert.deepEqual(begun.recognition.begin, [
      { by: 'sh', of: 'gd', type: TYPE, levels: ['2', '3'], issuers: ['gd', 'yanshi-assessment'] },
    ]);
    assert.deepEqual([begun.recognition.cease, begun.issuing], [[], { begin: [], cease: [] }]);
    await refused(
      tryOut(shanghai, { kind: 'recognise', recognition: { ...rule, of: 'sh' } }),
      'ORGANISATION_UNKNOWN',
    );
    const withdrawal = { kind: 'withdraw-recognition', recognition: id, from: today(), reason: 'test' };
    await refused(tryOut(shanghai, withdrawal), 'RECOGNITION_UNKNOWN');
    await refused(
      ledger.evaluate(recognition.operations.recognition, { recognition: id }),
      'RECOGNITION_UNKNOWN',
    );

    // One certificate of 广东 was shown in 上海, then 上海 thinks of ending the recognition.
    await recognise(instance, 'sh', 'gd', rule);
    const holder = await enrolHolder(instance, 'gd');
    const there = await enrolHolder(instance, 'sh', holder);
    const { certificate, credential } = await issueTo(assessor, holder);
    const claim = await derivedLevel(assessor, holder, there, certificate, credential, 'sh');
    const { present, submitPresentation } = await import('@renxin/wallets/e-certificate');
    const shown = await present(there, [claim], { purpose: '补贴申请', recipient: 'sh' });
    await submitPresentation(there, shown, undefined);
    const here = await tryOut(shanghai, withdrawal);
    assert.deepEqual(
      [here.on, here.recognition.cease.map(({ by, of }) => [by, of]), here.certificates.ceases],
      [today(), [['sh', 'gd']], 1],
    );
    assert.deepEqual(
      here.certificates.cease.map((each) => each.certificate),
      [certificate],
    );
    const rules = await read(`/api/v1/recognition-rules?by=sh`, api.recognitionRules);
    assert.deepEqual(
      rules.rules.map(({ recognition: name, holds }) => [name, holds]),
      [[id, true]],
    );
    assert.deepEqual(
      (await read(`/api/v1/recognition-rules?asOf=${beginning}`, api.recognitionRules)).rules,
      [],
    );

    // A province that lost its own accreditation takes the issuer with it, and what was issued stays good.
    const change = {
      kind: 'withdraw-accreditation',
      accreditation: 'gd-vocational-skill-level',
      from: '2031-01-01',
      reason: 'test',
    };
    const fallen = await tryOut(guangdong, { kind: 'change', change });
    assert.deepEqual(
      fallen.issuing.cease
        .filter(({ region }) => region === '44')
        .map(({ issuer, reason, accreditation: which }) => [issuer, reason, which]),
      [
        ['gd', 'WITHDRAWN', 'gd-vocational-skill-level'],
        ['yanshi-assessment', 'WITHDRAWN', 'gd-vocational-skill-level'],
      ],
    );
    assert.deepEqual([fallen.certificates.looked, fallen.certificates.ceases], [1, 0]);
    await refused(
      tryOut(guangdong, { kind: 'change', change: { ...change, accreditation: 'no-such' } }),
      'ACCREDITATION_UNKNOWN',
    );

    // The trust file carries all of it, and as of a past time answers for the past alone.
    const trust = async (query: string) =>
      new Uint8Array(await (await fetch(`${instance.gateway}/trust.json${query}`)).arrayBuffer());
    const bytes = new TextEncoder().encode(JSON.stringify(credential));
    const judged = async (file: Uint8Array) => {
      const files = [{ name: 'certificate.vc.json', bytes }];
      const [report] = await verify(files, { provider: nativeProvider, now: new Date(), trust: file });
      return report!.steps.find(({ step }) => step === 'accreditation')?.code;
    };
    assert.equal(await judged(await trust('')), 'ISSUER_ACCREDITED');
    assert.equal(await judged(await trust(`?asOf=${new Date().toISOString()}`)), 'ISSUER_ACCREDITED');
    const past = JSON.parse(Buffer.from(await trust(`?asOf=${beginning}`)).toString()) as {
      trust: { asOf: string; issuers: unknown[]; recognitions: unknown[] };
    };
    assert.deepEqual([past.trust.asOf, past.trust.issuers, past.trust.recognitions], [beginning, [], []]);
    assert.equal((await fetch(`${instance.gateway}/trust.json?asOf=2999-01-01T00:00:00.000Z`)).status, 400);
  });

  it('judges many certificates in one call, each with its own result and receipt', async () => {
    const holder = await enrolHolder(instance, 'gd');
    const { certificate, credential } = await issueTo(assessor, holder);
    const subject = credential['credentialSubject'] as JsonObject;
    const batch = (items: object[], by: AlteringClient = guangdong) =>
      by.post(
        '/api/v1/verifications/batches',
        'certificate',
        { purpose: '集中核查', items },
        api.verificationBatchAnswer,
      );
    const tampered = { ...credential, credentialSubject: { ...subject, level: '1' } };
    const { items, valid } = await batch([
      { item: 'row-1', credential },
      { item: 'row-2', credential: tampered },
      { item: 'row-3', credential: { type: 'nothing' } },
    ]);
    assert.equal(valid, 1);
    assert.deepEqual(
      items.map((each) => [each.item, each.valid ? 'valid' : each.code]),
      [
        ['row-1', 'valid'],
        ['row-2', 'CREDENTIAL_PROOF_INVALID'],
        ['row-3', 'CREDENTIAL_INVALID'],
      ],
    );
    const path = `/api/v1/e-certificates/${certificate}/receipts`;
    const kept = z.looseObject({
      receipts: z.array(z.looseObject({ body: z.looseObject({ receipt: z.string() }) })),
    });
    const { receipts } = await holder.client.get(path, 'certificate', kept);
    const [first] = items;
    assert.ok(first?.valid === true && receipts.some(({ body }) => body.receipt === first.receipt));
    const twice = [1, 2].map(() => ({ item: 'row-1', credential }));
    await refused(batch(twice), 'BODY_INVALID');
    await refused(batch([{ item: 'row-1', credential }], holder.client), 'ROLE_FORBIDDEN');
  });

  it('shows a certificate as a QR code that is checked without a network', async () => {
    const holder = await enrolHolder(instance, 'gd');
    const { certificate } = await issueTo(assessor, holder);
    const answer = await certificateCode(holder, certificate, ['name', 'level', 'occupation'], 10);
    assert.ok(answer.code.length <= 997 && answer.image.startsWith('<svg'), String(answer.code.length));
    const trust = new Uint8Array(await (await fetch(`${instance.gateway}/trust.json`)).arrayBuffer());
    const judged = async (code: string, now = new Date()) => {
      const files = [{ name: 'code.txt', bytes: new TextEncoder().encode(code) }];
      const [report] = await verify(files, { provider: nativeProvider, now, trust });
      return [report!.verdict, report!.steps.find(({ outcome }) => outcome === 'fail')?.code];
    };
    assert.deepEqual(await judged(answer.code), ['valid', undefined]);
    const later = new Date(Date.parse(answer.expires));
    assert.deepEqual(await judged(answer.code, later), ['invalid', 'CODE_EXPIRED']);
    const [head, body, tail] = answer.code.split('.');
    const said = Buffer.from(body!, 'base64url').toString();
    const other = Buffer.from(said.replace('"level":"3"', '"level":"1"')).toString('base64url');
    assert.notEqual(other, body);
    assert.deepEqual(await judged([head, other, tail].join('.')), ['invalid', 'SD_JWT_SIGNATURE']);

    // Others read and verify it: the picture by zbar, the text by jose.
    const picture = join(instance.directory, 'code.png');
    await writeFile(picture, pictureOf(answer.code));
    assert.equal(codeInPicture(new Uint8Array(await readFile(picture))), answer.code);
    const trusted = join(instance.directory, 'code-trust.json');
    await writeFile(trusted, trust);
    assert.deepEqual(
      [await quietly(['verify', picture, '--trust', trusted]), await quietly(['verify', picture])],
      [0, 2],
    );
    const { keys } = await instance.running.composed.ledger.evaluate(registry.operations['assertion-keys'], {
      identifier: 'gd',
    });
    const key = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: keys.at(-1)!.key.point }, 'EdDSA');
    const { payload } = await jwtVerify(answer.code.slice(0, -1), key, { typ: 'dc+sd-jwt' });
    assert.deepEqual(Object.keys(payload['claims'] as object).sort(), ['level', 'name', 'occupation']);

    await refused(certificateCode(holder, certificate, ['assessor'], 10), 'CLAIM_UNKNOWN');
    await refused(certificateCode(holder, certificate, ['level'], 1441), 'BODY_INVALID');
    const elsewhere = await enrolHolder(instance, 'gd');
    await refused(certificateCode(elsewhere, certificate, ['level'], 10), 'CERTIFICATE_UNKNOWN');
    await decideOn(guangdong, certificate, { decision: 'suspend', reason: 'inquiry' });
    await refused(certificateCode(holder, certificate, ['level'], 10), 'CERTIFICATE_SUSPENDED');
    code = { text: answer.code, picture };
  });

  it('its picture is read by zbar as well', function () {
    const found = spawnSync('zbarimg', ['--quiet', '--raw', code?.picture ?? ''], { encoding: 'utf8' });
    if ((found.error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') {
      process.stdout.write('skipped: reading the QR code — zbarimg not found (npm run interop:setup)\n');
      return this.skip();
    }
    assert.equal(found.stdout.trim(), code?.text);
  });
});

/** Runs the command line without its words. @returns the exit code */
async function quietly(call: string[]): Promise<number> {
  const streams = [process.stdout, process.stderr] as const;
  const writes = streams.map((stream) => stream.write.bind(stream));
  for (const stream of streams) stream.write = () => true;
  try {
    return await main(call);
  } finally {
    streams.forEach((stream, i) => (stream.write = writes[i]!));
  }
}
