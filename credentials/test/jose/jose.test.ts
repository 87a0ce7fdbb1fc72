import { fromBase64url } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { pureProvider } from '@renxin/seal/pure';
import { generateAssertionSigner, generateSigner } from '@renxin/seal/signer';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import smCrypto from 'sm-crypto';
import { isSignedBy, jwkOf, keyOfJwk, readJws, signJws, thumbprintOf } from '../../src/jose/index.js';
import { joseVectors } from './vectors.js';

const activation = { id: 'test', method: 'unattended', at: '2026-03-01T08:00:00.000Z' } as const;

describe('signed JSON', () => {
  for (const [name, { jws, jwk }] of joseVectors('valid'))
    it(`${name} holds by both providers`, () => {
      const [read, key] = [readJws(jws), keyOfJwk(jwk)];
      assert.ok(read && key);
      assert.deepEqual(jwkOf(key), jwk);
      assert.ok(isSignedBy(read, key, nativeProvider) && isSignedBy(read, key, pureProvider));
    });

  for (const [name, { jws, jwk }] of joseVectors('invalid'))
    it(`refused: ${name}`, () => {
      const [read, key] = [readJws(jws), keyOfJwk(jwk)];
      assert.ok(read === undefined || key === undefined || !isSignedBy(read, key, nativeProvider));
    });

  it('takes the examples of RFC 7515 appendix A.3 and RFC 8037 appendix A', () => {
    const es256 = readJws(
      'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
    );
    const key = keyOfJwk({
      kty: 'EC',
      crv: 'P-256',
      x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
      y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
    });
    assert.ok(es256 && key && isSignedBy(es256, key, nativeProvider));
    const okp = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' } as const;
    assert.equal(thumbprintOf(okp, nativeProvider), 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
  });

  it('is taken by verifiers that are not ours, and no changed byte is', async () => {
    for (const { signer } of [generateSigner('P-256'), generateSigner('SM2'), generateAssertionSigner()]) {
      const jws = await signJws({ header: { typ: 'x' }, payload: { a: '中文' } }, signer, activation);
      const read = readJws(jws);
      assert.ok(read && isTakenByOthers(read.input, read.signature, signer.key));
      fc.assert(
        fc.property(fc.nat(jws.length - 1), fc.constantFrom('A', 'B', '.', '-'), (at, letter) => {
          if (jws[at] === letter) return;
          const changed = readJws(jws.slice(0, at) + letter + jws.slice(at + 1));
          assert.ok(changed === undefined || !isSignedBy(changed, signer.key, nativeProvider));
        }),
        { numRuns: 60 },
      );
    }
  });
});

function isTakenByOthers(
  input: Uint8Array,
  signature: Uint8Array,
  key: Parameters<typeof jwkOf>[0],
): boolean {
  if (key.algorithm === 'SM2') {
    const hex = (part: Uint8Array): string => Buffer.from(part).toString('hex');
    const point = hex(fromBase64url(key.point) ?? new Uint8Array());
    return smCrypto.sm2.doVerifySignature([...input], hex(signature), point, { hash: true, der: false });
  }
  const publicKey = createPublicKey({ key: { ...jwkOf(key) }, format: 'jwk' });
  const hash = key.algorithm === 'Ed25519' ? null : 'sha256';
  return verify(hash, input, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature);
}
