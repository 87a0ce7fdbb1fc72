import type { Json, JsonObject } from '@renxin/chaincode/canonical';
import assert from 'node:assert/strict';
import { credentialTypes, faultsOfSubject } from '../../src/schema/index.js';
import { subjects } from '../credential/made.js';

const TODAY = '2026-03-02';

describe('subjects of credentials', () => {
  for (const type of credentialTypes) {
    it(`need what is required, and take nothing else: ${type.word}`, () => {
      const subject = subjects[type.word.replace(/-claim$/, '')] ?? {};
      assert.deepEqual(faultsOfSubject(type, subject, TODAY), []);
      for (const [name, field] of Object.entries(type.fields)) {
        const { [name]: _left, ...without } = subject;
        const codes = faultsOfSubject(type, without, TODAY).map(({ code }) => code);
        assert.deepEqual(codes, field.required ? ['MEMBER_MISSING'] : [], name);
        for (const wrong of [null, true, [], 1.5, -1, '', 'x\u0000']) {
          const faults = faultsOfSubject(type, { ...subject, [name]: wrong }, TODAY);
          assert.equal(faults[0]?.pointer, `/${name}`, name);
        }
      }
      const extra = faultsOfSubject(type, { ...subject, 'something personal': 1 }, TODAY);
      assert.deepEqual(extra, [{ pointer: '', code: 'MEMBER_UNKNOWN' }]);
    });
  }

  const wrong: readonly (readonly [word: string, changes: JsonObject, pointer: string, code: string])[] = [
    [
      'vocational-skill-level',
      { citizenNumber: '310000199001019016' },
      '/citizenNumber',
      'CITIZEN_NUMBER_INVALID',
    ],
    [
      'vocational-skill-level',
      { citizenNumber: ' 310000199001019015' },
      '/citizenNumber',
      'CITIZEN_NUMBER_INVALID',
    ],
    ['vocational-skill-level', { name: '演示\u202e人员' }, '/name', 'VALUE_INVALID'],
    ['vocational-skill-level', { name: '演' }, '/name', 'VALUE_INVALID'],
    ['vocational-skill-level', { name: 'e\u0301a' }, '/name', 'VALUE_INVALID'],
    ['vocational-skill-level', { occupation: '电工２' }, '/occupation', 'VALUE_INVALID'],
    ['vocational-skill-level', { level: '6' }, '/level', 'VALUE_INVALID'],
    ['vocational-skill-level', { level: 'constructor' }, '/level', 'VALUE_INVALID'],
    [
      'vocational-skill-level',
      { assessor: { name: 'x', uscc: '91440000TX0000028X' } },
      '/assessor/uscc',
      'USCC_INVALID',
    ],
    ['vocational-skill-level', { assessor: { name: 'x' } }, '/assessor/uscc', 'MEMBER_MISSING'],
    ['vocational-skill-level', { issuedOn: '2026-03-03' }, '/issuedOn', 'DATE_IN_FUTURE'],
    ['vocational-skill-level', { issuedOn: '2026-02-30' }, '/issuedOn', 'VALUE_INVALID'],
    ['vocational-skill-level', { theoryScore: 101 }, '/theoryScore', 'VALUE_INVALID'],
    [
      'vocational-skill-level',
      { certificateIdentifier: '1.2.156.3005.2.11100000TX00009928001.11330000TX00000365.ZJ2024000001.001.8' },
      '/certificateIdentifier',
      'CHECK_DIGIT_MISMATCH',
    ],
    [
      'vocational-skill-level',
      { certificateIdentifier: '1.2.3' },
      '/certificateIdentifier',
      'CERTIFICATE_IDENTIFIER_INVALID',
    ],
    ['tech-school-diploma', { birthDate: '1990-01-02' }, '/birthDate', 'BIRTH_DATE_MISMATCH'],
    ['tech-school-diploma', { sex: 'female' }, '/sex', 'SEX_MISMATCH'],
    ['tech-school-diploma', { graduatedOn: '2005-07-01' }, '/graduatedOn', 'DATES_OUT_OF_ORDER'],
    ['social-security-card', { bankAccount: '6200000000000000006' }, '/bankAccount', 'BANK_CARD_INVALID'],
    ['social-security-card', { issuingRegion: '990000' }, '/issuingRegion', 'VALUE_INVALID'],
    ['social-security-card', { validTo: '2019-01-01' }, '/validTo', 'DATES_OUT_OF_ORDER'],
    [
      'labor-contract',
      { startsOn: '2005-12-31', signedAt: '2005-12-01T00:00:00Z' },
      '/startsOn',
      'UNDER_AGE',
    ],
    ['labor-contract', { signedAt: '2026-03-03T08:00:00Z' }, '/signedAt', 'DATE_IN_FUTURE'],
    ['contract-end-certificate', { endedOn: '2024-02-29' }, '/endedOn', 'DATES_OUT_OF_ORDER'],
    ['work-injury-decision', { decidedOn: '2026-01-14' }, '/decidedOn', 'DATES_OUT_OF_ORDER'],
    ['disability-assessment', { disabilityGrade: 11 }, '/disabilityGrade', 'VALUE_INVALID'],
  ];
  for (const [word, changes, pointer, code] of wrong) {
    it(`are refused: ${word} ${Object.keys(changes).join(', ')} with ${code}`, () => {
      const type = credentialTypes.find((each) => each.word === word) ?? assert.fail();
      const faults = faultsOfSubject(type, { ...subjects[word], ...changes }, TODAY);
      assert.ok(
        faults.some((each) => each.pointer === pointer && each.code === code),
        JSON.stringify(faults),
      );
    });
  }

  it('are sixteen on the day itself', () => {
    const type = credentialTypes.find(({ word }) => word === 'labor-contract') ?? assert.fail();
    const on = (startsOn: Json) => faultsOfSubject(type, { ...subjects['labor-contract'], startsOn }, TODAY);
    assert.deepEqual(on('2006-01-01'), []);
    assert.equal(on('2005-12-31')[0]?.code, 'UNDER_AGE');
  });
});
