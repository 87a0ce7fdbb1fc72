import { canonicalBytes } from '@renxin/chaincode/canonical';
import assert from 'node:assert/strict';
import { digestsOf, openBundle, type BundleContent } from '../src/bundle/index.js';
import { verify, type Report } from '../src/verify/index.js';
import { makeBundle, tellStory, trustFor, type Story } from './fixture.js';
import { provider, text } from './pki.js';

const NOW = new Date('2026-03-01T12:00:00.000Z');

describe('what an exporter says besides: provenance and certificate', function () {
  this.timeout(60_000);
  let story: Story;
  let trust: Uint8Array;

  before(async () => {
    story = await tellStory({ seed: 'claims' });
    trust = await trustFor(story);
  });
  after(() => story.test.close());

  /** A bundle of the present version, with claims that the exporter may have altered. */
  async function reported(
    change: (content: Claims) => Claims = (claims) => claims,
  ): Promise<{ report: Report; files: ReadonlyMap<string, Uint8Array> }> {
    const bytes = await makeBundle(story, {
      change: (content) => ({ ...content, ...change(claimsOf(content)) }),
    });
    const [report] = await verify([{ name: 'b.zip', bytes }], { provider, now: NOW, trust });
    assert.ok(report);
    return { report, files: openBundle(bytes) };
  }

  type Claims = Required<Pick<BundleContent, 'provenance' | 'certificate'>>;

  function claimsOf(content: BundleContent): Claims {
    const concluded = content.proofs.find(({ command }) => command.operation === 'conclude');
    const header = (concluded as unknown as { signed: { header: { height: number; time: string } } }).signed
      .header;
    const { contract, test, parties } = story;
    const createdAt = '2026-03-01T08:00:00.000Z';
    return {
      provenance: {
        kind: 'renxin-provenance',
        schema: 1,
        contract,
        source: 'drafted-by-employer',
        channel: 'http-dpop',
        createdAt,
        anchoredAt: header.time,
        delayMilliseconds: Date.parse(header.time) - Date.parse(createdAt),
      },
      certificate: {
        data: {
          kind: 'renxin-evidence-certificate',
          schema: 1,
          serial: 'CZ-20260301-0011aabb',
          contract,
          ledger: test.name,
          document: digestsOf(provider, story.signings[0]!.document),
          concluded: { height: header.height, time: header.time },
          parties: { employer: parties.employer.party, worker: parties.worker.party },
          issuedBy: 'guangdong',
          at: header.time,
        },
        pdf: text('%PDF-1.7 stands for the printed certificate'),
      },
    };
  }

  const outcome = (report: Report, name: string) => {
    const step = report.steps.find(({ step: found }) => found === name);
    return step === undefined ? undefined : `${step.outcome} ${step.code}`;
  };

  it('fits what is proven: valid, and said to be the platform’s word', async () => {
    const { report, files } = await reported();
    assert.equal(outcome(report, 'provenance'), 'pass PROVENANCE_OK');
    assert.equal(outcome(report, 'certificate'), 'pass EVIDENCE_CERTIFICATE_OK');
    assert.equal(report.verdict, 'valid');
    assert.ok(report.notProven.some(({ code }) => code === 'PROVENANCE_CLAIMED'));
    assert.ok(files.has('certificate.pdf') && files.has('provenance.json'));
  });

  it('a bundle of the first version, without them, is as valid as it was', async () => {
    const bytes = await makeBundle(story);
    const [report] = await verify([{ name: 'b.zip', bytes }], { provider, now: NOW, trust });
    assert.equal(report?.verdict, 'valid');
    assert.equal(report && outcome(report, 'provenance'), undefined);
  });

  it('names a provenance that contradicts the ledger', async () => {
    for (const change of [
      { anchoredAt: '2026-03-01T07:00:00.000Z' },
      { delayMilliseconds: 1 },
      { createdAt: '2026-03-01T11:00:00.000Z' },
      { contract: 'another-contract' },
    ]) {
      const { report } = await reported((claims) => ({
        ...claims,
        provenance: { ...claims.provenance, ...change },
      }));
      assert.equal(outcome(report, 'provenance'), 'fail PROVENANCE_DIFFERS');
      assert.equal(report.verdict, 'invalid');
    }
  });

  it('names a certificate of another document, block or party', async () => {
    const { certificate } = claimsOf((await contentOnce()).content);
    const { document, concluded, parties } = certificate.data;
    for (const change of [
      { document: { ...document, sm3: document.sha256 } },
      { concluded: { ...concluded, height: concluded.height + 1 } },
      { parties: { ...parties, worker: 'somebody' } },
      { ledger: 'other-ledger' },
    ]) {
      const { report } = await reported((claims) => ({
        ...claims,
        certificate: { ...claims.certificate, data: { ...claims.certificate.data, ...change } },
      }));
      assert.equal(outcome(report, 'certificate'), 'fail CERTIFICATE_DIFFERS');
    }
    assert.ok(canonicalBytes(certificate.data).length > 0);
  });

  async function contentOnce(): Promise<{ content: BundleContent }> {
    let seen: BundleContent | undefined;
    await makeBundle(story, { change: (content) => (seen = content) });
    assert.ok(seen);
    return { content: seen };
  }
});
