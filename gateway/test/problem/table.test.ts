import {
  archiveRecordCodes,
  certificateCodes,
  consentCodes,
  kernelCodes,
  laborContractCodes,
  recognitionCodes,
  logCodes,
  registryCodes,
  schemaCodes,
  sealRecordCodes,
} from '@renxin/chaincode/kernel';
import { ledgerCodes } from '@renxin/network';
import assert from 'node:assert/strict';
import * as problem from '../../src/problem/index.js';
import { problemDetails, problemOf, problems, Refusal, sessionCodes } from '../../src/problem/index.js';
import { storeCodes } from '../../src/store/index.js';

/** Every list of codes that the union of all codes is made of. */
const families: readonly (readonly string[])[] = [
  kernelCodes,
  registryCodes,
  laborContractCodes,
  consentCodes,
  certificateCodes,
  recognitionCodes,
  archiveRecordCodes,
  schemaCodes,
  sealRecordCodes,
  logCodes,
  ledgerCodes,
  storeCodes,
  ...Object.entries(problem).flatMap(([name, value]) =>
    name.endsWith('Codes') && name !== 'faultCodes' && Array.isArray(value) ? [value as string[]] : [],
  ),
];

describe('the problem table', () => {
  it('has a row for every code, and each code in one family', () => {
    const codes = families.flat();
    assert.equal(new Set(codes).size, codes.length);
    assert.deepEqual(Object.keys(problems).toSorted(), codes.toSorted());
  });

  for (const [code, { status, title }] of Object.entries(problems))
    it(`${code}: ${status}`, () => {
      assert.ok(
        [400, 401, 403, 404, 405, 406, 408, 409, 410, 413, 415, 422, 429, 431, 500, 503].includes(status),
      );
      assert.match(title.en, /^[A-Z][\x20-\x7e’]+[^.]$/);
      assert.match(title.zh, /^[^\p{Cc}]*\p{Script=Han}[^\p{Cc}]*$/u);
    });

  it('gives a status of its own meaning to each family', () => {
    for (const code of ledgerCodes)
      assert.equal(problems[code].status, code === 'LEDGER_TX_UNKNOWN' ? 404 : 503);
    for (const code of sessionCodes) assert.ok([400, 401, 403].includes(problems[code].status), code);
  });

  it('makes problem details of every refusal, and of a fault nothing but INTERNAL', () => {
    const refusal = new Refusal('BODY_INVALID', {
      faults: [{ pointer: '/a', code: 'TYPE' }],
      detail: 'see there',
    });
    const { details } = problemOf(refusal, 'request-1');
    assert.deepEqual(problemDetails.parse(details), details);
    assert.deepEqual(details.faults, [{ pointer: '/a', code: 'TYPE' }]);
    const fault = problemOf(
      Object.assign(new Error('secret'), { code: 'NOT_FOUND', status: 404 }),
      'request-1',
    );
    assert.equal(fault.code, 'INTERNAL');
    assert.doesNotMatch(JSON.stringify(fault.details), /secret/);
  });
});
