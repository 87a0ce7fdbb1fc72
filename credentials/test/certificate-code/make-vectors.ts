import { toBase64url } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { generateAssertionSigner, type Activation } from '@renxin/seal/signer';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { issueCode, type CodeContent } from '../../src/certificate-code/index.js';
import { signJws } from '../../src/jose/index.js';

/**
 * Writes the vectors of docs/formats/certificate-code.md: `node credentials/dist/test/certificate-code/make-vectors.js`. Its
 * key is made of fixed bytes, so that a run writes the same ones.
 */
const seed = nativeProvider.hash('SHA-256', new TextEncoder().encode('certificate code'));
const { signer } = generateAssertionSigner((length) => seed.subarray(0, length));
const stranger = generateAssertionSigner((length) =>
  nativeProvider.hash('SHA-256', seed).subarray(0, length),
);
const activation: Activation = { id: 'vectors', method: 'unattended', at: '2026-03-05T08:00:00.000Z' };
const iss = 'did:renxin:renxin-test:gd';
const verificationMethod = `${iss}#assertion-1`;
const iat = 1_772_697_600;
const content: CodeContent = {
  iss,
  iat,
  exp: iat + 3600,
  id: 'urn:renxin:renxin-test:certificate:v-1',
  type: 'vocational-skill-level',
  provenance: 'issued',
  issuer: 'assessor',
  region: '440300',
  issuedOn: '2026-03-02',
  claims: { level: '3', occupation: '电工' },
};
const vct = 'urn:renxin:vct:certificate-code:1';

const key = { verificationMethod, signer, activation };
const good = await issueCode(content, key);
const header = { typ: 'dc+sd-jwt', kid: verificationMethod };
const signed = async (payload: object, head: object = header, by = signer) =>
  `${await signJws({ header: { ...head }, payload: { ...payload } }, by, activation)}~`;
const whole = { vct, ...content };
const disclosure = toBase64url(new TextEncoder().encode('["c2FsdA","level","1"]'));

const valid = {
  issued: good,
  'from-a-register': await issueCode({ ...content, provenance: 'register', issuer: 'gd' }, key),
  'with-an-end': await issueCode({ ...content, validUntil: '2029-03-01' }, key),
  'of-one-day': await issueCode({ ...content, exp: iat + 86_400 }, key),
};
const invalid: Record<string, readonly [code: string, refused: string]> = {
  'claim-changed': [changed(good), 'SD_JWT_SIGNATURE'],
  'key-of-somebody-else': [await signed(whole, header, stranger.signer), 'SD_JWT_SIGNATURE'],
  'kid-of-another': [
    await signed(whole, { ...header, kid: 'did:renxin:renxin-test:sh#assertion-1' }),
    'SD_JWT_MALFORMED',
  ],
  'kid-unknown': [await signed(whole, { ...header, kid: `${iss}#assertion-2` }), 'SD_JWT_KEY_UNKNOWN'],
  'typ-of-another-token': [await signed(whole, { ...header, typ: 'JWT' }), 'SD_JWT_MALFORMED'],
  'vct-of-another-type': [
    await signed({ ...whole, vct: 'urn:renxin:vct:vocational-skill-level:1' }),
    'SD_JWT_MALFORMED',
  ],
  'lasts-too-long': [await signed({ ...whole, exp: iat + 86_401 }), 'SD_JWT_MALFORMED'],
  'ends-before-it-begins': [await signed({ ...whole, exp: iat }), 'SD_JWT_MALFORMED'],
  'member-too-many': [await signed({ ...whole, state: 'VALID' }), 'SD_JWT_MALFORMED'],
  'claim-of-an-object': [await signed({ ...whole, claims: { assessor: { name: 'x' } } }), 'SD_JWT_MALFORMED'],
  'with-a-disclosure': [`${good}${disclosure}~`, 'SD_JWT_MALFORMED'],
  'with-a-key-binding': [`${good}${good.slice(0, -1)}`, 'SD_JWT_MALFORMED'],
  'without-its-end': [good.slice(0, -1), 'SD_JWT_MALFORMED'],
  'too-long': [
    await signed({ ...whole, claims: { name: '字'.repeat(200), note: '字'.repeat(200) } }),
    'SD_JWT_MALFORMED',
  ],
};

function changed(code: string): string {
  const [head, body = '', tail] = code.split('.');
  const said = Buffer.from(body, 'base64url').toString().replace('"level":"3"', '"level":"1"');
  return [head, Buffer.from(said).toString('base64url'), tail].join('.');
}

const folder = new URL('../../../test/vectors/certificate-code/', import.meta.url);
rmSync(folder, { recursive: true, force: true });
for (const kind of ['valid', 'invalid']) mkdirSync(new URL(`${kind}/`, folder), { recursive: true });
const write = (name: string, value: object): void =>
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(value, null, 2)}\n`);
const about = { key: signer.key, kid: verificationMethod };
for (const [name, code] of Object.entries(valid)) write(`valid/${name}`, { ...about, code });
for (const [name, [code, refused]] of Object.entries(invalid))
  write(`invalid/${name}`, { ...about, code, refused });
