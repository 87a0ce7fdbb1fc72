import {
  importList,
  importRows,
  importView,
  reservedAnswer,
  type BatchIssuingRequest,
  type ImportView,
} from '@renxin/wallets/api';
import { toBase64url, type JsonObject } from '@renxin/chaincode/canonical';
import { attest, bind, Keystore, takeReserved } from '@renxin/wallets/keystore';
import * as wallet from '@renxin/wallets/e-certificate';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { recordOf, sm3OfJson } from '../../src/certificates/desk.js';
import { LEDGER } from '../../src/compose.js';
import type { SyntheticPerson } from '../../src/demonstration/people.js';
import { framesOf, named } from './left.js';
import { assessorOf, baseOf, connect, deskOf, enrolHolder, officialOf, said } from '../certificates/stage.js';
import type { AlteringClient } from '../story/instance.js';
import { openInstance, refusedAs, today, type Instance } from '../story/instance.js';
import { subjectsOf } from './subjects.js';
import { csvOf, HEADING, lineOf, rowsFor, type FileRow } from './file.js';

const PATH = '/api/v1/e-certificates/imports';
const SKILL = `${PATH}?type=vocational-skill-level`;

/** Certificates in bulk over HTTP, at one platform. */
describe('an import of certificates', function () {
  this.timeout(60_000);
  let instance: Instance;
  let official: AlteringClient;
  before(async () => {
    instance = await openInstance();
    await accredited('vocational-skill-level');
    official = await officialOf(instance, 'gd');
  });
  after(() => instance.stop());

  const accredited = (type: string) =>
    instance.running.composed.accredit({
      id: `gd-imports-${type}`,
      organisation: 'gd',
      type,
      regions: ['44'],
      from: '2024-01-01',
      until: '2035-12-31',
    });

  const handIn = (bytes: Uint8Array, type = 'text/csv', path = SKILL): Promise<ImportView> =>
    official.postBytes(path, 'certificate', bytes, importView, type);
  const read = (name: string) => official.get(`${PATH}/${name}`, 'certificate', importView);
  const until = async (name: string, ...states: ImportView['state'][]): Promise<ImportView> => {
    for (;;) {
      const view = await read(name);
      if (states.includes(view.state)) return view;
      assert.notEqual(view.state, 'failed', view.code);
      await setTimeout(20);
    }
  };
  const validatedFrom = async (bytes: Uint8Array, type?: string): Promise<ImportView> =>
    until((await handIn(bytes, type)).import, 'validated');
  const rowsOf = async (name: string, query = '') =>
    (await official.get(`${PATH}/${name}/rows${query}`, 'certificate', importRows)).rows;
  const post = (name: string, step: string, body: object = {}) =>
    official.post(`${PATH}/${name}/${step}`, 'certificate', body, importView);

  it('is validated, issued on the explicit act, and every certificate is like any other', async () => {
    const rows = rowsFor(70);
    const view = await validatedFrom(csvOf(rows));
    assert.deepEqual(view.counts, { valid: 70, invalid: 0, issued: 0, refused: 0 });
    assert.deepEqual(view.encoding, { read: 'utf-8' });
    await refusedAs('IMPORT_MISMATCH', () => post(view.import, 'issue', { rows: 69 }));
    await post(view.import, 'issue', { rows: 70 });
    const done = await until(view.import, 'done');
    assert.deepEqual(done.counts, { valid: 0, invalid: 0, issued: 70, refused: 0 });
    assert.deepEqual([done.done, done.total], [70, 70]);
    await refusedAs('IMPORT_STATE', () => post(view.import, 'issue', { rows: 70 }));
    await refusedAs('IMPORT_STATE', () => post(view.import, 'cancel'));

    const results = await rowsOf(view.import, '?limit=1000');
    assert.deepEqual(
      results.map(({ row }) => row),
      rows.map((_, i) => i + 2),
    );
    assert.equal(new Set(results.map(({ certificate }) => certificate)).size, 70);
    const desk = deskOf(instance, 'gd');
    for (const { certificate } of results) {
      const kept = (await desk.files.get(certificate!))!.value.issued!;
      const own = await desk.proofs.ofCredential(kept.credential);
      assert.deepEqual(
        own.proofs.map(({ cryptosuite }) => cryptosuite),
        ['eddsa-jcs-2022', 'sm2-jcs-2026'],
      );
      assert.equal(kept.digest, toBase64url(sm3OfJson(desk, kept.credential)));
    }
    const last = results.at(-1)!.certificate!;
    const record = await recordOf(desk, last);
    assert.equal(record?.state, 'VALID');
    assert.match(record.holder, /^h-gd-[0-9a-f]{24}$/);
    const file = (await desk.files.get(last))!.value;
    const { credential } = file.issued!;
    assert.equal((credential['credentialSubject'] as JsonObject)['name'], rows.at(-1)!.person.name);
    assert.equal((credential['proof'] as JsonObject[]).length, 2);
    const log = instance.running.composed.composition.organisations.find(({ id }) => id === 'gd')!.services;
    for (;;) {
      const proof = await log.evidenceLog.prove('certificate/issued', last).catch((error: unknown) => {
        assert.match((error as { code: string }).code, /LOG_PROOF_PENDING|NOT_FOUND/);
      });
      if (proof !== undefined) break;
      await setTimeout(50);
    }
    assert.equal(await framesOf(instance, view.import), 0);
    assert.deepEqual(await named(instance, view.import, rows), []);
  });

  it('takes GB 18030 as such, and NDJSON', async () => {
    const [row] = rowsFor(1);
    const cells = lineOf(row!, { name: '', occupation: '', level: '3', assessor: '' }).split(',');
    // 姓名 … 张三, 电工, 评价, by iconv.
    const [zhang, dian, ping] = ['d5c5c8fd', 'b5e7b9a4', 'c6c0bcdb'].map((hex) => Buffer.from(hex, 'hex'));
    const gb: (string | Uint8Array)[] = [...cells];
    [gb[0], gb[2], gb[4]] = [zhang!, dian!, ping!];
    const heading =
      'name,citizenNumber,occupation,level,assessor.name,assessor.uscc,certificateNo,issuedOn\n';
    const parts = gb.flatMap((cell, i) => [...(i > 0 ? [','] : []), cell]);
    const bytes = Buffer.concat([heading, ...parts].map((part) => Buffer.from(part as string)));
    const view = await validatedFrom(bytes);
    assert.deepEqual([view.encoding, view.counts.valid], [{ read: 'gb18030' }, 1]);
    await post(view.import, 'issue', { rows: 1 });
    await until(view.import, 'done');
    const [issued] = await rowsOf(view.import, '?outcome=issued');
    const { credential } = (await deskOf(instance, 'gd').files.get(issued!.certificate!))!.value.issued!;
    const { name, occupation } = credential['credentialSubject'] as JsonObject;
    assert.deepEqual([name, occupation], ['张三', '电工']);

    const claims = { ...said({ person: row!.person }), certificateNo: rowsFor(1)[0]!.number };
    const ndjson = Buffer.from(JSON.stringify(claims) + '\n');
    const other = await validatedFrom(ndjson, 'application/x-ndjson; charset=utf-8');
    assert.deepEqual([other.format, other.counts.valid], ['ndjson', 1]);
    assert.equal((await post(other.import, 'cancel')).state, 'cancelled');
  });

  it('says of each bad row what is wrong where, and never a value', async () => {
    const rows = rowsFor(12);
    const issued = await validatedFrom(csvOf(rows.slice(0, 1)));
    await post(issued.import, 'issue', { rows: 1 });
    await until(issued.import, 'done');
    const holder = await enrolHolder(instance, 'gd');
    const bad: [Partial<Record<string, string>>, string, string][] = [
      [{ name: '=1+1' }, 'name', 'ROW_FORMULA'],
      [{ citizenNumber: '440000199202299033' }, 'citizenNumber', 'CITIZEN_NUMBER_INVALID'],
      [{ uscc: '91440000TX0000618Y' }, 'assessor.uscc', 'USCC_INVALID'],
      [{ level: '九级' }, 'level', 'VALUE_INVALID'],
      [{ occupation: '' }, 'occupation', 'MEMBER_MISSING'],
      [{ number: rows[0]!.number }, 'certificateNo', 'CERTIFICATE_NUMBER_EXISTS'],
      [{ number: rows[11]!.number }, 'certificateNo', 'NUMBER_DOUBLED'],
      [{ issuedOn: '2020-01-01' }, 'issuedOn', 'CERTIFICATE_DATES'],
      [{ issuedOn: '2199-01-01' }, 'issuedOn', 'DATE_IN_FUTURE'],
      [{ citizenNumber: holder.person.citizenNumber }, 'name', 'HOLDER_MISMATCH'],
    ];
    const lines = bad.map(([change], i) => lineOf(rows[i + 1]!, change));
    lines.splice(0, 0, lineOf(rows[11]!));
    const view = await validatedFrom(Buffer.from([HEADING, ...lines].join('\n')));
    assert.deepEqual(view.counts, { valid: 1, invalid: 10, issued: 0, refused: 0 });
    assert.deepEqual(
      (await rowsOf(view.import, '?outcome=invalid')).map(({ row, faults }) => [row, faults]),
      bad.map(([, field, code], i) => [i + 3, [{ field, code }]]),
    );
    assert.deepEqual(
      view.report.map(({ code, rows: count, first }) => [code, count, first]),
      bad.map(([, , code], i) => [code, 1, [i + 3]]),
    );
    const [page] = await rowsOf(view.import, '?after=3&limit=1');
    assert.equal(page?.row, 4);
    const report = new TextDecoder().decode(
      await official.download(`${PATH}/${view.import}/report`, 'certificate'),
    );
    assert.ok(report.includes('3,invalid,,name,ROW_FORMULA'));
    for (const { person, number } of rows) {
      assert.ok(!report.includes(person.citizenNumber) && !report.includes(number));
      assert.ok(!JSON.stringify(view).includes(person.name));
    }
    assert.deepEqual((await post(view.import, 'cancel')).state, 'cancelled');
    assert.equal(await framesOf(instance, view.import), 0);
    assert.deepEqual(await named(instance, view.import, rows), []);
  });

  it('that is none fails with its code and leaves nothing: IMPORT_ENCODING, IMPORT_COLUMNS, IMPORT_MALFORMED, IMPORT_EMPTY', async () => {
    const files: [Uint8Array, string, string][] = [
      [csvOf(rowsFor(1)), 'text/csv; charset=gb18030', 'IMPORT_ENCODING'],
      [Buffer.from('姓名,别的\n张三,x'), 'text/csv', 'IMPORT_COLUMNS'],
      [Buffer.from(`${HEADING}\n"open`), 'text/csv', 'IMPORT_MALFORMED'],
      [Buffer.from(HEADING), 'text/csv', 'IMPORT_EMPTY'],
      [new Uint8Array(), 'application/x-ndjson', 'IMPORT_EMPTY'],
    ];
    for (const [bytes, type, code] of files) {
      const { import: name } = await handIn(bytes, type);
      let view = await read(name);
      while (view.state === 'validating') view = await read(name);
      assert.deepEqual([view.state, view.code, view.rows], ['failed', code, 0]);
      assert.deepEqual(await rowsOf(name), []);
      assert.equal(await framesOf(instance, name), 0);
    }
  });

  it('is the province’s own officials’, of a type that there is', async () => {
    const { client } = await assessorOf(instance);
    const bytes = csvOf(rowsFor(1));
    await refusedAs('ROLE_FORBIDDEN', () =>
      client.postBytes(SKILL, 'certificate', bytes, importView, 'text/csv'),
    );
    const shanghai = await officialOf(instance, 'sh');
    await refusedAs('IMPORT_UNKNOWN', () => shanghai.get(`${PATH}/imp-1`, 'certificate', importView));
    await refusedAs('CREDENTIAL_INVALID', () => handIn(bytes, 'text/csv', `${PATH}?type=no-such-type`));
    await refusedAs('CONTENT_TYPE_UNSUPPORTED', () => handIn(bytes, 'text/csv; charset=big5'));
  });

  it('stands in a list, the latest first, page by page', async () => {
    const { imports, next } = await official.get(PATH, 'certificate', importList);
    assert.ok(imports.length > 3 && next === undefined);
    const times = imports.map(({ createdAt }) => createdAt);
    assert.deepEqual(times, times.toSorted().toReversed());
    const names: string[] = [];
    for (let after = ''; ;) {
      const page = await official.get(`${PATH}?limit=2${after}`, 'certificate', importList);
      names.push(...page.imports.map((each) => each.import));
      if (page.next === undefined) break;
      assert.equal(page.imports.length, 2);
      after = `&after=${page.next}`;
    }
    assert.deepEqual(
      names,
      imports.map((each) => each.import),
    );
  });

  it('of a type for which the province is not accredited fails, and keeps nothing', async () => {
    const [row] = rowsFor(1, 90_000);
    const claims = {
      name: row!.person.name,
      citizenNumber: row!.person.citizenNumber,
      series: '工程',
      qualification: '工程师',
      titleLevel: 'intermediate',
      passedOn: today(),
      certificateNo: `T${String(Date.now())}`,
    };
    const bytes = Buffer.from(JSON.stringify(claims));
    const path = `${PATH}?type=professional-title`;
    const { import: name } = await handIn(bytes, 'application/x-ndjson', path);
    const view = await until(name, 'validated');
    assert.equal(view.counts.valid, 1);
    await post(name, 'issue', { rows: 1 });
    let after = await read(name);
    while (after.state === 'issuing') after = await read(name);
    assert.deepEqual([after.state, after.code, after.counts.issued], ['failed', 'ISSUER_NOT_ACCREDITED', 0]);
    const desk = deskOf(instance, 'gd');
    assert.deepEqual((await desk.people.get(desk.personKey(claims.citizenNumber)))?.value.certificates, []);
  });

  it('reaches a person who comes later: the identifier that was reserved is theirs and nobody else’s', async () => {
    const [row, other] = rowsFor(2, 95_000);
    const view = await validatedFrom(csvOf([row!]));
    await post(view.import, 'issue', { rows: 1 });
    await until(view.import, 'done');
    const directory = join(instance.directory, 'test-clients', randomUUID());
    const keystore = await Keystore.open(directory, 'a passphrase of this test');
    const authority = instance.running.troupe.addressOf('identity-authority');
    const place = { keystore, authority, gateway: baseOf(instance, 'gd'), ledger: LEDGER, province: 'gd' };
    const about = ({ name, citizenNumber }: SyntheticPerson) => ({ name, citizenNumber });
    const come = (person: SyntheticPerson, there = place) =>
      takeReserved({ ...there, clock: () => new Date() }, about(person));
    assert.equal(await come(other!.person), undefined);

    const reserved = (await deskOf(instance, 'gd').files.get((await rowsOf(view.import))[0]!.certificate!))!
      .value.holder;
    const thief = await attest(keystore, authority, about(other!.person), 'credential', 'gd', reserved);
    const body = { attestation: thief.attestation, binding: thief.binding.body };
    await refusedAs('HOLDER_MISMATCH', () =>
      official.post('/api/v1/e-certificates/holders/reserved', 'certificate', body, reservedAnswer),
    );
    await refusedAs('IDENTIFIER_RESERVED', () =>
      bind(keystore, place.gateway, LEDGER, thief, new Date().toISOString()),
    );

    const own = await Keystore.open(join(directory, 'own'), 'a passphrase of this test');
    const attestation = await come(row!.person, { ...place, keystore: own });
    assert.equal(attestation?.body.identifier, reserved);
    const holder = await connect(instance, own, reserved, 'gd');
    await wallet.introduce(holder, attestation);
    const [held] = await wallet.fetchCertificates(holder);
    assert.deepEqual([held?.state, held?.provenance], ['VALID', 'issued']);
    assert.equal(await come(row!.person), undefined);
  });

  describe('of an assessor, with its own keys', () => {
    let issuer: wallet.Issuer;
    before(async () => void (issuer = await assessorOf(instance)));
    const rowOf = ({ person, number }: FileRow): wallet.BatchRow => ({
      certificate: `v-${randomUUID()}`,
      issuedOn: today(),
      person: { name: person.name, citizenNumber: person.citizenNumber },
      claims: said({ person }, { certificateNo: number }),
    });
    const batchOf = (rows: readonly wallet.BatchRow[], change: Partial<wallet.Batch> = {}): wallet.Batch => ({
      batch: `b-${randomUUID()}`,
      type: 'vocational-skill-level',
      region: '44',
      rows,
      ...change,
    });
    const changed = async (
      batch: wallet.Batch,
      change: (body: BatchIssuingRequest) => void,
    ): Promise<void> => {
      const client = Object.assign(Object.create(issuer.client) as typeof issuer.client, {
        post: (path: string, purpose: 'certificate', body: never, answer: never) => {
          if (path.endsWith('/batches')) change(body);
          return issuer.client.post(path, purpose, body, answer);
        },
      });
      await wallet.issueBatch({ ...issuer, client }, batch);
    };

    it('are on the ledger together, each like any other and about whom it is', async () => {
      const people = rowsFor(5, 98_000);
      const batch = batchOf(people.map(rowOf));
      const credentials = await wallet.issueBatch(issuer, batch);
      const desk = deskOf(instance, 'gd');
      for (const [i, { certificate }] of batch.rows.entries()) {
        const record = await recordOf(desk, certificate);
        assert.deepEqual(
          [record?.issuer, record?.province, record?.state],
          [issuer.identifier, 'gd', 'VALID'],
        );
        const person = desk.personKey(people[i]!.person.citizenNumber);
        assert.equal((await desk.holders.get(person))?.value.identifier, record?.holder);
        assert.deepEqual((await desk.people.get(person))?.value.certificates, [certificate]);
        assert.equal((await desk.proofs.ofCredential(credentials[i])).by, issuer.identifier);
        assert.deepEqual((await desk.files.get(certificate))?.value.issued?.credential, credentials[i]);
      }
      // The same names with other signatures are other certificates.
      await refusedAs('CERTIFICATE_EXISTS', () => wallet.issueBatch(issuer, batch));
      const [first] = batch.rows;
      assert.deepEqual((await desk.files.get(first!.certificate))?.value.issued?.credential, credentials[0]);
    });

    it('are none outside its accreditation: type, region, period', async () => {
      const row = rowOf(rowsFor(1, 98_100)[0]!);
      const outside: [Partial<wallet.Batch>, string][] = [
        [{ type: 'professional-title' }, 'ISSUER_NOT_ACCREDITED'],
        [{ region: '31' }, 'NOT_ISSUING_PROVINCE'],
        [{ rows: [{ ...row, issuedOn: '2001-01-01' }] }, 'ISSUER_NOT_ACCREDITED'],
      ];
      for (const [change, code] of outside)
        await refusedAs(code, () => wallet.issueBatch(issuer, batchOf([row], change)));
      assert.equal(await deskOf(instance, 'gd').files.get(row.certificate), undefined);
    });

    it('are all or none: what is wrong with one keeps the others back', async () => {
      const [one, two, three] = rowsFor(3, 98_200);
      const desk = deskOf(instance, 'gd');
      const holder = await enrolHolder(instance, 'gd');
      const rows = [rowOf(one!), rowOf(two!)];
      const doubled = [rows[0]!, rowOf({ ...three!, number: one!.number })];
      await refusedAs('CERTIFICATE_NUMBER_EXISTS', () => wallet.issueBatch(issuer, batchOf(doubled)));
      const other = {
        ...rowOf(two!),
        person: { ...rows[1]!.person, citizenNumber: holder.person.citizenNumber },
      };
      await refusedAs('HOLDER_MISMATCH', () => wallet.issueBatch(issuer, batchOf([rows[0]!, other])));
      const alterations: [string, (request: BatchIssuingRequest) => void][] = [
        [
          'CREDENTIAL_PROOF_INVALID',
          ({ certificates }) => void Object.assign(certificates[1]!.credential, { name: 'x' }),
        ],
        [
          'COMMITMENT_MISMATCH',
          ({ certificates }) => void (certificates[1]!.opening = certificates[0]!.opening),
        ],
        ['CREDENTIAL_MISMATCH', ({ certificates }) => void certificates.reverse()],
        ['CREDENTIAL_MISMATCH', ({ issuing }) => void (issuing.body.certificates[1]!.status.index += 1)],
        ['SIGNATURE_INVALID', ({ issuing }) => void (issuing.body.batch = `b-${randomUUID()}`)],
      ];
      for (const [code, change] of alterations) await refusedAs(code, () => changed(batchOf(rows), change));
      for (const { certificate, person } of rows) {
        assert.equal((await desk.files.get(certificate))?.value.issued, undefined);
        const theirs = await desk.people.get(desk.personKey(person.citizenNumber));
        assert.deepEqual(theirs?.value.certificates ?? [], []);
      }
      await wallet.issueBatch(issuer, batchOf(rows));
    });
  });

  it('is of any of the ten types', async () => {
    const [row] = rowsFor(1, 97_000);
    const all = Object.entries(subjectsOf(row!.person, '00000001'));
    assert.equal(all.length, 10);
    for (const [type, subject] of all) {
      if (type !== 'vocational-skill-level') await accredited(type);
      const bytes = Buffer.from(JSON.stringify(subject));
      const { import: name } = await handIn(bytes, 'application/x-ndjson', `${PATH}?type=${type}`);
      const view = await until(name, 'validated');
      assert.equal(view.counts.valid, 1, `${type}: ${JSON.stringify(await rowsOf(name))}`);
      await post(name, 'issue', { rows: 1 });
      assert.equal((await until(name, 'done')).counts.issued, 1, type);
    }
    const desk = deskOf(instance, 'gd');
    const person = await desk.people.get(desk.personKey(row!.person.citizenNumber));
    assert.equal(person?.value.certificates.length, 10);
  });
});
