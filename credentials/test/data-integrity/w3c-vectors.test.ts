import { fromBase58, toBase58, toHex, type JsonObject } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { createPureAssertionSigner, pureProvider } from '@renxin/seal/pure';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { addProof, keyOfMultikey, multikeyOf, verifyProofs } from '../../src/data-integrity/index.js';
import { SignedBytes } from '../../src/data-integrity/signed-bytes.js';
import { activation } from './made.js';

const read = (name: string): string =>
  readFileSync(new URL(`../../../test/vectors/w3c/vc-di-eddsa/${name}`, import.meta.url), 'utf8').trim();
const json = (name: string): JsonObject => JSON.parse(read(name)) as JsonObject;

describe('the vectors of W3C for eddsa-jcs-2022', () => {
  const keys = json('keyPair.json');
  const url = `did:key:${keys['publicKeyMultibase'] as string}#${keys['publicKeyMultibase'] as string}`;
  const key = keyOfMultikey(keys['publicKeyMultibase'] as string);

  it('give the published hashes', () => {
    const bytes = new SignedBytes(json('unsigned.json'), nativeProvider).of(
      json('proofConfigJCS.json'),
      'SHA-256',
    );
    assert.equal(toHex(bytes), read('combinedHashJCS.txt'));
    assert.equal(toHex(bytes), read('proofHashJCS.txt') + read('docHashJCS.txt'));
  });

  it('hold', async () => {
    assert.ok(key);
    for (const provider of [nativeProvider, pureProvider]) {
      const [finding, more] = await verifyProofs(json('signedJCS.json'), {
        provider,
        now: new Date('2024-01-01T00:00:00Z'),
        proofPurpose: 'assertionMethod',
        methodOf: async (asked) =>
          asked === url ? { controller: url, key, purposes: ['assertionMethod'] } : undefined,
      });
      assert.ok(finding?.verified === true && more === undefined);
    }
  });

  it('come out of our own signing, byte for byte', async () => {
    const secret = fromBase58((keys['privateKeyMultibase'] as string).slice(1))?.subarray(2);
    assert.ok(secret);
    const signer = createPureAssertionSigner(secret);
    assert.equal(multikeyOf(signer.key), keys['publicKeyMultibase']);
    const options = {
      cryptosuite: 'eddsa-jcs-2022',
      verificationMethod: url,
      proofPurpose: 'assertionMethod',
      created: '2023-02-24T23:36:38Z',
      signer,
      activation,
    } as const;
    const ours = await addProof(json('unsigned.json'), options, nativeProvider);
    assert.deepEqual(ours, json('signedJCS.json'));
    const value = (ours['proof'] as { proofValue: string }).proofValue;
    assert.equal(value, `z${toBase58(Buffer.from(read('sigHexJCS.txt'), 'hex'))}`);
  });
});
