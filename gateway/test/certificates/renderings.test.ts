import { verify, type Report } from '@renxin/archive/verify';
import { canonicalBytes, type JsonObject } from '@renxin/chaincode/canonical';
import { embedValue } from '@renxin/seal/ofd';
import { nativeProvider } from '@renxin/seal/native';
import { readSeal } from '@renxin/seal/eseal';
import type { RenderingSealing } from '@renxin/wallets/api';
import * as wallet from '@renxin/wallets/e-certificate';
import { requestCertificate } from '@renxin/wallets/keystore';
import * as seals from '@renxin/wallets/seal';
import assert from 'node:assert/strict';
import { drawing } from '../../src/certificates/display/index.js';
import { sealedPages } from '../../src/certificates/rendering/asking.js';
import { assessor as organisation } from '../../src/demonstration/organisations.js';
import { sealInUse } from '../seals/seal-in-use.js';
import {
  altering,
  employerOf,
  openInstance,
  refusedAs,
  type Instance,
  type TestParty,
} from '../story/instance.js';
import { assessorOf, decide, deskOf, enrolHolder, issueTo, officialOf, type TestHolder } from './stage.js';

const DAY = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
const type = 'vocational-skill-level';

describe('a certificate as sealed pages, and its copies for one purpose', function () {
  this.timeout(120_000);
  let instance: Instance;
  let issuer: wallet.Issuer & Pick<TestParty, 'client'>;
  let holder: TestHolder;
  let seal: string;
  let issued: { certificate: string; credential: JsonObject };
  let draw: wallet.DrawCertificate;

  before(async () => {
    instance = await openInstance();
    issuer = (await assessorOf(instance)) as typeof issuer;
    holder = await enrolHolder(instance, 'gd');
    const at = new Date().toISOString();
    const { identifier, keystore, client } = issuer;
    const subject = { commonName: organisation.name };
    await requestCertificate(keystore, client, identifier, subject, undefined, at, 'certificate');
    draw = drawing(
      (bytes) => nativeProvider.hash('SM3', bytes),
      () => instance.running.url,
    );
    issued = await issueTo(issuer, holder);
    await refusedAs('NO_SEAL_IN_USE', () => sealed());
    seal = await sealInUse(instance, issuer, organisation.name);
    await sealed();
  });
  after(() => instance.stop());
  afterEach(() => {
    issuer.client.alter = (_path, body) => body;
  });

  const sealed = (change: object = {}, { certificate, credential } = issued, drawn = draw) =>
    wallet.sealRendering(issuer, { certificate, rendering: wallet.ORIGINAL, type, ...change }, credential, {
      draw: drawn,
      authority: '李演示（office-03），发证用印',
    });
  const bound = { purpose: '入职资格核验', recipient: '示例精密制造有限公司', expires: inDays(30) };

  async function judged(name: string, bytes: Uint8Array, more: object = {}): Promise<Report> {
    const trust = await instance.running.composed.trust();
    const options = { provider: nativeProvider, now: new Date(), trust, ...more };
    const [report] = await verify([{ name, bytes }], options);
    assert.ok(report);
    return report;
  }
  const codeOf = ({ steps }: Report, step: string): string | undefined =>
    steps.find((each) => each.step === step)?.code;

  it('is taken home by its holder, valid in both forms, and says which credential it shows', async () => {
    const { ofd, pdf } = await wallet.fetchRendering(holder, issued.certificate);
    const credential = { name: 'c.vc.json', bytes: canonicalBytes(issued.credential) };
    for (const [name, bytes] of [
      ['certificate.ofd', ofd],
      ['certificate.pdf', pdf],
    ] as const) {
      const alone = await judged(name, bytes);
      assert.equal(alone.verdict, 'valid', name);
      assert.equal(alone.state, null);
      assert.equal(codeOf(alone, 'rendered'), 'RENDERED_OK');
      assert.equal(codeOf(alone, 'rendered-credential'), 'CREDENTIAL_NOT_INCLUDED');
      const together = await judged(name, bytes, { companions: [credential] });
      assert.equal(together.verdict, 'valid', name);
      assert.equal(codeOf(together, 'rendered-credential'), 'RENDERED_CREDENTIAL_OK');
      assert.equal(codeOf(together, 'accreditation'), 'ISSUER_ACCREDITED');
    }
    const levels = (await judged('certificate.pdf', pdf)).steps.filter(
      ({ step }) => step === 'pdf-signature',
    );
    assert.deepEqual(
      levels.map(({ evidence }) => evidence['level']),
      ['B-LTA'],
    );
    const uses = await seals.usesOf(issuer, seal);
    assert.deepEqual(
      uses.map(({ outcome }) => outcome),
      ['sealed'],
    );
  });

  it('is copied for a purpose, a recipient and a time; over is over', async () => {
    const copy = await wallet.requestCopy(holder, issued.certificate, bound);
    await refusedAs('RENDERING_UNKNOWN', () => wallet.fetchRendering(holder, issued.certificate, copy));
    const [waiting, ...others] = await wallet.renderingsWaiting(issuer);
    assert.deepEqual([waiting?.rendering, waiting?.copy, others], [copy, bound, []]);
    await sealed({ rendering: copy, copy: bound });
    const { ofd, pdf } = await wallet.fetchRendering(holder, issued.certificate, copy);
    for (const [name, bytes] of [
      ['copy.ofd', ofd],
      ['copy.pdf', pdf],
    ] as const) {
      const report = await judged(name, bytes);
      const step = report.steps.find((each) => each.step === 'annotated-copy');
      assert.deepEqual([report.verdict, report.state, step?.code], ['valid', null, 'COPY_OK']);
      const { source: _source, ...shown } = step?.evidence ?? {};
      assert.deepEqual(shown, bound);
      const later = await judged(name, bytes, { asOf: new Date(Date.now() + 32 * DAY).toISOString() });
      assert.deepEqual(
        [later.verdict, later.state, codeOf(later, 'annotated-copy')],
        ['valid', 'EXPIRED', 'COPY_EXPIRED'],
      );
    }
    const desk = { ...deskOf(instance, 'gd'), clock: () => new Date(Date.now() + 32 * DAY) };
    const asker = { identifier: holder.identifier, role: 'person' };
    const named = { certificate: issued.certificate, rendering: copy };
    await refusedAs('COPY_EXPIRED', () => sealedPages(desk, asker, named, 'ofd'));
  });

  it('is nobody else’s', async () => {
    const other = await enrolHolder(instance, 'gd');
    const { certificate } = issued;
    await refusedAs('RENDERING_UNKNOWN', () => wallet.fetchRendering(other, certificate));
    await refusedAs('CERTIFICATE_UNKNOWN', () => wallet.requestCopy(other, certificate, bound));
  });

  it('is not copied for ever, twice under one name, nor while the certificate is suspended', async () => {
    const { certificate } = await issueTo(issuer, holder);
    for (const expires of [inDays(-2), inDays(400)])
      await refusedAs('COPY_PERIOD', () => wallet.requestCopy(holder, certificate, { ...bound, expires }));
    const named = (change: object) => (path: string, body: unknown) =>
      path.endsWith('/renderings') ? { ...(body as object), ...change } : body;
    holder.client.alter = named({ rendering: 'original' });
    await refusedAs('RENDERING_EXISTS', () => wallet.requestCopy(holder, certificate, bound));
    holder.client.alter = named({ rendering: 'r-1' });
    await wallet.requestCopy(holder, certificate, bound);
    await wallet.requestCopy(holder, certificate, bound);
    const another = { ...bound, recipient: '另一家单位' };
    await refusedAs('RENDERING_EXISTS', () => wallet.requestCopy(holder, certificate, another));
    holder.client.alter = (_path, body) => body;
    const official = await officialOf(instance, 'gd');
    await decide(official, certificate, { decision: 'suspend', reason: 'inquiry' });
    await refusedAs('CERTIFICATE_SUSPENDED', () => wallet.requestCopy(holder, certificate, bound));
    await refusedAs('CERTIFICATE_SUSPENDED', () => sealed({ certificate, rendering: 'r-1', copy: bound }));
  });

  it('is sealed once, over the pages that the province draws as well', async () => {
    await refusedAs('ALREADY_SIGNED', () => sealed());
    const fresh = await issueTo(issuer, holder);
    const another = (change: Partial<RenderingSealing>) => () =>
      altering(
        issuer,
        (body: object) => ('sealSignature' in body ? { ...body, ...change } : body),
        () => sealed({}, fresh),
      );
    await refusedAs('DOCUMENT_SIGNATURE_INVALID', another({ at: '2026-01-01T00:00:00.000Z' }));
    await refusedAs('DOCUMENT_SIGNATURE_INVALID', another({ sealSignature: 'AAAA' }));
    await refusedAs('DOCUMENT_SIGNATURE_INVALID', another({ cms: 'AAAA' }));
    await refusedAs('DOCUMENT_SIGNATURE_INVALID', another({ pdf: 'AAAA' }));
    await refusedAs('SEAL_UNKNOWN', another({ seal: 'seal-of-nobody' }));
    const higher: wallet.DrawCertificate = (word, credential, copy, at) => {
      const subject = { ...(credential['credentialSubject'] as JsonObject), level: '1' };
      return draw(word, { ...credential, credentialSubject: subject }, copy, at);
    };
    await refusedAs('DOCUMENT_SIGNATURE_INVALID', () => sealed({}, fresh, higher));
    await refusedAs('RENDERING_UNKNOWN', () => sealed({ rendering: 'r-nobody-asked' }, fresh));
    await sealed({}, fresh);
  });

  it('shows another’s credential under a seal that holds: RENDERED_BY_ANOTHER', async () => {
    const employer = await employerOf(instance);
    await sealInUse(instance, employer);
    const using = await seals.sealInUse(employer);
    const at = new Date();
    const drawn = await draw(type, issued.credential, undefined, at);
    const prepared = wallet.prepareSealedCertificate(drawn, readSeal(using.der).der, at, nativeProvider);
    const { dataHash, propertyInfo } = prepared;
    const about = { title: '证书', place: drawn.sealWords, authority: '自拟' };
    const signature = await seals.sealDigest(employer, using, { ...about, dataHash, propertyInfo, at });
    const companions = [{ name: 'c.vc.json', bytes: canonicalBytes(issued.credential) }];
    const report = await judged('forged.ofd', embedValue(prepared, signature), { companions });
    assert.equal(report.verdict, 'invalid');
    assert.deepEqual(
      report.steps.filter(({ outcome }) => outcome === 'fail').map(({ code }) => code),
      ['RENDERED_BY_ANOTHER'],
    );
  });
});
