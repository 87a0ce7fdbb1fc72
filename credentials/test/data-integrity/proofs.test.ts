import { jcsBytes, type Json, type JsonObject } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { pureProvider } from '@renxin/seal/pure';
import { generateAssertionSigner, generateSigner } from '@renxin/seal/signer';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { addProof, addProofs, verifyProof } from '../../src/data-integrity/index.js';
import { codesOf, document, ed25519, judge, methodOf, optionsOf, signed, sm2, urlOf } from './made.js';

describe('proofs of a document', () => {
  it('hold for both suites, each on its own, with either provider', async () => {
    const both = await signed();
    for (const provider of [nativeProvider, pureProvider]) {
      assert.deepEqual(await codesOf(both, { provider }), ['ok', 'ok']);
    }
    const findings = await judge(both);
    assert.deepEqual(
      findings.map(({ cryptosuite }) => cryptosuite),
      ['eddsa-jcs-2022', 'sm2-jcs-2026'],
    );
  });

  it('can be added one after another, and the set is the same as at once', async () => {
    const one = await addProof(document, optionsOf(ed25519), nativeProvider);
    assert.ok(!Array.isArray(one['proof']));
    const two = await addProof(one, optionsOf(sm2), nativeProvider);
    assert.deepEqual(await codesOf(two), ['ok', 'ok']);
    const single = { provider: nativeProvider, now: new Date(), methodOf: async () => methodOf(ed25519) };
    const finding = await verifyProof(one, { ...single, proofPurpose: 'assertionMethod' });
    assert.ok(finding.verified);
    const doubled = await verifyProof(two, { ...single, proofPurpose: 'assertionMethod' });
    assert.ok(!doubled.verified && doubled.code === 'PROOF_MALFORMED');
  });

  it('do not hold after any change of the document', async () => {
    const both = await signed();
    const changes: Json[] = [
      { ...both, issuer: 'did:example:other' },
      { ...both, added: true },
      { ...both, credentialSubject: { name: '演示人员', score: 87.6, levels: [1, 2, 3] } },
      { ...both, credentialSubject: { name: '演示人员', score: 87.5, levels: [3, 2, 1] } },
      { ...both, type: [] },
    ];
    for (const changed of changes) {
      assert.deepEqual(await codesOf(changed as JsonObject), ['PROOF_SIGNATURE', 'PROOF_SIGNATURE']);
    }
  });

  it('do not hold after a change of any of their options', async () => {
    const both = await signed({ expires: '2030-01-01T00:00:00Z', domain: 'a.example', challenge: 'c' });
    const changes: Record<string, Json> = {
      created: '2026-03-01T08:00:01Z',
      expires: '2031-01-01T00:00:00Z',
      domain: 'b.example',
      challenge: 'd',
      nonce: 'n',
      id: 'urn:x',
    };
    for (const [name, value] of Object.entries(changes)) {
      const proof = (both['proof'] as JsonObject[]).map((each, i) => ({
        ...each,
        [name]: name === 'id' ? `urn:${String(i)}` : value,
      }));
      assert.deepEqual(await codesOf({ ...both, proof }), ['PROOF_SIGNATURE', 'PROOF_SIGNATURE'], name);
    }
  });

  it('judge one bad proof beside a good one', async () => {
    const both = await signed();
    const [first, second] = both['proof'] as [JsonObject, JsonObject];
    const bad = { ...second, proofValue: first['proofValue'] ?? '' };
    assert.deepEqual(await codesOf({ ...both, proof: [first, bad] }), ['ok', 'PROOF_SIGNATURE']);
  });

  it('build on one another, and fall together', async () => {
    const first = await addProof(document, optionsOf(ed25519, { id: 'urn:uuid:1' }), nativeProvider);
    const chained = optionsOf(sm2, { previousProof: 'urn:uuid:1' });
    const chain = await addProof(first, chained, nativeProvider);
    assert.deepEqual(await codesOf(chain), ['ok', 'ok']);
    const [a, b] = chain['proof'] as [JsonObject, JsonObject];
    const of = (...proofs: Json[]): Promise<string[]> => codesOf({ ...document, proof: proofs });
    assert.deepEqual(await of(b), ['PROOF_PREVIOUS_MISSING']);
    assert.deepEqual(await of({ ...a, nonce: 'other' }, b), ['PROOF_SIGNATURE', 'PROOF_SIGNATURE']);
    const another = await addProof(document, optionsOf(ed25519, { id: 'urn:uuid:2' }), nativeProvider);
    const third = optionsOf(sm2, { previousProof: ['urn:uuid:1', 'urn:uuid:2'] });
    await assert.rejects(addProof(another, third, nativeProvider), { code: 'PROOF_PREVIOUS_MISSING' });
  });

  it('tell what is missing, unknown, doubled or chained', async () => {
    const both = await signed();
    const [first, second] = both['proof'] as [JsonObject, JsonObject];
    const of = (...proofs: Json[]): Promise<string[]> => codesOf({ ...both, proof: proofs });
    assert.deepEqual(await codesOf(document), ['PROOF_MISSING']);
    assert.deepEqual(await of(), ['PROOF_MISSING']);
    assert.deepEqual(await of(first, second, first), ['PROOF_DOUBLED', 'ok', 'PROOF_DOUBLED']);
    assert.deepEqual(await of({ ...first, cryptosuite: 'eddsa-rdfc-2022' }), ['PROOF_SUITE_UNKNOWN']);
    assert.deepEqual(await of({ ...first, cryptosuite: 'constructor' }), ['PROOF_SUITE_UNKNOWN']);
    assert.deepEqual(await of({ ...first, previousProof: 'urn:x' }), ['PROOF_PREVIOUS_MISSING']);
    assert.deepEqual(await of(Array.from({ length: 17 }, () => first)), ['PROOF_MALFORMED']);
    for (const wrong of [null, 'proof', 7, [], {}, { ...first, type: 'Ed25519Signature2020' }]) {
      assert.deepEqual(await of(wrong), ['PROOF_MALFORMED']);
    }
    for (const name of ['type', 'cryptosuite', 'verificationMethod', 'proofPurpose', 'proofValue']) {
      const { [name]: _left, ...rest } = first;
      assert.deepEqual(await of(rest), ['PROOF_MALFORMED'], name);
    }
    for (const changes of [
      { unknownTerm: 1 },
      { created: '2026-03-01' },
      { created: '2026-03-01T08:00:00' },
    ]) {
      assert.deepEqual(await of({ ...first, ...changes }), ['PROOF_MALFORMED']);
    }
  });

  it('are for one purpose, by a key that may be used for it', async () => {
    const both = await signed();
    assert.deepEqual(await codesOf(both, { proofPurpose: 'authentication' }), [
      'PROOF_PURPOSE',
      'PROOF_PURPOSE',
    ]);
    const noPurpose = async () => methodOf(ed25519, { purposes: ['authentication'] });
    assert.equal((await codesOf(both, { methodOf: noPurpose }))[0], 'VERIFICATION_METHOD_PURPOSE');
    const unknown = { methodOf: async () => undefined };
    assert.deepEqual(await codesOf(both, unknown), [
      'VERIFICATION_METHOD_UNKNOWN',
      'VERIFICATION_METHOD_UNKNOWN',
    ]);
  });

  it('are of a key of the suite: algorithms are not confused', async () => {
    const both = await signed();
    const swapped = async (url: string) => methodOf(url === urlOf(ed25519) ? sm2 : ed25519);
    assert.deepEqual(await codesOf(both, { methodOf: swapped }), [
      'PROOF_KEY_ALGORITHM',
      'PROOF_KEY_ALGORITHM',
    ]);
    const p256 = generateSigner('P-256').signer;
    assert.equal((await codesOf(both, { methodOf: async () => methodOf(p256) }))[1], 'PROOF_KEY_ALGORITHM');
    const [first, second] = both['proof'] as [JsonObject, JsonObject];
    const relabelled = [
      { ...first, cryptosuite: 'sm2-jcs-2026' },
      { ...second, cryptosuite: 'eddsa-jcs-2022' },
    ];
    assert.deepEqual(await codesOf({ ...both, proof: relabelled }), [
      'PROOF_KEY_ALGORITHM',
      'PROOF_KEY_ALGORITHM',
    ]);
    for (const [signer, cryptosuite] of [
      [sm2, 'eddsa-jcs-2022'],
      [ed25519, 'sm2-jcs-2026'],
      [p256, 'sm2-jcs-2026'],
    ] as const) {
      await assert.rejects(addProof(document, optionsOf(signer, { cryptosuite }), nativeProvider), {
        code: 'PROOF_KEY_ALGORITHM',
      });
    }
  });

  it('belong to another key’s owner only if they are its own', async () => {
    const both = await signed();
    const others = [generateAssertionSigner().signer, generateSigner('SM2').signer] as const;
    const methods = async (url: string) => methodOf(url === urlOf(ed25519) ? others[0] : others[1]);
    assert.deepEqual(await codesOf(both, { methodOf: methods }), ['PROOF_SIGNATURE', 'PROOF_SIGNATURE']);
  });

  it('have times that are possible, and a key that was in force', async () => {
    const now = new Date('2026-03-02T00:00:00Z');
    const of = async (changes: object) => (await codesOf(await signed(changes), { now }))[0];
    assert.equal(await of({ created: '2026-03-02T00:00:59Z' }), 'ok');
    assert.equal(await of({ created: '2026-03-02T00:01:01Z' }), 'PROOF_CREATED_IN_FUTURE');
    assert.equal(await of({ created: '2026-03-02T08:00:00+08:00' }), 'ok');
    assert.equal(await of({ expires: '2026-03-02T00:00:00Z' }), 'PROOF_EXPIRED');
    const both = await signed();
    const period = (from?: string, until?: string) => ({
      methodOf: async () =>
        methodOf(ed25519, { ...(from !== undefined && { from }), ...(until !== undefined && { until }) }),
    });
    assert.equal((await codesOf(both, period('2026-03-01T08:00:00.000Z')))[0], 'ok');
    for (const outside of [
      period('2026-03-01T08:00:00.001Z'),
      period(undefined, '2026-03-01T08:00:00.000Z'),
      period('not a time'),
    ]) {
      assert.equal((await codesOf(both, outside))[0], 'PROOF_KEY_NOT_IN_FORCE');
    }
    const [first] = both['proof'] as [JsonObject];
    const { created: _created, ...timeless } = first;
    assert.deepEqual(await codesOf({ ...both, proof: timeless }, period('2026-01-01T00:00:00.000Z')), [
      'PROOF_KEY_NOT_IN_FORCE',
    ]);
  });

  it('answer the challenge and name the domain of the verifier', async () => {
    const asked = { challenge: 'c-1', domain: 'sh.example' };
    const answer = await signed({ challenge: 'c-1', domain: ['gd.example', 'sh.example'] });
    assert.deepEqual(await codesOf(answer, asked), ['ok', 'ok']);
    assert.equal((await codesOf(answer, { ...asked, challenge: 'c-2' }))[0], 'PROOF_CHALLENGE');
    assert.equal((await codesOf(answer, { ...asked, domain: 'sc.example' }))[0], 'PROOF_DOMAIN');
    assert.equal((await codesOf(await signed(), { challenge: 'c-1' }))[0], 'PROOF_CHALLENGE');
    assert.equal((await codesOf(await signed(), { domain: 'sh.example' }))[0], 'PROOF_DOMAIN');
  });

  it('are made under the contexts with which the document begins', async () => {
    const both = await signed();
    const contexts = both['@context'] as string[];
    const under = (context: Json) => codesOf({ ...both, '@context': context });
    assert.deepEqual(await under(['https://evil.example', ...contexts]), ['PROOF_CONTEXT', 'PROOF_CONTEXT']);
    assert.deepEqual(await under([]), ['PROOF_CONTEXT', 'PROOF_CONTEXT']);
    assert.deepEqual(await under([{ '@vocab': 'x' }]), ['PROOF_CONTEXT', 'PROOF_CONTEXT']);
    // The letter of the suite: later contexts are not part of what was signed, and leave it as it was.
    assert.deepEqual(await under([...contexts, 'https://later.example']), ['ok', 'ok']);
    const { '@context': _context, ...without } = both;
    assert.deepEqual(await codesOf(without), ['PROOF_CONTEXT', 'PROOF_CONTEXT']);
    const [first] = both['proof'] as [JsonObject];
    assert.deepEqual(await codesOf({ ...both, proof: { ...first, '@context': [] } }), ['PROOF_SIGNATURE']);
  });

  it('refuse what has no canonical form', async () => {
    const loud = { ...document, text: '\ud800' };
    await assert.rejects(addProof(loud, optionsOf(ed25519), nativeProvider), {
      code: 'DOCUMENT_NOT_CANONICAL',
    });
    const both = await signed();
    assert.deepEqual(await codesOf({ ...both, text: '\ud800' }), [
      'DOCUMENT_NOT_CANONICAL',
      'DOCUMENT_NOT_CANONICAL',
    ]);
    let deep: Json = 1;
    for (let i = 0; i < 70; i++) deep = [deep];
    assert.equal((await codesOf({ ...both, deep }))[0], 'DOCUMENT_NOT_CANONICAL');
  });

  it('take characters as they are: another form of the same letter is another document', async () => {
    const composed = await signed({}, { ...document, name: '\u00e9' });
    assert.deepEqual(await codesOf({ ...composed, name: 'e\u0301' }), ['PROOF_SIGNATURE', 'PROOF_SIGNATURE']);
  });

  it('refuse a value of another length, alphabet or encoding', async () => {
    const both = await signed();
    const [first] = both['proof'] as [JsonObject];
    const value = first['proofValue'] as string;
    for (const wrong of [
      'z',
      `${value}1`,
      `z1${value.slice(1)}`,
      `u${value.slice(1)}`,
      value.slice(1),
      `z${'O'.repeat(80)}`,
      `z${'2'.repeat(1_000_000)}`,
    ]) {
      assert.deepEqual(await codesOf({ ...both, proof: { ...first, proofValue: wrong } }), [
        'PROOF_SIGNATURE',
      ]);
    }
  });

  it('hold for any JSON, and for nothing else of the same form', async () => {
    const members = fc.dictionary(
      fc.string({ unit: 'grapheme' }).filter((name) => !['proof', '__proto__', '@context'].includes(name)),
      fc.jsonValue({ noUnicodeString: false }),
    );
    await fc.assert(
      fc.asyncProperty(members, members, async (one, other) => {
        const clean = JSON.parse(JSON.stringify(one)) as JsonObject;
        if (!isCanonical(clean)) return;
        const both = await addProofs(clean, [optionsOf(ed25519), optionsOf(sm2)], nativeProvider);
        assert.deepEqual(await codesOf(both), ['ok', 'ok']);
        const mixed = JSON.parse(JSON.stringify({ ...other, proof: both['proof'] })) as JsonObject;
        const isSame = isCanonical(other as JsonObject) && sameJcs(other as JsonObject, clean);
        assert.equal(
          (await codesOf(mixed)).every((code) => code === 'ok'),
          isSame,
        );
      }),
      { numRuns: 60 },
    );
  });
});

function isCanonical(value: JsonObject): boolean {
  try {
    jcsBytes(value);
    return true;
  } catch {
    return false;
  }
}

function sameJcs(a: JsonObject, b: JsonObject): boolean {
  return Buffer.from(jcsBytes(a)).equals(jcsBytes(b));
}
