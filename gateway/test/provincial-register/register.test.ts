import { searchAnswer } from '@renxin/wallets/api';
import * as wallet from '@renxin/wallets/e-certificate';
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { heldOnly } from '../../src/certificates/held-elsewhere.js';
import { start } from '../../src/commands/serve.js';
import { loadConfig } from '../../src/config.js';
import type { Log } from '../../src/log/log.js';
import {
  openRegisters,
  RegisterUnavailable,
  type ProvincialRegister,
} from '../../src/provincial-register/index.js';
import {
  application,
  assessorOf,
  deskOf,
  enrolHolder,
  officialOf,
  said,
  type TestHolder,
} from '../certificates/stage.js';
import { openInstance, type Instance } from '../story/instance.js';
import { programs, startServer, type Server } from './server.js';

const title = 'a province’s own database';
const PASSWORD = 'of this test alone';
/** Synthetic; the last with the letter in lower case, as systems have it. */
const [ONE, MANY, TORN, LETTER] = [
  '310000199001019015',
  '510000198506159024',
  '330000198811119041',
  '11010519491231002X',
];

/** A system of a province as it might be: its own names, types and codes, and Chinese ones. */
const SYSTEM = `
  CREATE SCHEMA skills;
  CREATE TABLE skills."证书" (
    sfzh char(18) NOT NULL, zsbh text, fzrq date, yxq timestamp, zt smallint, note text
  );
  CREATE INDEX ON skills."证书" (sfzh);
  INSERT INTO skills."证书" VALUES
    ('${ONE}', 'S000000000000000000001', '2015-06-01', NULL, 1, 'x'),
    ('${ONE}', 'S000000000000000000002', '2016-07-02', '2031-07-01 00:00:00', 4, NULL),
    ('${LETTER.toLowerCase()}', 'S000000000000000000003', '2017-01-31', NULL, 1, NULL),
    ('${TORN}', 'S000000000000000000004', '2017-01-31', NULL, 1, NULL),
    ('${TORN}', 'S000000000000000000005', '2017-01-31', NULL, 9, NULL),
    ('${TORN}', NULL, '2017-01-31', NULL, 1, NULL),
    ('${TORN}', repeat('9', 5000), '2017-01-31', NULL, 1, NULL);
  INSERT INTO skills."证书" SELECT '${MANY}', 'S' || i, '2018-01-01', NULL, 1, NULL FROM generate_series(1, 20) AS i;
  CREATE TABLE titles (id text, no text, given text);
  INSERT INTO titles VALUES ('${ONE}', 'T-1', '20191130'), ('${LETTER}', 'T-2', '2019-02-30');
  CREATE VIEW slow AS SELECT id, no, given FROM titles, pg_sleep(5);
  CREATE ROLE reader LOGIN PASSWORD '${PASSWORD}';
  GRANT USAGE ON SCHEMA skills TO reader;
  GRANT SELECT ON skills."证书", titles, slow TO reader;
  CREATE ROLE writer LOGIN PASSWORD '${PASSWORD}';
  GRANT USAGE ON SCHEMA skills TO writer;
  GRANT SELECT, INSERT ON skills."证书" TO writer;
  GRANT SELECT ON titles TO writer;
`;

describe(
  programs === undefined ? `skipped: ${title} — PostgreSQL not found (npm run interop:setup)` : title,
  function () {
    this.timeout(120_000);
    let server: Server;
    let directory: string;
    const opened: ProvincialRegister[] = [];
    const lines: unknown[] = [];
    const note = (fields: unknown, phrase: string): void => void lines.push([fields, phrase]);
    const log: Log = { info: note, warn: note, error: note };

    before(async function () {
      if (programs === undefined) return this.skip();
      directory = await mkdtemp(join(tmpdir(), 'renxin-register-'));
      await writeFile(join(directory, 'password'), `${PASSWORD}\n`, { mode: 0o600 });
      server = await startServer(PASSWORD);
      await server.administer(SYSTEM);
    });
    after(async () => {
      for (const register of opened) await register.close();
      await (server as Server | undefined)?.stop();
      if (programs !== undefined) await rm(directory, { recursive: true, force: true });
    });

    const skills = {
      type: 'vocational-skill-level',
      schema: 'skills',
      table: '证书',
      columns: { citizenNumber: 'sfzh', number: 'zsbh', issuedOn: 'fzrq', validUntil: 'yxq', state: 'zt' },
      states: { 1: '01', 4: '04' },
    };
    const titles = {
      type: 'professional-title',
      table: 'titles',
      columns: { citizenNumber: 'id', number: 'no', issuedOn: 'given' },
    };
    const settings = (change: object = {}, certificates: readonly object[] = [skills, titles]) => ({
      schema: 1,
      registers: {
        gd: {
          kind: 'postgresql',
          host: '127.0.0.1',
          port: server.port,
          database: 'postgres',
          user: 'reader',
          passwordFile: join(directory, 'password'),
          timeout: 10_000,
          certificates,
          ...change,
        },
      },
    });
    async function fileOf(content: object): Promise<string> {
      const file = join(directory, 'registers.json');
      await writeFile(file, JSON.stringify(content));
      return file;
    }
    async function open(change: object = {}, certificates?: readonly object[]): Promise<ProvincialRegister> {
      const registers = await openRegisters(await fileOf(settings(change, certificates)), ['gd'], log);
      const register = registers.get('gd');
      assert.ok(register);
      opened.push(register);
      return register;
    }
    const code = async (asked: Promise<unknown>): Promise<string> => {
      try {
        await asked;
      } catch (error) {
        assert.ok(error instanceof RegisterUnavailable, String(error));
        assert.ok(!JSON.stringify([error.message, error.state, error.stack]).includes(ONE));
        return error.code;
      }
      return 'ANSWERED';
    };

    it('is read by the names, types and codes that it has', async () => {
      const register = await open();
      const { certificates, unreadable } = await register.ofPerson(ONE);
      assert.equal(unreadable, 0);
      assert.deepEqual(
        new Map(certificates.map(({ number, ...told }) => [number, told])),
        new Map<string, object>([
          [
            'S000000000000000000001',
            { type: 'vocational-skill-level', issuedOn: '2015-06-01', nationalState: '01' },
          ],
          [
            'S000000000000000000002',
            {
              type: 'vocational-skill-level',
              issuedOn: '2016-07-02',
              validUntil: '2031-07-01',
              nationalState: '04',
            },
          ],
          ['T-1', { type: 'professional-title', issuedOn: '2019-11-30' }],
        ]),
      );
      assert.deepEqual(await register.ofPerson('440000199202299032'), { certificates: [], unreadable: 0 });
    });

    it('has the last letter in either case; rows that cannot be read are counted, never guessed', async () => {
      const register = await open();
      const letter = await register.ofPerson(LETTER);
      assert.deepEqual(
        letter.certificates.map(({ number }) => number),
        ['S000000000000000000003'],
      );
      assert.equal(letter.unreadable, 1);
      const torn = await register.ofPerson(TORN);
      assert.deepEqual(
        torn.certificates.map(({ number }) => number),
        ['S000000000000000000004'],
      );
      assert.equal(torn.unreadable, 3);
    });

    it('takes what is asked for a value and nothing else', async () => {
      const register = await open();
      for (const hostile of [`' OR '1'='1`, `'; DROP TABLE titles; --`, '%', '\u0000'])
        assert.ok(['ANSWERED', 'REGISTER_REFUSED'].includes(await code(register.ofPerson(hostile))));
      assert.equal((await register.ofPerson(ONE)).certificates.length, 3);
    });

    it('gives no part of an answer: too many rows, too late, away', async () => {
      assert.equal(await code((await open({ rows: 19 })).ofPerson(MANY)), 'REGISTER_TOO_MANY');
      assert.equal((await (await open({ rows: 20 })).ofPerson(MANY)).certificates.length, 20);
      const slow = await open({ timeout: 300 }, [titles, { ...titles, table: 'slow' }]);
      assert.equal(await code(slow.ofPerson(ONE)), 'REGISTER_TIMEOUT');
      assert.equal(await code((await open({ port: 1 })).ofPerson(ONE)), 'REGISTER_UNREACHABLE');
      assert.equal(await code((await open({ user: 'nobody' })).ofPerson(ONE)), 'REGISTER_REFUSED');
      assert.equal(
        await code((await open({}, [{ ...titles, table: 'gone' }])).ofPerson(ONE)),
        'REGISTER_REFUSED',
      );
      const column = { ...titles, columns: { ...titles.columns, number: 'gone' } };
      assert.equal(await code((await open({}, [column])).ofPerson(ONE)), 'REGISTER_REFUSED');
    });

    it('leaves a code in the log and nothing else', async () => {
      const register = await open({}, [{ ...titles, table: 'gone' }]);
      const desk = { register, organisation: 'gd', log };
      assert.deepEqual(await heldOnly(desk, ONE, new Set()), { register: 'unavailable' });
      const fault = { name: 'SQLSTATE', code: '42P01', frames: [] };
      const fields = { organisation: 'gd', code: 'REGISTER_REFUSED', fault };
      assert.deepEqual(lines.at(-1), [fields, 'the province’s database did not answer']);
    });

    it('is not asked with an account that may write', async () => {
      assert.equal(await code((await open({ user: 'writer' })).ofPerson(ONE)), 'REGISTER_WRITABLE');
      assert.equal(await code((await open({ user: 'administrator' })).ofPerson(ONE)), 'REGISTER_WRITABLE');
    });

    it('is described by a file that holds, or nothing starts', async () => {
      const refusedAs = async (content: object | string, expected: string): Promise<void> => {
        const file = join(directory, 'wrong.json');
        await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
        await assert.rejects(openRegisters(file, ['gd'], log), { code: expected });
      };
      await refusedAs('no JSON', 'REGISTERS_FILE_INVALID');
      await refusedAs(settings({ host: '10.1.2.3' }), 'REGISTERS_FILE_INVALID');
      await refusedAs(settings({ password: 'in the clear' }), 'REGISTERS_FILE_INVALID');
      await refusedAs(settings({ timeout: 10_001 }), 'REGISTERS_FILE_INVALID');
      await refusedAs(
        settings({}, [{ ...titles, table: 'titles"; DROP TABLE titles' }]),
        'REGISTERS_FILE_INVALID',
      );
      await refusedAs(settings({}, [{ ...titles, type: 'no-such-type' }]), 'REGISTERS_FILE_INVALID');
      await refusedAs(settings({}, [{ ...skills, states: undefined }]), 'REGISTERS_FILE_INVALID');
      await refusedAs({ schema: 1, registers: { zz: settings().registers.gd } }, 'REGISTER_PROVINCE_UNKNOWN');
      await refusedAs(settings({ passwordFile: join(directory, 'nothing') }), 'REGISTER_FILE_MISSING');
      await assert.rejects(openRegisters(join(directory, 'nothing.json'), ['gd'], log), {
        code: 'REGISTERS_FILE_MISSING',
      });
      const config = loadConfig({
        RENXIN_DATA: join(directory, 'data'),
        RENXIN_PORT: '0',
        RENXIN_LOG_LEVEL: 'silent',
        RENXIN_REGISTERS: join(directory, 'nothing.json'),
      });
      await assert.rejects(start(config), { code: 'REGISTERS_FILE_MISSING' });
    });

    describe('behind the one query of a citizen', () => {
      let instance: Instance;
      let holder: TestHolder;
      before(async function () {
        if (programs === undefined) return this.skip();
        const RENXIN_REGISTERS = await fileOf(settings({ timeout: 1200 }));
        instance = await openInstance(undefined, { RENXIN_REGISTERS });
        holder = await enrolHolder(instance, 'gd');
      });
      after(() => (instance as Instance | undefined)?.stop());
      /** Asks again until it is so: a province has a second and a half, which a busy machine may not give. */
      const askUntil = async (isSo: (answer: Awaited<ReturnType<typeof ask>>) => boolean) => {
        for (;;) {
          const answer = await ask();
          if (isSo(answer)) return answer;
          await setTimeout(100);
        }
      };
      const ask = async () => {
        const { partial, missing, results } = await wallet.queryEverywhere(holder, holder.attestation);
        const [gd, sh] = ['gd', 'sh'].map((id) => results.find(({ province }) => province === id));
        return { partial, missing, gd, sh };
      };
      const put = (table: string, number: string, day: string) => {
        const more = table === 'titles' ? '' : ', NULL, 1, NULL';
        const { citizenNumber } = holder.person;
        return server.administer(
          `INSERT INTO ${table} VALUES ('${citizenNumber}', '${number}', '${day}'${more})`,
        );
      };

      it('what only the province’s system holds is told as that; what is anchored is told once', async () => {
        const claims = said(holder);
        const about = application(holder);
        await wallet.issueCertificate(await assessorOf(instance), about, claims);
        await put('skills."证书"', claims['certificateNo'] as string, about.issuedOn);
        await put('titles', 'T-OLD', '2012-03-04');
        const { gd, sh } = await askUntil(({ partial }) => !partial);
        assert.ok(gd);
        assert.deepEqual([gd.register, gd.unreadable], ['asked', undefined]);
        assert.deepEqual(
          gd.certificates.map(({ certificate }) => certificate),
          [about.certificate],
        );
        assert.deepEqual(gd.held, [{ type: 'professional-title', issuedOn: '2012-03-04', anchored: false }]);
        assert.deepEqual(
          [sh?.register, sh?.held],
          [undefined, undefined],
          'a province without a database says nothing of one',
        );
      });

      it('an official who searches the person is told the same, with the numbers, and the look is kept', async () => {
        const official = await officialOf(instance, 'gd');
        const request = { by: 'person', citizenNumber: holder.person.citizenNumber, purpose: 'service' };
        const path = '/api/v1/e-certificates/searches';
        for (;;) {
          const answer = await official.post(path, 'certificate', request, searchAnswer);
          if (answer.register !== 'asked') continue;
          assert.equal(answer.certificates.length, 1);
          assert.deepEqual(answer.held, [
            { type: 'professional-title', number: 'T-OLD', issuedOn: '2012-03-04', anchored: false },
          ]);
          const { records } = await deskOf(instance, 'gd').lookUps.list({ prefix: 'register-', limit: 10 });
          assert.deepEqual([records[0]?.value.by, records[0]?.value.purpose], ['gd', 'service']);
          return;
        }
      });

      it('a row that cannot be read, and a database that is away, make the answer partial', async () => {
        await put('titles', 'T-TORN', 'some day');
        const torn = await askUntil((answer) => answer.gd?.register === 'asked');
        assert.deepEqual([torn.partial, torn.gd?.unreadable], [true, 1]);
        await server.stop();
        const { partial, gd } = await askUntil(({ missing }) => missing.length === 0);
        assert.ok(gd);
        assert.deepEqual([partial, gd.register, gd.held], [true, 'unavailable', undefined]);
        assert.equal(gd.certificates.length, 1, 'what is on the ledger is told all the same');
      });
    });
  },
);
