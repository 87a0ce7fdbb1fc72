import type { AssertionKey } from '@renxin/chaincode/messages';
import { nativeProvider } from '@renxin/seal/native';
import { pureProvider } from '@renxin/seal/pure';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { importJWK, jwtVerify } from 'jose';
import { verifyCode } from '../../src/certificate-code/index.js';

interface Vector {
  readonly key: AssertionKey;
  readonly kid: string;
  readonly code: string;
  readonly refused?: string;
}

const folder = new URL('../../../test/vectors/certificate-code/', import.meta.url);

function vectors(kind: 'valid' | 'invalid'): [string, Vector][] {
  const names = readdirSync(new URL(`${kind}/`, folder)).sort();
  return names.map((name) => [
    name.replace('.json', ''),
    JSON.parse(readFileSync(new URL(`${kind}/${name}`, folder), 'utf8')) as Vector,
  ]);
}

function judged({ code, key, kid }: Vector, provider = nativeProvider) {
  const [controller = ''] = kid.split('#');
  const method = { id: kid, controller, key, purposes: ['assertionMethod' as const] };
  return verifyCode(code, { provider, methodOf: (url) => Promise.resolve(url === kid ? method : undefined) });
}

describe('certificate codes: vectors', () => {
  for (const [name, vector] of vectors('valid'))
    it(`valid: ${name}, by the native and the pure verifier and by jose`, async () => {
      for (const provider of [nativeProvider, pureProvider]) await judged(vector, provider);
      const jwk = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: vector.key.point }, 'EdDSA');
      const { content } = await judged(vector);
      const currentDate = new Date(content.iat * 1000);
      const { payload } = await jwtVerify(vector.code.slice(0, -1), jwk, { typ: 'dc+sd-jwt', currentDate });
      assert.deepEqual(payload['claims'], content.claims);
    });

  for (const [name, vector] of vectors('invalid'))
    it(`invalid: ${name}`, async () => {
      await assert.rejects(judged(vector), { code: vector.refused });
    });
});
