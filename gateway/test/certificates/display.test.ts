import { canonicalBytes } from '@renxin/chaincode/canonical';
import { openOfd } from '@renxin/seal/ofd';
import assert from 'node:assert/strict';
import { COPY, copyData, type CopyBound } from '../../src/certificates/display/copy.js';
import {
  layOutSkillCertificate,
  type SkillCertificate,
} from '../../src/certificates/display/skill-certificate.js';
import { SEAL_WORDS } from '../../src/certificates/display/words.js';
import { renderPdf } from '../../src/labor-contract/document/index.js';
import { renderOfd } from '../../src/labor-contract/document/ofd.js';
import { createdAt, sm3 } from '../document/examples.js';

const certificate: SkillCertificate = {
  certificateIdentifier: '11100000TX00009928004:91440000TX0000077A:GD123456789012:001',
  certificateNo: 'S000012345678901234567',
  name: '示例丙',
  citizenNumber: '440000199202299032',
  occupation: '电工',
  level: '三级（高级工）',
  levelInEnglish: 'Level 3 (senior)',
  assessor: '示例技能评价有限公司',
  issuedOn: '2026-03-01',
};
const copy: CopyBound = {
  purpose: '入职资格核验',
  recipient: '示例精密制造有限公司',
  expires: '2026-06-30',
  source: 'A'.repeat(43),
};
const options = { sm3, demonstration: true };
const words = (bound?: CopyBound): string =>
  layOutSkillCertificate(certificate, options, bound)
    .layout.pages.flatMap(({ lines }) => lines.flatMap(({ runs }) => runs.map(({ text }) => text)))
    .join('')
    .replace(/\s/g, '');

describe('display of a skill certificate', function () {
  this.timeout(20_000);

  it('shows every claim, and the words on which it is sealed', () => {
    for (const value of [
      ...Object.values(certificate).filter((each) => !/^\d{4}-/.test(each)),
      '2026年3月1日',
      SEAL_WORDS,
    ] as readonly string[])
      assert.ok(words().includes(value.replace(/\s/g, '')), value);
  });

  it('shows on a copy what it is bound to, and holds it in the data that is sealed', () => {
    for (const value of [copy.purpose, copy.recipient, '2026年6月30日', '加注件']) {
      assert.ok(words(copy).includes(value), value);
      assert.ok(!words().includes(value), value);
    }
    const { layout, content } = layOutSkillCertificate(certificate, options, copy);
    assert.ok(layout.pages[0]?.watermark?.includes(copy.purpose));
    const { info, files } = openOfd(renderOfd(layout, { content, createdAt, custom: copyData(copy) }));
    assert.deepEqual(JSON.parse(info.custom.get(COPY) ?? ''), copy);
    assert.deepEqual(files.get('Doc_0/Attachs/content.json'), canonicalBytes({ certificate, copy }));
  });

  it('has another fingerprint for another purpose', () => {
    const of = (bound?: CopyBound): string =>
      layOutSkillCertificate(certificate, options, bound).layout.fingerprint;
    assert.equal(new Set([of(), of(copy), of({ ...copy, purpose: '职称评审' })]).size, 3);
  });

  it('is drawn as PDF as well', async () => {
    const { layout, content } = layOutSkillCertificate(certificate, options);
    assert.ok((await renderPdf(layout, { content, createdAt })).length > 10_000);
  });
});
