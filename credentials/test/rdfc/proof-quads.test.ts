import type { Json, JsonObject } from '@renxin/chaincode/canonical';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { canonicalQuads, DATA_INTEGRITY_CONTEXT, testContexts, VC1_CONTEXT } from '../../src/rdfc/index.js';
import { writtenQuads } from '../../src/rdfc/proof-quads.js';

const V2 = 'https://www.w3.org/ns/credentials/v2';
const EXAMPLES = 'https://www.w3.org/ns/credentials/examples/v2';
const OURS = 'urn:renxin:context:credentials:1';

const texts = fc.oneof(
  { weight: 8, arbitrary: fc.stringMatching(/^[ !#-[\]-~]{0,20}$/) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
  { weight: 1, arbitrary: fc.constantFrom('', 'a"b', 'back\\slash', '演示', 'line\nbreak') },
);
const urls = fc.oneof(
  { weight: 4, arbitrary: fc.uuid().map((id) => `urn:uuid:${id}`) },
  { weight: 4, arbitrary: fc.stringMatching(/^did:example:[a-z0-9]{1,12}#[a-z0-9-]{1,8}$/) },
  {
    weight: 4,
    arbitrary: fc.stringMatching(/^https:\/\/[a-z]{1,9}\.example\/[a-z0-9/]{0,9}(?:#[a-z]{1,5})?$/),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'sec:key',
      'cred:key',
      'xsd:key',
      'proof:key',
      'id:key',
      'https:key',
      'did:key:zx%41',
    ),
  },
);
const dates = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const oneOrMore = (each: fc.Arbitrary<string>): fc.Arbitrary<Json> =>
  fc.oneof(each, fc.array(each, { minLength: 1, maxLength: 4 }));

const options = fc.record(
  {
    id: urls,
    type: fc.constant('DataIntegrityProof'),
    created: dates,
    expires: dates,
    cryptosuite: fc.constantFrom('eddsa-rdfc-2022', 'ecdsa-rdfc-2019'),
    verificationMethod: urls,
    proofPurpose: fc.constantFrom('assertionMethod', 'authentication'),
    domain: oneOrMore(texts),
    challenge: texts,
    nonce: texts,
    previousProof: oneOrMore(urls),
  },
  { requiredKeys: ['type', 'cryptosuite', 'verificationMethod', 'proofPurpose'] },
);
const contexts = fc.constantFrom<Json>(
  [V2],
  V2,
  [V2, EXAMPLES],
  [V2, OURS],
  [VC1_CONTEXT, DATA_INTEGRITY_CONTEXT],
  [VC1_CONTEXT],
  [V2, DATA_INTEGRITY_CONTEXT],
  [V2, { '@language': 'zh' }],
);

describe('the N-Quads of proof options', () => {
  it('written down are those of RDF canonicalization, for random options and contexts', async () => {
    let written = 0;
    await fc.assert(
      fc.asyncProperty(options, contexts, async (given, context) => {
        const ours = writtenQuads(given, context, testContexts);
        if (ours === undefined) return;
        written += 1;
        const canonical = await canonicalQuads({ '@context': context, ...given }, testContexts);
        assert.equal(ours, canonical);
      }),
      { numRuns: 800 },
    );
    assert.ok(written > 100, String(written));
  });

  it('are left to JSON-LD where a context of the document could change them', () => {
    const plain = {
      type: 'DataIntegrityProof',
      cryptosuite: 'eddsa-rdfc-2022',
      verificationMethod: 'did:example:a#b',
      proofPurpose: 'assertionMethod',
    };
    assert.ok(writtenQuads(plain, [V2], testContexts) !== undefined);
    const left: readonly (readonly [JsonObject, Json | undefined])[] = [
      [plain, undefined],
      [plain, [EXAMPLES]],
      [plain, [V2, { '@language': 'zh' }]],
      [{ ...plain, domain: 'a"b' }, [V2]],
      [{ ...plain, verificationMethod: 'sec:key' }, [V2]],
      [{ ...plain, unknown: 'x' }, [V2]],
      [{ ...plain, nonce: ['a', 'a'] }, [V2]],
      [{ ...plain, type: 'Ed25519Signature2020' }, [V2]],
    ];
    for (const [given, context] of left) assert.equal(writtenQuads(given, context, testContexts), undefined);
  });
});
