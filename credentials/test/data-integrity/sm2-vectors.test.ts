import { fromBase58, jcsBytes, toHex, type JsonObject } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { pureProvider } from '@renxin/seal/pure';
import assert from 'node:assert/strict';
import { keyOfMultikey, verifyProofs } from '../../src/data-integrity/index.js';
import { sm2Vectors, type ReadSm2Vector } from './vectors.js';

/** What each must be refused with. */
const CODES: Readonly<Record<string, string>> = {
  'context-in-front': 'PROOF_CONTEXT',
  'named-eddsa': 'PROOF_KEY_ALGORITHM',
};

describe('the vectors of sm2-jcs-2026', () => {
  for (const [name, vector] of sm2Vectors('valid')) {
    it(`hold: ${name}`, async () => {
      assert.deepEqual(keyOfMultikey(vector.multikey), vector.key);
      assert.equal(await codeOf(vector), 'ok');
    });

    it(`are the bytes that they say: ${name}`, () => {
      const { proof, ...unsecured } = vector.document;
      const { proofValue, ...config } = proof as JsonObject & { proofValue: string };
      const [options, document] = [jcsBytes(config), jcsBytes(unsecured)];
      assert.equal(new TextDecoder().decode(options), vector.canonicalOptions);
      assert.equal(new TextDecoder().decode(document), vector.canonicalDocument);
      assert.equal(toHex(pureProvider.hash('SM3', options)), vector.optionsHash);
      assert.equal(toHex(pureProvider.hash('SM3', document)), vector.documentHash);
      const message = Buffer.from(`${vector.optionsHash ?? ''}${vector.documentHash ?? ''}`, 'hex');
      assert.ok(pureProvider.verify(vector.key, message, fromBase58(proofValue.slice(1)) ?? message));
    });
  }

  for (const [name, vector] of sm2Vectors('invalid')) {
    it(`are refused: ${name}`, async () => {
      assert.equal(await codeOf(vector), CODES[name] ?? 'PROOF_SIGNATURE');
    });
  }
});

async function codeOf({ document, key }: ReadSm2Vector): Promise<string> {
  const codes = new Set<string>();
  for (const provider of [nativeProvider, pureProvider]) {
    const [finding] = await verifyProofs(document, {
      provider,
      now: new Date('2026-04-01T00:00:00Z'),
      proofPurpose: 'assertionMethod',
      methodOf: async () => ({ controller: 'x', key, purposes: ['assertionMethod'] }),
    });
    codes.add(finding?.verified === false ? finding.code : 'ok');
  }
  assert.equal(codes.size, 1);
  return [...codes][0] ?? '';
}
