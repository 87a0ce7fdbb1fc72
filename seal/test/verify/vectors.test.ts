import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pureProvider } from '../../src/crypto/pure.js';
import { verifyDocumentSignature, verifyTimeStampToken } from '../../src/verify/index.js';
import { NONCE, provider, T0 } from '../world.js';

const vectors = fileURLToPath(new URL('../../../test/vectors', import.meta.url));
const read = (...path: string[]): Uint8Array => new Uint8Array(readFileSync(join(vectors, ...path)));

/** docs/formats/document-signature.md, time-stamp.md: `valid/NAME`, `invalid/CODE.WHAT.SUITE.EXTENSION`. */
describe('vectors', () => {
  for (const [kind, extension] of [
    ['document-signature', '.p7s'],
    ['time-stamp', '.tsr'],
  ] as const) {
    const list = (folder: string): string[] =>
      readdirSync(join(vectors, kind, folder)).filter((name) => name.endsWith(extension));

    const judge = (folder: string, name: string, with_ = provider): string => {
      const roots = [read(kind, `root.${name.includes('.sm2.') ? 'sm2' : 'p-256'}.der`)];
      const der = read(kind, folder, name);
      const data = read(kind, 'document.txt');
      return kind === 'document-signature'
        ? verifyDocumentSignature({ cms: der, document: data, roots, at: T0, provider: with_ }).code
        : verifyTimeStampToken({
            token: der,
            stamped: { data },
            roots,
            now: T0,
            nonce: NONCE,
            provider: with_,
          }).code;
    };

    for (const name of list('valid')) {
      it(`${kind}: ${name}`, () => {
        assert.equal(judge('valid', name), 'OK');
        assert.equal(judge('valid', name, pureProvider), 'OK');
      });
    }
    for (const name of list('invalid')) {
      it(`${kind}: ${name}`, () => {
        assert.equal(judge('invalid', name), name.split('.')[0]);
      });
    }
    it(`${kind}: none is missing`, () => {
      assert.ok(list('valid').length >= 2);
      assert.ok(list('invalid').length >= 10);
    });
  }
});
