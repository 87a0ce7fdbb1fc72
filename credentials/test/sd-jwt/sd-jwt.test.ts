import type { Json, JsonObject } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { generateAssertionSigner } from '@renxin/seal/signer';
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { signJws } from '../../src/jose/index.js';
import { digestOf } from '../../src/sd-jwt/sd-jwt.js';
import { disclosed, readSdJwt, signSdJwt, withDisclosures } from '../../src/sd-jwt/index.js';

const { signer } = generateAssertionSigner();
const activation = { id: 'test', method: 'unattended', at: '2026-03-01T08:00:00.000Z' } as const;
const disclosure = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** A payload as somebody else would sign it, with these disclosures behind it. */
async function made(payload: JsonObject, disclosures: readonly string[]): Promise<JsonObject> {
  const jwt = await signJws({ header: { typ: 'x' }, payload }, signer, activation);
  return disclosed(readSdJwt(`${[jwt, ...disclosures].join('~')}~`), nativeProvider);
}

describe('SD-JWT', () => {
  it('takes the digest of RFC 9901 section 4.2.3', () => {
    const text = 'WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0';
    assert.equal(digestOf(text, nativeProvider), 'X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0');
  });

  it('discloses what is asked for, and says nothing of the rest', async () => {
    const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
    const by = { signer, activation, provider: nativeProvider, random };
    const whole = await signSdJwt({ typ: 'x' }, { iss: 'a' }, { level: '3', name: '演示' }, by);
    assert.deepEqual(disclosed(readSdJwt(whole), nativeProvider), { iss: 'a', level: '3', name: '演示' });
    const part = withDisclosures(whole, ['level']);
    assert.deepEqual(disclosed(readSdJwt(part), nativeProvider), { iss: 'a', level: '3' });
    assert.ok(!part.includes(disclosure('演示').slice(0, 6)));
  });

  it('opens members within members and elements of lists', async () => {
    const city = disclosure(['s1', 'city', '广州']);
    const address = disclosure(['s2', 'address', { _sd: [digest(city)], country: 'CN' }]);
    const element = disclosure(['s3', 'two']);
    const payload = {
      _sd_alg: 'sha-256',
      _sd: [digest(address), digest('a decoy')],
      list: ['one', { '...': digest(element) }, { '...': digest('another decoy') }],
    };
    assert.deepEqual(await made(payload, [city, address, element]), {
      address: { city: '广州', country: 'CN' },
      list: ['one', 'two'],
    });
    assert.deepEqual(await made(payload, [address]), { address: { country: 'CN' }, list: ['one'] });
  });

  const level = disclosure(['s', 'level', '3']);
  const inner = disclosure(['s', 'inner', { _sd: [digest(level)] }]);
  const nestedTwice = {
    payload: { _sd: [digest(inner), digest(level)] },
    disclosures: [inner, level],
  };
  const cases: readonly [string, JsonObject, readonly string[]][] = [
    ['a disclosure of no digest', { _sd: [] }, [level]],
    ['a disclosure twice', { _sd: [digest(level)] }, [level, level]],
    ['a digest twice', { _sd: [digest(level), digest(level)] }, [level]],
    ['a name that is taken', { _sd: [digest(level)], level: '1' }, [level]],
    ['a name of the format', { _sd: [digest(disclosure(['s', '_sd', []]))] }, [disclosure(['s', '_sd', []])]],
    [
      'an element in the place of a member',
      { _sd: [digest(disclosure(['s', 'x']))] },
      [disclosure(['s', 'x'])],
    ],
    ['a member in the place of an element', { list: [{ '...': digest(level) }] }, [level]],
    ['what is no disclosure', { _sd: [] }, ['x']],
    [
      'a salt that is no text',
      { _sd: [digest(disclosure([1, 'level', '3']))] },
      [disclosure([1, 'level', '3'])],
    ],
    ['a digest twice, one of them in a disclosure', nestedTwice.payload, nestedTwice.disclosures],
    ['the element of a list with a member beside', { list: [{ '...': digest(level), x: 1 }] }, []],
    ['another digest', { _sd_alg: 'sm3', _sd: [] }, []],
    ['digests that are none', { _sd: 'x' }, []],
  ];
  for (const [name, payload, disclosures] of cases)
    it(`refused: ${name}`, async () => {
      await assert.rejects(made(payload, disclosures), ({ code }: { code: string }) =>
        ['SD_JWT_DISCLOSURE', 'SD_JWT_MALFORMED'].includes(code),
      );
    });

  it('refused: what is no SD-JWT at all', () => {
    for (const text of ['', 'a.b.c', 'a.b.c~', `${'a'.repeat(200_000)}~`, 'e30.e30.AA~~'])
      assert.throws(() => readSdJwt(text), { code: 'SD_JWT_MALFORMED' });
  });
});
