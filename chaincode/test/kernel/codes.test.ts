import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import {
  archiveRecordCodes,
  certificateCodes,
  consentCodes,
  kernelCodes,
  laborContractCodes,
  recognitionCodes,
  logCodes,
  registryCodes,
  sealRecordCodes,
} from '../../src/kernel/index.js';

const tests = new URL('../../../test/', import.meta.url);
const sources = new URL('../../../src/', import.meta.url);

describe('every code', () => {
  const all = [
    ...kernelCodes,
    ...registryCodes,
    ...laborContractCodes,
    ...consentCodes,
    ...certificateCodes,
    ...recognitionCodes,
    ...archiveRecordCodes,
    ...sealRecordCodes,
    ...logCodes,
  ];
  const asserted = textsUnder(tests, '.test.ts').filter(({ name }) => !name.endsWith('codes.test.ts'));
  const thrown = textsUnder(sources, '.ts').filter(({ name }) => !name.endsWith('kernel/codes.ts'));

  it('is there once', () => {
    assert.equal(new Set(all).size, all.length);
  });

  for (const code of all) {
    it(`${code} is given by the rules and provoked by a test`, () => {
      const quoted = `'${code}'`;
      assert.ok(
        thrown.some(({ text }) => text.includes(quoted)),
        'no rule refuses with it',
      );
      assert.ok(
        asserted.some(({ text }) => text.includes(quoted)),
        'no test provokes it',
      );
    });
  }
});

function textsUnder(folder: URL, end: string): { name: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(end))
    .map((name) => ({ name: name.replaceAll('\\', '/'), text: readFileSync(new URL(name, folder), 'utf8') }));
}
