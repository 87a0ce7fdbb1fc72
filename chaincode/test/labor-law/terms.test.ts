import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { z } from 'zod';
import { canonical, canonicalBytes } from '../../src/canonical/index.js';
import { endCertificate, normalizeTerms, parseTerms, rules, terms } from '../../src/labor-law/index.js';
import { exampleTerms } from './terms-example.js';

describe('terms of a labor contract', () => {
  it('accepts the example, unchanged', () => {
    const parsed = parseTerms(exampleTerms);
    assert.ok(parsed.ok);
    assert.equal(canonical(parsed.terms), canonical(exampleTerms));
  });

  const refused: readonly (readonly [why: string, pointer: string, value: unknown, code: string])[] = [
    [
      'a worker number with a wrong check digit',
      '/worker/idNo',
      '440000199202299031',
      'CITIZEN_NUMBER_CHECK_DIGIT',
    ],
    ['a worker born on 30 February', '/worker/idNo', '440000199202309034', 'CITIZEN_NUMBER_DATE'],
    ['a worker of province 99', '/worker/idNo', '990000199202299032', 'CITIZEN_NUMBER_REGION'],
    ['a 15-digit number', '/worker/idNo', '440000920229903', 'CITIZEN_NUMBER_15_DIGITS'],
    ['a lower-case x', '/worker/idNo', '11010519491231002x', 'CITIZEN_NUMBER_FORM'],
    ['a credit code with a wrong check', '/employer/uscc', '91440000TX0000028X', 'USCC_CHECK'],
    ['a lower-case credit code', '/employer/uscc', '91440000tx0000028w', 'USCC_FORM'],
    ['a name of one character', '/worker/name', '丙', 'TEXT_TOO_SHORT'],
    ['a name of 51 characters', '/worker/name', '丙'.repeat(51), 'TEXT_TOO_LONG'],
    ['a name with a control character', '/worker/name', '示例\u0007丙', 'TEXT_FORM'],
    ['a name with a line break', '/worker/name', '示例\n丙', 'TEXT_FORM'],
    ['a name with a right-to-left override', '/worker/name', '示例\u202e丙', 'TEXT_FORM'],
    ['a name with a zero-width space', '/worker/name', '示例\u200b丙', 'TEXT_FORM'],
    ['a name from the private use area', '/worker/name', '示例\ue000', 'TEXT_FORM'],
    ['a name with a lone surrogate', '/worker/name', '示例\ud800', 'TEXT_FORM'],
    ['a name that is not in NFC', '/worker/name', 'Jose\u0301 Example', 'TEXT_FORM'],
    ['a name with a space before it', '/worker/name', ' 示例丙', 'TEXT_FORM'],
    ['a phone number of ten digits', '/worker/mobile', '1990000000', 'PHONE'],
    ['a phone number with letters', '/employer/contact/phone', '0755-0000O000', 'PHONE'],
    ['30 February', '/startDate', '2027-02-30', 'DATE'],
    ['a year out of range', '/endDate', '2151-01-01', 'DATE'],
    ['a date with a time', '/startDate', '2026-12-01T00:00:00.000Z', 'DATE'],
    ['an unknown province', '/workplace/regionCode', '990000', 'REGION'],
    ['a region of two digits', '/workplace/regionCode', '44', 'REGION'],
    ['money with a fraction', '/wage/amount', 1000.5, 'NOT_INTEGER'],
    ['money as a text', '/wage/amount', '1000000', 'TYPE'],
    ['no money at all', '/wage/amount', 0, 'TOO_SMALL'],
    ['too much money', '/wage/amount', 10_000_000_001, 'TOO_BIG'],
    ['NaN', '/wage/amount', NaN, 'TYPE'],
    ['pay on the 32nd', '/wage/payDay', 32, 'TOO_BIG'],
    ['another currency', '/wage/currency', 'USD', 'VALUE'],
    ['an unknown kind of term', '/termType', 'FOREVER', 'VALUE'],
    ['an insurance named twice', '/socialInsurance', ['PENSION', 'PENSION'], 'DUPLICATE'],
    ['probation of no months', '/probation/months', 0, 'TOO_SMALL'],
    ['a contract number with spaces', '/contractNo', 'RX 2026 1', 'CONTRACT_NUMBER'],
    ['a list that is none', '/additions', 'none', 'TYPE'],
    ['an explicit undefined', '/startDate', undefined, 'REQUIRED'],
  ];
  for (const [why, pointer, value, code] of refused)
    it(`refuses ${why}: ${code}`, () => {
      const parsed = parseTerms(withMember(pointer, value));
      assert.ok(!parsed.ok);
      assert.deepEqual(
        parsed.faults.map((fault) => [fault.pointer, fault.code]),
        [[pointer, code]],
      );
    });

  it('names the mandatory clause of a missing member', () => {
    const { restRules: _, ...rest } = exampleTerms;
    assert.deepEqual(parseTerms(rest), {
      ok: false,
      faults: [{ pointer: '/restRules', code: 'REQUIRED', article: '第十七条第一款第五项' }],
    });
  });

  it('lists every fault and repeats no value', () => {
    const secret = '示例\u202e机密';
    const parsed = parseTerms({
      ...exampleTerms,
      worker: { ...exampleTerms.worker, name: secret, idNo: '44000019920229903' },
      startDate: 'tomorrow',
    });
    assert.ok(!parsed.ok);
    assert.equal(parsed.faults.length, 3);
    for (const value of [secret, '44000019920229903', 'tomorrow'])
      assert.ok(!JSON.stringify(parsed.faults).includes(value));
  });

  it('refuses members that it does not know, a fee among them', () => {
    const parsed = parseTerms({ ...exampleTerms, fee: 100, 某人的名字: 1 });
    assert.ok(!parsed.ok);
    assert.deepEqual(parsed.faults, [
      { pointer: '/fee', code: 'UNRECOGNIZED' },
      { pointer: '', code: 'UNRECOGNIZED' },
    ]);
  });

  it('refuses members that aim at prototypes', () => {
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const text = canonical(exampleTerms).replace('{', `{"${key}":{"polluted":true},`);
      const parsed = parseTerms(JSON.parse(text));
      assert.equal(parsed.ok, false, key);
      assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    }
  });

  it('is total', () => fc.assert(fc.property(fc.anything(), (value) => !parseTerms(value).ok)));

  it('brings typed text into the one form', () => {
    const typed = {
      ...exampleTerms,
      employer: { ...exampleTerms.employer, uscc: ' 91440000tx0000028w ' },
      worker: { ...exampleTerms.worker, name: ' Jose\u0301 Example ', idNo: '11010519491231002x' },
    };
    const parsed = parseTerms(normalizeTerms(typed));
    assert.ok(parsed.ok);
    assert.deepEqual(
      [parsed.terms.employer.uscc, parsed.terms.worker.name, parsed.terms.worker.idNo],
      ['91440000TX0000028W', 'José Example', '11010519491231002X'],
    );
  });

  it('has a JSON schema that allows nothing more', () => {
    const schema = z.toJSONSchema(terms);
    assert.equal(schema.additionalProperties, false);
    assert.ok(schema.required?.includes('protection'));
  });
});

function withMember(pointer: string, value: unknown): unknown {
  const copy = structuredClone(exampleTerms) as Record<string, unknown>;
  const steps = pointer.slice(1).split('/');
  let target = copy;
  for (const step of steps.slice(0, -1)) target = target[step] as Record<string, unknown>;
  target[steps.at(-1) ?? ''] = value;
  return copy;
}

describe('docs/formats/terms.md', () => {
  const page = readFileSync(new URL('../../../../docs/formats/terms.md', import.meta.url), 'utf8');
  const [example, certificate] = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(
    ([, json = '']) => JSON.parse(json) as unknown,
  );

  it('shows terms that parse and have the digest that it states', () => {
    const parsed = parseTerms(example);
    assert.ok(parsed.ok);
    const digest = createHash('sm3').update(canonicalBytes(parsed.terms)).digest('base64url');
    assert.ok(page.includes(`\`${digest}\``), digest);
  });
  it('shows a certificate that parses', () => assert.ok(endCertificate.safeParse(certificate).success));
  it('names every member', () => {
    for (const name of Object.keys(terms.shape)) assert.ok(page.includes(`\`${name}`), name);
  });
});

describe('docs/labor-law.md', () => {
  const page = readFileSync(new URL('../../../../docs/labor-law.md', import.meta.url), 'utf8');
  for (const rule of rules)
    it(`lists ${rule.code}`, () =>
      assert.match(page, new RegExp(`\\| \`${rule.code}\` \\|[^|]*\\| ${rule.severity} \\|`)));
});
