import assert from 'node:assert/strict';
import { stampPdf, type PdfReport } from '../../src/pdf/index.js';
import { createWorld, days, issueUnder, listOf, type World } from '../world.js';
import { readCertificate } from '../../src/x509/index.js';
import { longTerm, signBy, stamperOf, verifyIn, withValidationData } from './signing.js';
import { smallPdf } from './small-pdf.js';

const BASE = smallPdf({ pages: 2 });

function outcome({ signatures, checks }: PdfReport, step: string, index = 0): string {
  const found = [...checks, ...(signatures[index]?.checks ?? [])].find((check) => check.step === step);
  return `${found?.outcome} ${found?.code}`;
}

for (const algorithm of ['P-256', 'SM2'] as const) {
  describe(`verifyPdf: ${algorithm}`, function () {
    this.timeout(30_000);
    let world: World;
    before(async () => {
      world = await createWorld(algorithm);
    });

    it('knows each level, and takes no claimed time for a time', async () => {
      const stamper = stamperOf(world);
      const plain = await signBy(world, BASE, 'worker');
      const stamped = await signBy(world, BASE, 'worker', { stamper });
      const kept = withValidationData(world, stamped, ['worker']);
      const reports = [plain, stamped, kept, await longTerm(world, BASE)].map((each) =>
        verifyIn(world, each),
      );
      assert.deepEqual(
        reports.map(({ signatures }) => signatures[0]?.level),
        ['B-B', 'B-T', 'B-LT', 'B-LTA'],
      );
      assert.deepEqual(
        reports.map(({ verdict }) => verdict),
        ['undetermined', 'undetermined', 'valid', 'valid'],
        JSON.stringify(reports[3], null, 1),
      );
      assert.equal(outcome(reports[0] as PdfReport, 'time'), 'not-checked NO_TRUSTED_TIME');
      assert.equal(outcome(reports[1] as PdfReport, 'revocation'), 'not-checked REVOCATION_UNKNOWN');
    });

    it('makes the time up later: a time-stamp over the document speaks for a signature without one', async () => {
      const signed = withValidationData(world, await signBy(world, BASE, 'worker'), ['worker']);
      const report = verifyIn(world, await stampPdf(signed, 'time', stamperOf(world)));
      assert.equal(report.verdict, 'valid', JSON.stringify(report, null, 1));
      assert.equal(report.signatures[0]?.level, 'B-LTA');
      assert.equal(report.signatures[0]?.time?.source, 'document');
    });

    it('takes several signatures in order, each over what was there before it', async () => {
      const stamper = stamperOf(world);
      const employer = await issueUnder({ ...world, issuer: world.province }, 'organisation');
      const first = await signBy(world, BASE, 'worker', { stamper });
      const second = await signBy(world, first, 'employer', { stamper, by: employer });
      const report = verifyIn(
        world,
        await stampPdf(withValidationData(world, second, ['worker', 'employer']), 'time', stamper),
      );
      assert.equal(report.verdict, 'valid', JSON.stringify(report, null, 1));
      assert.deepEqual(
        report.signatures.map(({ field, kind }) => [field, kind]),
        [
          ['worker', 'signature'],
          ['employer', 'signature'],
          ['time', 'time-stamp'],
        ],
      );
      assert.deepEqual(
        report.signatures[0]?.checks.find(({ step }) => step === 'changes')?.evidence['later'],
        ['signature', 'validation-data', 'time-stamp'],
      );
    });

    it('judges a revoked certificate by the trusted time', async () => {
      const { serial } = readCertificate(world.person.certificate);
      const signed = await signBy(world, BASE, 'worker', { stamper: stamperOf(world) });
      const under = async (at: Date, now: Date) => {
        const list = await listOf(world.province, [{ serial, at, reason: 'keyCompromise' }], days(1));
        const kept = withValidationData(world, signed, ['worker'], [...world.crls, list]);
        return verifyIn(world, kept, { now });
      };
      const before = await under(days(-2), days(2));
      assert.equal(before.verdict, 'invalid');
      assert.equal(outcome(before, 'revocation'), 'fail SIGNER_REVOKED_BEFORE');
      const later = await under(days(0.5), days(2));
      assert.equal(later.verdict, 'valid', JSON.stringify(later, null, 1));
      assert.equal(later.signatures[0]?.revokedLater, days(0.5).toISOString());
    });

    it('refuses a token over another signature', async () => {
      const stamper = stamperOf(world);
      const other = await signBy(world, BASE, 'worker', { stamper: () => stamper(new Uint8Array(3)) });
      assert.equal(outcome(verifyIn(world, other), 'time-stamp-imprint'), 'fail TS_IMPRINT');
      const over = await stampPdf(BASE, 'time', () => stamper(new Uint8Array(3)));
      const both = await signBy(world, over, 'worker', { stamper });
      assert.equal(outcome(verifyIn(world, both), 'time-stamp-imprint'), 'fail TS_IMPRINT');
    });

    it('refuses a stranger’s signature and one with the wrong use', async () => {
      const stranger = await createWorld(algorithm, 'stranger');
      const report = verifyIn(world, await signBy(stranger, BASE, 'worker'));
      assert.equal(outcome(report, 'certificate'), 'fail SIGNER_CHAIN');
      const signed = await signBy(world, BASE, 'worker', { by: world.authority });
      assert.equal(outcome(verifyIn(world, signed), 'certificate'), 'fail SIGNER_KEYUSAGE');
    });

    it('says that nobody is believed when no root is given', async () => {
      const report = verifyIn(world, await longTerm(world, BASE), { roots: undefined });
      assert.equal(report.verdict, 'undetermined');
      assert.equal(outcome(report, 'certificate'), 'not-checked TRUST_NOT_GIVEN');
    });

    it('is never valid after one byte was changed', async () => {
      const signed = await longTerm(world, BASE);
      for (let i = 0; i < 150; i++) {
        const altered = signed.slice();
        const at = (i * 7919) % altered.length;
        altered[at] = (altered[at] ?? 0) ^ (1 + (i % 255));
        assert.notEqual(verifyIn(world, altered).verdict, 'valid', `byte ${at}`);
      }
    });
  });
}

describe('verifyPdf: SM2 in the form of GM/T 0010', function () {
  it('reads it, and says which it is', async () => {
    const world = await createWorld('SM2');
    const signed = await signBy(world, BASE, 'worker', { form: 'gm-t-0010', stamper: stamperOf(world) });
    const report = verifyIn(world, withValidationData(world, signed, ['worker']));
    assert.equal(report.verdict, 'valid', JSON.stringify(report, null, 1));
    assert.deepEqual([report.signatures[0]?.dialect, report.signatures[0]?.level], ['GM/T 0010', null]);
  });
});
