import { issueCode, type CodeContent } from '@renxin/credentials/certificate-code';
import { toBase64url } from '@renxin/chaincode/canonical';
import assert from 'node:assert/strict';
import { openTrust, verify, type Report } from '../src/verify/index.js';
import { didOf, issuerOf, tellCredentialStory, trust, type CredentialStory } from './credential-story.js';
import { activation, provider } from './pki.js';

/** A phone without a network: the text of a QR code and a trust file that it brought along. */
describe('verify: the QR code of a certificate', function () {
  this.timeout(60_000);
  const NOW = new Date('2026-03-05T08:00:00.000Z');
  const iat = Math.floor(NOW.getTime() / 1000) - 120;
  let story: CredentialStory;
  let trusted: Uint8Array;

  before(async () => {
    story = await tellCredentialStory();
    trusted = await trust(story);
  });
  after(() => story.test.close());

  function content(change: Partial<CodeContent> = {}): CodeContent {
    const ledger = openTrust(trusted, provider).trust.ledger;
    return {
      iss: didOf('guangdong'),
      iat,
      exp: iat + 3600,
      id: `urn:renxin:${ledger}:certificate:v-1`,
      type: 'vocational-skill-level',
      provenance: 'issued',
      issuer: 'employer',
      region: '440300',
      issuedOn: '2026-03-02',
      claims: { name: '演示人员', level: '3' },
      ...change,
    };
  }

  const codeOf = (change: Partial<CodeContent> = {}, by: 'guangdong' | 'employer' = 'guangdong') =>
    issueCode(content(change), {
      verificationMethod: `${change.iss ?? didOf('guangdong')}#assertion-1`,
      signer: story.assertion[by],
      activation,
    });

  async function judge(text: string, options: object = {}): Promise<Report> {
    const files = [{ name: 'code.txt', bytes: new TextEncoder().encode(text) }];
    const [report] = await verify(files, { provider, now: NOW, trust: trusted, ...options });
    assert.ok(report);
    return report;
  }

  const wrong = (report: Report) =>
    report.steps
      .filter(({ outcome }) => outcome === 'fail' || outcome === 'not-checked')
      .map(({ code }) => code);

  it('is valid by the pinned trust file alone, says how old its status is, and holds in a QR code', async () => {
    const code = await codeOf();
    assert.ok(code.length <= 997, String(code.length));
    const report = await judge(`${code}\n`);
    assert.deepEqual([report.kind, report.verdict, report.state], ['certificate-code', 'valid', 'VALID']);
    assert.equal(report.statusAsOf, new Date(iat * 1000).toISOString());
    const freshness = report.steps.find(({ step }) => step === 'code-freshness');
    assert.equal(freshness?.evidence['secondsOld'], 120);
    const open = report.notProven.map(({ code: statement }) => statement);
    assert.ok(open.includes('CODE_HOLDER') && open.includes('CODE_STATUS_SINCE'));
    assert.ok(!JSON.stringify(report).includes('演示人员'), 'personal data in a report');
  });

  it('expired, or from the future, is refused; too old for the caller is not decided', async () => {
    const code = await codeOf();
    const at = (seconds: number) => ({ now: new Date((iat + seconds) * 1000) });
    assert.deepEqual(wrong(await judge(code, at(3600))), ['CODE_EXPIRED']);
    assert.deepEqual(wrong(await judge(code, at(-61))), ['CODE_NOT_YET']);
    assert.deepEqual(wrong(await judge(code, { ...at(3599), maxAgeDays: 0.01 })), ['STATUS_TOO_OLD']);
    const ends = await judge(await codeOf({ validUntil: '2026-03-04' }));
    assert.deepEqual([ends.verdict, ends.state], ['valid', 'EXPIRED']);
    await assert.rejects(codeOf({ exp: iat + 86_401 }), { code: 'SD_JWT_MALFORMED' });
    await assert.rejects(codeOf({ claims: { name: '字'.repeat(200), occupation: '字'.repeat(200) } }), {
      code: 'SD_JWT_MALFORMED',
    });
  });

  it('is by a province, by its key in force, about a certificate of this ledger', async () => {
    assert.deepEqual(wrong(await judge(await codeOf({}, 'employer')))[0], 'SD_JWT_SIGNATURE');
    const own = await judge(await codeOf({ iss: didOf('employer') }, 'employer'));
    assert.equal(wrong(own)[0], 'CODE_NOT_BY_PROVINCE');
    assert.equal(wrong(await judge(await codeOf({ iss: didOf('nobody') })))[0], 'ISSUER_UNKNOWN');
    assert.equal(
      wrong(await judge(await codeOf({ id: 'urn:renxin:other:certificate:v-1' })))[0],
      'CODE_OTHER_LEDGER',
    );
    const province = await issuerOf(story, 'guangdong');
    const [key] = province.assertionKeys;
    const ended = { ...province, assertionKeys: [{ ...key!, until: '2026-03-04T00:00:00.000Z' }] };
    const issuers = [await issuerOf(story, 'employer'), ended];
    const report = await judge(await codeOf(), { trust: await trust(story, { issuers }) });
    assert.equal(wrong(report)[0], 'CODE_KEY_NOT_IN_FORCE');
    assert.equal((await judge(await codeOf(), { trust: undefined })).verdict, 'undetermined');
  });

  it('asks whether the issuer was accredited for the type, in the region, on the day of issue', async () => {
    const of = async (change: Partial<CodeContent>) => wrong(await judge(await codeOf(change)));
    assert.deepEqual(await of({ type: 'professional-title' }), ['ISSUER_NOT_ACCREDITED']);
    assert.deepEqual(await of({ region: '310100' }), ['ISSUER_NOT_ACCREDITED']);
    assert.deepEqual(await of({ issuedOn: '2020-01-01' }), ['ISSUER_NOT_ACCREDITED']);
    assert.deepEqual(await of({ issuer: 'nobody' }), ['ISSUER_UNKNOWN']);
    assert.deepEqual(await of({ issuer: 'nobody', provenance: 'register' }), []);
    const asOf = '2026-03-01T00:00:00.000Z';
    assert.deepEqual(wrong(await judge(await codeOf(), { trust: await trust(story, { asOf }) })), [
      'TRUST_BEFORE_ISSUE',
    ]);
  });

  it('no character of it can be changed, and nothing added', async () => {
    const code = await codeOf();
    for (let at = 0; at < code.length; at += 7) {
      const other = code[at] === 'A' ? 'B' : 'A';
      const report = await judge(code.slice(0, at) + other + code.slice(at + 1));
      assert.notEqual(report.verdict, 'valid', `character ${String(at)}`);
    }
    const disclosure = toBase64url(new TextEncoder().encode('["salt","level","1"]'));
    for (const added of [`${code}${disclosure}~`, `${code}e30.e30.AA`, code.slice(0, -1)])
      assert.notEqual((await judge(added)).verdict, 'valid');
  });
});
