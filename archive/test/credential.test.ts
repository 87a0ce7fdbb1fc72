import { canonicalBytes, type Json, type JsonObject } from '@renxin/chaincode/canonical';
import { identifiers } from '@renxin/chaincode/contracts';
import type { Credential } from '@renxin/credentials/credential';
import assert from 'node:assert/strict';
import {
  openTrust,
  signTrust,
  verify,
  type NamedFile,
  type Report,
  type VerifyOptions,
} from '../src/verify/index.js';
import {
  decide,
  didOf,
  issued,
  issuerOf,
  lists,
  NOW,
  shown,
  tellCredentialStory,
  trust,
  type CredentialStory,
} from './credential-story.js';
import { activation, newSigner, provider, seeded } from './pki.js';

describe('verify: credentials, presentations and status lists', function () {
  this.timeout(60_000);
  let story: CredentialStory;
  let trusted: Uint8Array;
  let credential: Credential;

  before(async () => {
    story = await tellCredentialStory();
    trusted = await trust(story);
    credential = await issued(story);
  });
  after(() => story.test.close());

  it('a credential is valid by the trust file alone, and its state unknown', async () => {
    const report = await examine(credential);
    assert.deepEqual([report.kind, report.verdict, report.state], ['credential', 'valid', null]);
    assert.deepEqual(codesOf(report), [
      'TRUST_OK',
      'CREDENTIAL_OK',
      'ISSUER_KNOWN',
      'CREDENTIAL_PROOFS_OK',
      'SCHEMA_OK',
      'ISSUER_ACCREDITED',
      'VALIDITY_OK',
      'STATUS_NOT_INCLUDED',
    ]);
    const proven = report.proven.map(({ code }) => code);
    assert.deepEqual(proven, ['CREDENTIAL_ISSUED', 'ISSUER_WAS_ACCREDITED']);
    const open = report.notProven.map(({ code }) => code);
    for (const code of ['CONTENT_TRUTH', 'ISSUE_TIME_CLAIMED', 'NO_RELIABLE_SIGNATURE_CLAIM']) {
      assert.ok(open.includes(code as (typeof open)[number]), code);
    }
    const evidence = JSON.stringify(report.steps.map((step) => step.evidence));
    assert.ok(
      !evidence.includes('演示人员') && !evidence.includes('310000199001019015'),
      'personal data in evidence',
    );
  });

  it('says in which other provinces it counts, by the rules of the trust file on the day', async () => {
    const shanghai = { ...(await issuerOf(story, 'guangdong')), id: 'sh', name: '上海', region: '31' };
    const issuers = [
      ...(openTrust(trusted, provider).trust.issuers ?? []),
      { ...shanghai, accreditations: [] },
    ];
    const rule = {
      id: 'rec-1',
      by: 'sh',
      of: 'guangdong',
      type: 'vocational-skill-level',
      from: '2026-01-01',
      until: '2026-12-31',
    };
    const by = async (change: object) => {
      const changed = await trust(story, { issuers, recognitions: [{ ...rule, ...change }] });
      const report = await examine(credential, {}, { trust: changed });
      assert.equal(report.verdict, 'valid');
      const step = report.steps.find((each) => each.step === 'recognition');
      return [step?.code, step?.outcome, step?.evidence['recognisedBy']];
    };
    const counts = ['RECOGNISED_ELSEWHERE', 'pass', [{ id: 'sh', name: '上海' }]];
    for (const change of [{}, { by: 'ministry' }, { levels: ['3'] }, { withdrawnFrom: '2026-12-01' }])
      assert.deepEqual(await by(change), counts, JSON.stringify(change));
    for (const change of [
      { of: 'sh' },
      { type: 'professional-title' },
      { levels: ['1'] },
      { from: '2026-12-01' },
      { until: '2026-01-31' },
      { withdrawnFrom: '2026-02-01' },
    ])
      assert.deepEqual(await by(change), ['RECOGNISED_NOWHERE_ELSE', 'warn', []], JSON.stringify(change));
  });

  it('nobody is believed without a trust file, and an issuer that it does not know is not', async () => {
    assert.equal((await examine(credential, {}, { trust: undefined })).verdict, 'undetermined');
    for (const changes of [{ issuers: [] }, { issuers: [await issuerOf(story, 'guangdong')] }]) {
      const report = await examine(credential, {}, { trust: await trust(story, changes) });
      assert.deepEqual(
        [report.verdict, codeOf(report, 'credential-issuer')],
        ['undetermined', 'ISSUER_UNKNOWN'],
      );
    }
  });

  it('a trust file from before issuers is read as ever', async () => {
    const { issuers: _issuers, ...old } = openTrust(trusted, provider).trust;
    const file = await signTrust(old, story.test.organisations.ministry, activation);
    const report = await examine(credential, {}, { trust: file });
    assert.deepEqual(
      [report.verdict, codeOf(report, 'credential-issuer')],
      ['undetermined', 'ISSUER_UNKNOWN'],
    );
  });

  it('its state is that of the lists beside it', async () => {
    for (const [set, state] of [
      [[], 'VALID'],
      [['suspension'], 'SUSPENDED'],
      [['revocation'], 'REVOKED'],
      [['revocation', 'suspension'], 'REVOKED'],
    ] as const) {
      const report = await examine(credential, { 'c.vc.status.json': await lists(story, set) });
      assert.deepEqual(
        [report.verdict, report.state, report.statusAsOf],
        ['valid', state, '2026-03-04T00:00:00.000Z'],
      );
    }
  });

  it('a list by somebody else, changed, missing or too old is never taken', async () => {
    const all = await lists(story, []);
    const by = await lists(story, [], 'employer');
    assert.equal((await examine(credential, { 'c.vc.status.json': by })).state, 'VALID', 'the issuer’s own');
    const [revocation, suspension] = all as [Credential, Credential];
    const without = await examine(credential, { 'c.vc.status.json': revocation });
    assert.deepEqual([without.verdict, codeOf(without, 'status')], ['undetermined', 'STATUS_NOT_INCLUDED']);
    const changed = { ...revocation, validFrom: '2026-03-04T00:00:01Z' };
    const broken = await examine(credential, { 'c.vc.status.json': [changed, suspension] as Json });
    assert.deepEqual([broken.verdict, codeOf(broken, 'status')], ['invalid', 'STATUS_LIST_INVALID']);
    const few = await trust(story, { issuers: [await issuerOf(story, 'employer')] });
    const foreign = await examine(credential, { 'c.vc.status.json': all }, { trust: few });
    assert.equal(foreign.verdict, 'invalid', 'a province that the trust file does not know');
    const old = await examine(credential, { 'c.vc.status.json': all }, { maxAgeDays: 1 });
    assert.deepEqual([old.verdict, codeOf(old, 'status')], ['undetermined', 'STATUS_TOO_OLD']);
    const recent = await examine(credential, { 'c.vc.status.json': all }, { maxAgeDays: 2 });
    assert.equal(recent.verdict, 'valid');
    const none = await examine(credential, {}, { maxAgeDays: 30 });
    assert.deepEqual([none.verdict, codeOf(none, 'status')], ['undetermined', 'STATUS_NOT_INCLUDED']);
  });

  it('it is of its own period, as of any time', async () => {
    const at = async (asOf: string) => (await examine(credential, {}, { asOf })).state;
    assert.equal(await at('2026-03-01T00:00:00Z'), 'NOT_YET_VALID');
    assert.equal(await at('2029-03-02T00:00:00Z'), 'EXPIRED');
    assert.equal((await examine(credential, {}, { asOf: '2029-03-02T00:00:00Z' })).verdict, 'valid');
  });

  it('an issuer has to be accredited for the type on the day of issue, and not suspended', async () => {
    const good = await issuerOf(story, 'employer');
    const with_ = (changes: Partial<typeof good>) => trust(story, { issuers: [{ ...good, ...changes }] });
    const [accreditation] = good.accreditations;
    assert.ok(accreditation);
    const not = [
      { accreditations: [] },
      { accreditations: [{ ...accreditation, type: 'professional-title' }] },
      { accreditations: [{ ...accreditation, from: '2026-03-03' }] },
      { accreditations: [{ ...accreditation, until: '2026-03-01' }] },
      { accreditations: [{ ...accreditation, withdrawnFrom: '2026-03-02' }] },
      { states: [...good.states, { state: 'suspended' as const, at: '2026-03-02T01:00:00.000Z' }] },
    ];
    for (const changes of not) {
      const report = await examine(credential, {}, { trust: await with_(changes) });
      assert.deepEqual(
        [report.verdict, codeOf(report, 'accreditation')],
        ['invalid', 'ISSUER_NOT_ACCREDITED'],
      );
    }
    const later = { accreditations: [{ ...accreditation, withdrawnFrom: '2026-03-03' }] };
    assert.equal((await examine(credential, {}, { trust: await with_(later) })).verdict, 'valid');
  });

  it('an accreditation that a province gave is good while the province’s own is', async () => {
    const good = await issuerOf(story, 'employer');
    const province = await issuerOf(story, 'guangdong');
    const [held] = good.accreditations;
    assert.ok(held);
    const own = { ...held, id: 'acc-44', regions: ['44'] };
    const given = { ...good, accreditations: [{ ...held, under: own.id }] };
    const day = '2026-03-02T01:00:00.000Z';
    const suspended = [
      { state: 'active' as const, at: '2026-01-01T00:00:00.000Z' },
      { state: 'suspended' as const, at: day },
    ];
    const judge = async (above: Partial<typeof own> | undefined, changes: Partial<typeof province> = {}) => {
      const accreditations = above === undefined ? [] : [{ ...own, ...above }];
      const issuers = [given, { ...province, accreditations, ...changes }];
      const report = await examine(credential, {}, { trust: await trust(story, { issuers }) });
      return codeOf(report, 'accreditation');
    };
    assert.equal(await judge({}), 'ISSUER_ACCREDITED');
    assert.equal(await judge({ withdrawnFrom: '2026-03-03' }), 'ISSUER_ACCREDITED');
    for (const above of [
      undefined,
      { withdrawnFrom: '2026-03-02' },
      { until: '2026-03-01' },
      { states: suspended },
      { regions: ['31'] },
      { type: 'professional-title' },
      { under: 'acc-1' },
    ])
      assert.equal(await judge(above), 'ISSUER_NOT_ACCREDITED');
    assert.equal(await judge({}, { states: suspended }), 'ISSUER_NOT_ACCREDITED');
    assert.equal(await judge({}, { role: 'assessor' }), 'ISSUER_NOT_ACCREDITED');
  });

  it('a trust file of a time before the day of issue cannot say', async () => {
    const issuers = [await issuerOf(story, 'employer'), await issuerOf(story, 'guangdong')];
    const of = async (asOf: string) => {
      const report = await examine(credential, {}, { trust: await trust(story, { issuers, asOf }) });
      return [report.verdict, codeOf(report, 'accreditation')];
    };
    assert.deepEqual(await of('2026-03-01T12:00:00.000Z'), ['undetermined', 'TRUST_BEFORE_ISSUE']);
    assert.deepEqual((await of('2026-03-02T12:00:00.000Z'))[1], 'ISSUER_ACCREDITED');
  });

  it('a key counts for what it signed while it was in force', async () => {
    const good = await issuerOf(story, 'employer');
    const [assertion] = good.assertionKeys;
    assert.ok(assertion);
    const until = (time: string) =>
      trust(story, { issuers: [{ ...good, assertionKeys: [{ ...assertion, until: time }] }] });
    const after = await examine(credential, {}, { trust: await until('2026-03-02T08:00:00.001Z') });
    assert.equal(after.verdict, 'valid');
    const before = await examine(credential, {}, { trust: await until('2026-03-02T08:00:00.000Z') });
    assert.deepEqual([before.verdict, codeOf(before, 'proofs')], ['invalid', 'PROOF_KEY_NOT_IN_FORCE']);
  });

  it('no byte of it can be changed', async () => {
    const bytes = canonicalBytes(credential);
    for (let round = 0; round < 60; round++) {
      const at = (round * 7919) % bytes.length;
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ (1 << (round % 7));
      const [report] = await verify([{ name: 'c.vc.json', bytes: changed }], options());
      assert.notEqual(report?.verdict, 'valid', `byte ${String(at)}`);
    }
  });

  it('a presentation shows who holds the credential', async () => {
    const presentation = await shown(story, credential);
    const holder = await story.test.ledger.proveState(identifiers, 'w-7f3k2m9q');
    const beside = {
      'c.vc.holder.json': holder as unknown as Json,
      'c.vc.status.json': await lists(story, []),
    };
    const report = await examine(presentation, beside);
    assert.deepEqual([report.kind, report.verdict, report.state], ['presentation', 'valid', 'VALID']);
    assert.ok(report.proven.some(({ code }) => code === 'SHOWN_BY_HOLDER'));
    assert.ok(report.notProven.some(({ code }) => code === 'CHALLENGE_NOT_KNOWN'));
    const without = await examine(presentation);
    assert.deepEqual(
      [without.verdict, codeOf(without, 'holder-key')],
      ['undetermined', 'HOLDER_KEY_NOT_INCLUDED'],
    );
    const other = await story.test.ledger.proveState(identifiers, 'employer');
    const wrong = await examine(presentation, { 'c.vc.holder.json': other as unknown as Json });
    assert.deepEqual([wrong.verdict, codeOf(wrong, 'holder-key')], ['invalid', 'HOLDER_KEY_OTHER']);
    const thief = await examine(await shown(story, credential, newSigner(seeded('thief'))), beside);
    assert.deepEqual([thief.verdict, codeOf(thief, 'holder-proof')], ['invalid', 'PROOF_SIGNATURE']);
    const foreign = await issued(story, {
      credentialSubject: {
        ...(credential['credentialSubject'] as JsonObject),
        id: didOf('p-somebody-else'),
      },
    });
    const borrowed = await examine(await shown(story, foreign), beside);
    assert.deepEqual([borrowed.verdict, codeOf(borrowed, 'holder-binding')], ['invalid', 'HOLDER_MISMATCH']);
  });

  it('a status list is verified by itself', async () => {
    const [list] = await lists(story, []);
    const report = await examine(list as Credential, {}, {}, 'list.json');
    assert.deepEqual(
      [report.kind, report.verdict, report.statusAsOf],
      ['status-list', 'valid', '2026-03-04T00:00:00.000Z'],
    );
    const changed = await examine({ ...list, id: 'https://x.example/1' } as Json, {}, {}, 'list.json');
    assert.equal(changed.verdict, 'invalid');
  });

  it('text that is no strict JSON is broken, not unknown', async () => {
    const text = JSON.stringify(credential);
    const cases: Record<string, string> = {
      [text.replace('"level":', '"level":"1","level":')]: 'JSON_MEMBER_REPEATED',
      [text.replace('"level":', '"__proto__":1,"level":')]: 'JSON_MEMBER_FORBIDDEN',
      [`${text}x`]: 'JSON_SYNTAX',
      [text.replace('"level":', '"lev\u0435l":')]: 'TERM_UNDEFINED',
    };
    for (const [changed, code] of Object.entries(cases)) {
      const file = { name: 'c.vc.json', bytes: new TextEncoder().encode(changed) };
      const [report] = await verify([file], options());
      assert.deepEqual(
        [report?.kind, report?.verdict, report && codeOf(report, 'credential')],
        ['credential', 'invalid', code],
      );
    }
    const spaced = {
      name: 'c.vc.json',
      bytes: new TextEncoder().encode(`\n${JSON.stringify(credential, null, 2)}\n`),
    };
    assert.equal((await verify([spaced], options()))[0]?.verdict, 'valid');
  });

  it('a withdrawal on the ledger leaves what was issued before', async () => {
    story.test.clock.now = new Date('2026-03-04T02:00:00.000Z');
    await decide(story.test, {
      kind: 'withdraw-accreditation',
      accreditation: 'acc-1',
      from: '2026-03-04',
      reason: 'test',
    });
    const now = await trust(story);
    assert.equal((await examine(credential, {}, { trust: now })).verdict, 'valid');
    const late = await issued(story, {}, new Date('2026-03-04T08:00:00Z'));
    const report = await examine(late, {}, { trust: now });
    assert.equal(codeOf(report, 'accreditation'), 'ISSUER_NOT_ACCREDITED');
  });

  function options(changes: Partial<VerifyOptions> = {}): VerifyOptions {
    return { provider, now: NOW, trust: trusted, ...changes };
  }

  async function examine(
    value: Json | Credential,
    beside: Readonly<Record<string, unknown>> = {},
    changes: { readonly [K in keyof VerifyOptions]?: VerifyOptions[K] | undefined } = {},
    name = 'c.vc.json',
  ): Promise<Report> {
    const bytes = (json: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(json));
    const companions: NamedFile[] = Object.entries(beside).map(([each, json]) => ({
      name: each,
      bytes: each.includes('holder') ? canonicalBytes(json) : bytes(json),
    }));
    const given = { ...options(), companions, ...changes } as VerifyOptions;
    if ('trust' in changes && changes.trust === undefined) delete (given as { trust?: Uint8Array }).trust;
    const [report] = await verify([{ name, bytes: bytes(value) }], given);
    assert.ok(report);
    return report;
  }
});

function codesOf(report: Report): string[] {
  return report.steps.map(({ code }) => code);
}

function codeOf(report: Report, step: string): string | undefined {
  return report.steps.find((each) => each.step === step)?.code;
}
