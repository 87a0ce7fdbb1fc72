import { canonical, parseCanonical, type JsonObject } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { generateAssertionSigner, generateSigner } from '@renxin/seal/signer';
import { CryptoThreads } from '@renxin/seal/threads';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { addProofs, verifyProofs } from '../../src/data-integrity/index.js';
import { cutAt, joined, signingProgram, signMany } from '../../src/signing/index.js';

const activation = { id: 'test', method: 'unattended', at: '2026-03-01T00:00:00.000Z' } as const;
const created = '2026-03-01T00:00:00.000Z';
const DID = 'did:renxin:test:gd';
const sm2 = generateSigner('SM2').signer;
const edwards = generateAssertionSigner().signer;
const verificationMethods = [`${DID}#assertion-1`, `${DID}#key-1`];

function documentOf(n: number): JsonObject {
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    type: ['VerifiableCredential'],
    issuer: DID,
    id: `urn:renxin:test:certificate:${String(n)}`,
    credentialSubject: { name: n % 2 === 0 ? '演示人员 "一"' : 'plain', score: n },
  };
}

describe('an object cut where a member would stand', () => {
  it('joins to its canonical form, with the member and without', () => {
    const name = fc.stringMatching(/^[@a-z]{1,4}$/);
    const objects = fc.dictionary(name, fc.oneof(fc.integer(), fc.string({ unit: 'grapheme' })));
    fc.assert(
      fc.property(objects, name, fc.integer(), (object, member, value) => {
        const { [member]: _none, ...without } = { ...object };
        const cut = cutAt(member, { ...object });
        assert.equal(joined(cut), canonical(without));
        assert.equal(joined(cut, String(value)), canonical({ ...without, [member]: value }));
      }),
    );
  });
});

describe('many credentials signed together', () => {
  const threads = new CryptoThreads(1, signingProgram);
  after(() => threads.close());

  it('have the proofs that one by one they would have, which verify, each with its SM3', async () => {
    const documents = Array.from({ length: 60 }, (_, n) => documentOf(n));
    const context = documents[0]!['@context']!;
    const credentials = documents.map((each) => cutAt('proof', each));
    const input = { credentials, context, created, activation, verificationMethods };
    const { bytes, ends, digests } = await threads.apart(signMany, input, [edwards, sm2]);
    for (const [i, document] of documents.entries()) {
      const own = bytes.subarray(ends[i - 1] ?? 0, ends[i]);
      const credential = parseCanonical(own) as JsonObject; // refuses any other form
      assert.deepEqual(digests[i], nativeProvider.hash('SM3', own));
      const { proof, ...unsecured } = credential;
      assert.deepEqual(unsecured, document);
      const alone = await addProofs(
        document,
        [edwards, sm2].map((signer, n) => ({
          cryptosuite: n === 0 ? ('eddsa-jcs-2022' as const) : ('sm2-jcs-2026' as const),
          ...{ created, signer, activation, proofPurpose: 'assertionMethod' as const },
          verificationMethod: verificationMethods[n]!,
        })),
        nativeProvider,
      );
      const values = proof as JsonObject[];
      const others = alone['proof'] as JsonObject[];
      assert.equal(values[0]!['proofValue'], others[0]!['proofValue']); // Ed25519 has one signature of a message
      const blank = (all: JsonObject[]) => all.map((each) => ({ ...each, proofValue: '' }));
      assert.deepEqual(blank(values), blank(others));
      const findings = await verifyProofs(credential, {
        provider: nativeProvider,
        now: new Date(created),
        proofPurpose: 'assertionMethod',
        methodOf: async (url) => {
          const key = url === verificationMethods[0] ? edwards.key : sm2.key;
          return { controller: DID, key, purposes: ['assertionMethod'] };
        },
      });
      assert.deepEqual(
        findings.map(({ verified }) => verified),
        [true, true],
      );
    }
  });

  it('are not signed by a key that has no suite', async () => {
    const { signer: p256 } = generateSigner('P-256');
    const credentials = [cutAt('proof', documentOf(1))];
    const input = { credentials, context: 'x', created, activation, verificationMethods };
    await assert.rejects(signMany.run(input, [p256]), { code: 'PROOF_KEY_ALGORITHM' });
  });
});
