import { annotated } from '@renxin/archive/rendering';
import { canonicalBytes, toBase64url, toHex, type JsonObject } from '@renxin/chaincode/canonical';
import { samples } from '@renxin/credentials/schema';
import { openOfd } from '@renxin/seal/ofd';
import { informationOf } from '@renxin/seal/pdf';
import assert from 'node:assert/strict';
import { DisplayMissing, layOutDisplay, type Display } from '../../src/certificates/display/index.js';
import { displayTemplates } from '../../src/certificates/display/templates.js';
import { renderPdf } from '../../src/labor-contract/document/index.js';
import { renderOfd } from '../../src/labor-contract/document/ofd.js';
import { createdAt, sm3 } from '../document/examples.js';

const credential: JsonObject = {
  id: 'urn:renxin:demo:certificate:v-1',
  credentialSubject: {
    id: 'did:renxin:demo:p-1',
    certificateIdentifier: '1.2.156.3005.2.11100000TX00009928004.91440000TX0000077A.GD123456789012.001.X',
    certificateNo: 'S000012345678901234567',
    name: '示例丙',
    citizenNumber: '440000199202299032',
    occupation: '电工',
    occupationCode: '6-29-03-07',
    level: '3',
    assessor: { name: '示例技能评价有限公司', uscc: '91440000TX0000077A' },
    issuedOn: '2026-03-01',
  },
};
const bound = { purpose: '入职资格核验', recipient: '示例精密制造有限公司', expires: '2026-06-30' };
const options = { sm3, demonstration: true, address: 'https://renxin.test' };
const type = 'vocational-skill-level';
const SEAL_WORDS = displayTemplates[type]?.sealWords ?? '';
const shown = (copy?: typeof bound): Display => layOutDisplay(type, credential, options, copy);
const words = (copy?: typeof bound): string =>
  shown(copy)
    .layout.pages.flatMap(({ lines }) => lines.flatMap(({ runs }) => runs.map(({ text }) => text)))
    .join('')
    .replace(/\s/g, '');

describe('display of a skill certificate', function () {
  this.timeout(20_000);

  it('shows every claim that it knows, the credential’s digest, and the words on which it is sealed', () => {
    const digest = toHex(sm3(canonicalBytes(credential))).toUpperCase();
    const { name, citizenNumber, certificateNo, occupation, certificateIdentifier } = credential[
      'credentialSubject'
    ] as Record<string, string>;
    for (const value of [name, citizenNumber, certificateNo, occupation, certificateIdentifier, digest])
      assert.ok(words().includes(String(value)), value);
    for (const value of ['三级（高级工）', '示例技能评价有限公司', '2026年3月1日', SEAL_WORDS])
      assert.ok(words().includes(value), value);
  });

  it('names in the data that is sealed the credential that it shows', () => {
    const { layout, content, data } = shown();
    const options = { content, createdAt, custom: data };
    const { info, files } = openOfd(renderOfd(layout, options));
    const credentialDigest = toBase64url(sm3(canonicalBytes(credential)));
    assert.deepEqual(JSON.parse(info.custom.get('renxin-rendered') ?? ''), {
      certificate: credential['id'],
      credential: credentialDigest,
      type,
    });
    assert.deepEqual(files.get('Doc_0/Attachs/content.json'), canonicalBytes(content));
  });

  it('shows on a copy what it is bound to, and holds it in the data that is sealed', () => {
    for (const value of [bound.purpose, bound.recipient, '2026年6月30日', '加注件']) {
      assert.ok(words(bound).includes(value), value);
      assert.ok(!words().includes(value), value);
    }
    const { layout, content, data } = shown(bound);
    assert.ok(layout.pages[0]?.watermark?.includes(bound.purpose));
    const { info } = openOfd(renderOfd(layout, { content, createdAt, custom: data }));
    const source = toBase64url(sm3(canonicalBytes(credential)));
    assert.deepEqual(JSON.parse(info.custom.get('renxin-copy') ?? ''), { ...bound, source });
  });

  it('has another fingerprint for another purpose', () => {
    const of = (copy?: typeof bound): string => shown(copy).layout.fingerprint;
    assert.equal(new Set([of(), of(bound), of({ ...bound, purpose: '职称评审' })]).size, 3);
  });

  it('is drawn as PDF as well, which names the credential too', async () => {
    const { layout, content, data } = shown(bound);
    const information = informationOf(renderPdf(layout, { content, createdAt, custom: data }));
    for (const [name, text] of data) assert.equal(information.get(name), text);
  });

  it('is there for each type, with every claim that its template names, on one page', () => {
    assert.deepEqual(Object.keys(displayTemplates).sort(), Object.keys(samples.subjects).sort());
    for (const [word, credentialSubject] of Object.entries(samples.subjects)) {
      const own = { id: `urn:renxin:demo:certificate:${word}`, credentialSubject };
      const { layout, sealWords } = layOutDisplay(word, own, options);
      assert.equal(layout.pages.length, 1);
      const text = layout.pages[0]?.lines.map(({ runs }) => runs.map((run) => run.text).join('')) ?? [];
      assert.equal(text.filter((line) => line === sealWords).length, 1, word);
      const { title, fields } = displayTemplates[word] ?? { title: '', fields: [] };
      assert.ok(text.includes(title), word);
      const labels = fields.filter((path) => path in credentialSubject);
      assert.ok(text.length > labels.length * 3, word);
      for (const value of Object.values(credentialSubject))
        if (typeof value === 'string' && value === credentialSubject['name'])
          assert.ok(text.includes(value), word);
    }
  });

  it('sets long claims closer, and refuses those for which a page has no room', () => {
    const of = (length: number): Display => {
      const long = '伤'.repeat(length);
      const subject = { ...samples.subjects['work-injury-decision'], accidentCause: long, diagnosis: long };
      return layOutDisplay('work-injury-decision', { id: 'x', credentialSubject: subject }, options);
    };
    const lowest = Math.max(...(of(200).layout.pages[0]?.lines ?? []).map(({ y }) => (y < 215_000 ? y : 0)));
    assert.ok(lowest <= 212_000, String(lowest));
    assert.throws(() => of(900), DisplayMissing);
  });

  it('is there for the types that have one alone; a copy has no long or empty words', () => {
    assert.throws(() => layOutDisplay('social-insurance', credential, options), DisplayMissing);
    for (const change of [{ purpose: ' ' }, { recipient: 'x'.repeat(61) }, { expires: '2026-02-30' }])
      assert.equal(annotated.safeParse({ ...bound, ...change }).success, false);
  });
});
