import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pureProvider } from '../../src/crypto/pure.js';
import { readSeal, readSealSignature, verifySeal, verifySealSignature } from '../../src/eseal/index.js';
import { provider, T0 } from '../world.js';
import { PLACE } from './seal-world.js';

const vectors = fileURLToPath(new URL('../../../test/vectors', import.meta.url));
const read = (...path: string[]): Uint8Array => new Uint8Array(readFileSync(join(vectors, ...path)));
const list = (...path: string[]): string[] => readdirSync(join(vectors, ...path));

/** docs/formats/e-seal.md, seal-signature.md: `valid/WHAT.EXTENSION`, `invalid/CODE.WHAT.EXTENSION`. */
describe('vectors of seals', () => {
  const judge = (kind: string, der: Uint8Array, with_ = provider): string => {
    const crls = list(kind)
      .filter((name) => name.endsWith('.crl'))
      .map((name) => read(kind, name));
    const [root, makers] = [read(kind, 'root.der'), read(kind, 'makers.der')];
    const more = { crls, certificates: [read(kind, 'province.der')], provider: with_ };
    if (kind === 'e-seal') return verifySeal({ seal: der, makers: [makers], at: T0, ...more }).code;
    return verifySealSignature({
      signature: der,
      document: read(kind, 'document.txt'),
      propertyInfo: PLACE,
      trust: { signers: [root], makers: [makers], timeStamps: [root] },
      now: T0,
      ...more,
    }).code;
  };

  for (const kind of ['e-seal', 'seal-signature']) {
    for (const name of list(kind, 'valid')) {
      it(`${kind}: ${name}`, () => {
        assert.equal(judge(kind, read(kind, 'valid', name)), 'OK');
        assert.equal(judge(kind, read(kind, 'valid', name), pureProvider), 'OK');
      });
    }
    for (const name of list(kind, 'invalid')) {
      it(`${kind}: ${name}`, () => {
        assert.equal(judge(kind, read(kind, 'invalid', name)), name.split('.')[0]);
      });
    }
    it(`${kind}: none is missing`, () => {
      assert.ok(list(kind, 'invalid').length >= 12);
    });
  }
});

/** Made by ofdrw: seal/test/vectors/e-seal/foreign/README.md. */
describe('seals that others made', () => {
  const at = new Date('2021-05-19T12:53:44.000Z');

  for (const [name, version] of [
    ['ofdrw-v1.esl', 1],
    ['ofdrw-v4.esl', 4],
  ] as const) {
    it(`${name}: read, and its signature holds; its maker is nobody that we trust`, () => {
      const der = read('e-seal', 'foreign', name);
      assert.equal(readSeal(der).version, version);
      const { checks, verdict } = verifySeal({ seal: der, makers: undefined, at, provider });
      const codeAt = (step: string) => checks.find((check) => check.step === step)?.code;
      assert.equal(codeAt('seal-signature'), 'OK');
      assert.equal(codeAt('seal-period'), 'OK');
      assert.notEqual(verdict, 'valid');
      const altered = Uint8Array.from(der);
      altered[200] = (altered[200] ?? 0) ^ 1;
      assert.equal(verifySeal({ seal: altered, makers: undefined, at, provider }).verdict, 'invalid');
    });
  }

  it('ofdrw-v4-signature.dat: over its Signature.xml, in the place that it names', () => {
    const der = read('seal-signature', 'foreign', 'ofdrw-v4-signature.dat');
    const document = read('seal-signature', 'foreign', 'ofdrw-v4-Signature.xml');
    assert.equal(readSealSignature(der).propertyInfo, PLACE);
    const { checks } = verifySealSignature({
      signature: der,
      document,
      propertyInfo: PLACE,
      trust: undefined,
      now: at,
      provider,
    });
    const codeAt = (step: string) => checks.find((check) => check.step === step)?.code;
    for (const step of ['signature', 'document', 'seal-signature', 'signer-in-seal'])
      assert.equal(codeAt(step), 'OK', step);
    assert.equal(codeAt('time'), 'NO_TRUSTED_TIME');
  });
});
