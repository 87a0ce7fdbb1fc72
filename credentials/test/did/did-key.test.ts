import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createDidResolver } from '../../src/did/index.js';

const resolve = createDidResolver({});
const ed25519 = 'did:key:z6MktKwz7Ge1Yxzr4JHavN33wiwa8y81QdcMRLXQsrH9T53b';

describe('did:key, by vectors', () => {
  for (const { name, value } of vectors('valid'))
    it(`has a document: ${name}`, async () => {
      const { didDocument, didResolutionMetadata } = await resolve(value.did);
      assert.deepEqual(didResolutionMetadata, { contentType: 'application/did' });
      assert.deepEqual(didDocument, value.didDocument);
    });
  for (const { name, value } of vectors('invalid'))
    it(`is refused: ${name}`, async () => {
      const { didDocument, didResolutionMetadata } = await resolve(value.did);
      assert.equal(didDocument, null);
      assert.deepEqual(didResolutionMetadata, { error: value.error });
    });

  it('is given out as a Multikey alone', async () => {
    const errorFor = async (options: object) => (await resolve(ed25519, options)).didResolutionMetadata.error;
    const publicKeyFormat = 'Ed25519VerificationKey2018';
    assert.equal(await errorFor({ publicKeyFormat: 'Multikey' }), undefined);
    assert.equal(await errorFor({ publicKeyFormat: 'unknown' }), 'unsupportedPublicKeyType');
    assert.equal(await errorFor({ publicKeyFormat }), 'invalidPublicKeyType');
    const experimental = { publicKeyFormat, enableExperimentalPublicKeyTypes: true };
    assert.equal(await errorFor(experimental), 'unsupportedPublicKeyType');
  });
});

interface Vector {
  readonly did: string;
  readonly didDocument?: unknown;
  readonly error?: string;
}

function vectors(folder: 'valid' | 'invalid'): { name: string; value: Vector }[] {
  const at = new URL(`../../../test/vectors/did-key/${folder}/`, import.meta.url);
  return readdirSync(at).map((name) => ({
    name,
    value: JSON.parse(readFileSync(new URL(name, at), 'utf8')) as Vector,
  }));
}
