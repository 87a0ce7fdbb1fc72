import type { JsonObject } from '@renxin/chaincode/canonical';
import { assertionSignerOf, signerOf } from '@renxin/seal/signer';
import { mkdirSync, writeFileSync } from 'node:fs';
import { jwkOf, signJws } from '../../src/jose/index.js';
import { folderOf } from './vectors.js';

/** Writes the vectors of docs/formats/jose.md: after a change of that page. */

const ED25519 = '302e020100300506032b657004220420';
const EC = (curve: string): string => `3041020100301306072a8648ce3d020106${curve}042730250201010420`;
// RFC 8037 appendix A; FIPS 186 and GB/T 32918.5 examples.
const secret = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const activation = { id: 'vectors', method: 'unattended', at: '2026-03-01T08:00:00.000Z' } as const;

const signers = {
  EdDSA: assertionSignerOf(bytes(ED25519 + secret)),
  ES256: signerOf(bytes(EC('082a8648ce3d030107') + secret)),
  SM2: signerOf(bytes(EC('082a811ccf5501822d') + secret)),
};
const said = { header: { typ: 'example+jwt' }, payload: { aud: 'https://example.org', iat: 1_772_352_000 } };

const write = (kind: 'valid' | 'invalid', name: string, vector: JsonObject): void =>
  writeFileSync(new URL(`${name}.json`, folderOf(kind)), JSON.stringify(vector, null, 2) + '\n');
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

for (const kind of ['valid', 'invalid'] as const) mkdirSync(folderOf(kind), { recursive: true });
for (const [alg, signer] of Object.entries(signers)) {
  const jwk = jwkOf(signer.key);
  const jws = await signJws(said, signer, activation);
  write('valid', alg, { jws, jwk });
  const [head = '', body = '', tail = ''] = jws.split('.');
  if (alg !== 'ES256') continue;
  const other = { ...said.payload, aud: 'https://example.com' };
  write('invalid', 'payload-changed', { jws: `${head}.${part(other)}.${tail}`, jwk });
  write('invalid', 'none', { jws: `${part({ alg: 'none', typ: 'example+jwt' })}.${body}.`, jwk });
  write('invalid', 'named-eddsa', {
    jws: `${part({ alg: 'EdDSA', typ: 'example+jwt' })}.${body}.${tail}`,
    jwk,
  });
  write('invalid', 'key-of-another-algorithm', { jws, jwk: jwkOf(signers.SM2.key) });
  const critical = { alg, b64: false, crit: ['b64'], typ: 'example+jwt' };
  write('invalid', 'critical-header', { jws: `${part(critical)}.${body}.${tail}`, jwk });
  write('invalid', 'padded', { jws: `${head}=.${body}.${tail}`, jwk });
  const repeated = Buffer.from('{"aud":"a","aud":"https://example.org"}').toString('base64url');
  write('invalid', 'member-repeated', { jws: `${head}.${repeated}.${tail}`, jwk });
  write('invalid', 'private-member', { jws, jwk: { ...jwk, d: 'A'.repeat(43) } });
}
