import type { Json, JsonObject } from '@renxin/chaincode/canonical';
import assert from 'node:assert/strict';
import { ProofError } from '../../src/data-integrity/index.js';
import { canonicalQuads, documentLoader, knownContexts, testContexts } from '../../src/rdfc/index.js';
import { codesOf, document, ed25519, p256, p384, prove } from './made.js';

const V2 = 'https://www.w3.org/ns/credentials/v2';
const vocabulary = { '@vocab': 'https://vocabulary.example/#' };

async function codeOf(value: JsonObject, contexts = testContexts): Promise<string> {
  try {
    await canonicalQuads(value, contexts);
    return 'ok';
  } catch (error) {
    if (error instanceof ProofError) return error.code;
    throw error;
  }
}

function withContexts(...contexts: readonly Json[]): JsonObject {
  return { ...document, '@context': contexts };
}

describe('hostile JSON-LD', () => {
  it('names no context that is not on the list: CONTEXT_UNKNOWN', async () => {
    for (const context of [
      'https://www.w3.org/ns/credentials/v3',
      'http://127.0.0.1:9/context',
      'file:///etc/passwd',
      'https ://not-a-url',
      { '@import': V2 },
      { inner: { '@id': 'urn:x', '@context': 'https://unknown.example/' } },
    ])
      assert.equal(await codeOf(withContexts(V2, context)), 'CONTEXT_UNKNOWN');
    assert.equal(await codeOf(document, knownContexts), 'CONTEXT_UNKNOWN');
    await assert.rejects(documentLoader(testContexts)('https://unknown.example/'), {
      code: 'CONTEXT_UNKNOWN',
    });
  });

  it('redefines no term that a context protects: CONTEXT_REDEFINES', async () => {
    assert.equal(
      await codeOf(withContexts(V2, { VerifiableCredential: 'urn:other' }, vocabulary)),
      'CONTEXT_REDEFINES',
    );
    assert.equal(await codeOf(withContexts(V2, { name: 'urn:other' }, vocabulary)), 'CONTEXT_REDEFINES');
    const twice = withContexts(V2, { '@protected': true, mine: 'urn:a' }, { mine: 'urn:b' });
    assert.equal(await codeOf(twice), 'CONTEXT_REDEFINES');
  });

  it('has no context that is none: DOCUMENT_NOT_JSON_LD', async () => {
    for (const context of [123_192_875, null, true, ['nested'], { term: 5 }])
      assert.equal(await codeOf(withContexts(V2, context, vocabulary)), 'DOCUMENT_NOT_JSON_LD');
  });

  it('has no term and no type that nothing defines: TERM_UNDEFINED', async () => {
    const plain = { ...withContexts(V2), type: ['VerifiableCredential'], credentialSubject: { id: 'urn:a' } };
    assert.equal(await codeOf(plain), 'ok');
    assert.equal(await codeOf({ ...plain, unheardOf: 'x' }), 'TERM_UNDEFINED');
    assert.equal(
      await codeOf({ ...plain, credentialSubject: { id: 'urn:a', unheardOf: 1 } }),
      'TERM_UNDEFINED',
    );
    assert.equal(await codeOf({ ...plain, type: ['VerifiableCredential', 'Unheard'] }), 'TERM_UNDEFINED');
    assert.equal(await codeOf({ ...plain, issuer: 'relative/reference' }), 'TERM_UNDEFINED');
    // Keywords are of the expanded form.
    for (const subject of [{ name: { '@list': ['x'] } }, { '@graph': [{ name: 'x' }] }])
      assert.equal(await codeOf({ ...plain, credentialSubject: subject }), 'TERM_UNDEFINED');
  });

  it('ends in bounded time: DOCUMENT_TOO_COMPLEX', async () => {
    const deep = (levels: number): JsonObject => (levels === 0 ? { x: 'y' } : { x: deep(levels - 1) });
    const bombs: Readonly<Record<string, JsonObject>> = {
      deep: { ...withContexts(V2, vocabulary), credentialSubject: deep(40) },
      wide: {
        ...withContexts(V2, vocabulary),
        credentialSubject: Array.from({ length: 5000 }, () => ({ x: 1 })),
      },
      large: { ...document, name: 'x'.repeat(2_000_000) },
      contexts: withContexts(V2, ...Array.from({ length: 130 }, () => vocabulary)),
      terms: withContexts(
        V2,
        Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`t${String(i)}`, `urn:t:${String(i)}`])),
      ),
      clique: { ...withContexts(V2, vocabulary), credentialSubject: clique(9) },
      ring: { ...withContexts(V2, vocabulary), credentialSubject: ring(64) },
      scoped: withContexts(V2, vocabulary, scoped(60)),
      lists: { ...withContexts(V2, contained('@list')), credentialSubject: { x: lists(60) } },
      graphs: { ...withContexts(V2, contained('@graph')), credentialSubject: deep(60) },
    };
    for (const [name, bomb] of Object.entries(bombs)) {
      const start = process.cpuUsage();
      assert.equal(await codeOf(bomb), 'DOCUMENT_TOO_COMPLEX', name);
      const { user } = process.cpuUsage(start);
      assert.ok(user < 2_000_000, `${name}: ${String(user)} microseconds`);
    }
  });

  it('is a finding about a proof, not a fault', async () => {
    const proven = await prove(document);
    assert.deepEqual(await codesOf({ ...proven, unheardOf: { '@context': 'https://x.example/' } }), [
      'CONTEXT_UNKNOWN',
    ]);
    const { type, ...rest } = proven;
    assert.deepEqual(await codesOf({ ...rest, type: [...(type as string[]), 'relative'] }), [
      'PROOF_SIGNATURE',
    ]);
  });
});

/** Every blank node points to every other: all look alike, from near and from afar. */
function clique(size: number): Json {
  const names = Array.from({ length: size }, (_, i) => `_:n${String(i)}`);
  return names.map((id) => ({ id, to: names.filter((each) => each !== id).map((each) => ({ id: each })) }));
}

/** Two rings of blank nodes that only the whole of them tells apart. */
function ring(size: number): Json {
  return Array.from({ length: size }, (_, i) => ({
    id: `_:n${String(i)}`,
    to: { id: `_:n${String((i + 1) % size)}` },
  }));
}

/** Each term brings a context of its own, which brings the next. */
function scoped(levels: number): JsonObject {
  const term = `t${String(levels)}`;
  return levels === 0
    ? { end: 'urn:t:end' }
    : { [term]: { '@id': `urn:t:${String(levels)}`, '@context': scoped(levels - 1) } };
}

/** A term whose values are lists, or graphs. */
function contained(container: string): JsonObject {
  return { x: { '@id': 'urn:t:x', '@container': container }, y: 'urn:t:y' };
}

function lists(levels: number): Json {
  return levels === 0 ? ['x'] : [lists(levels - 1)];
}

describe('proofs over RDF', () => {
  it('hold by each kind of key, alone, as a set and as a chain', async () => {
    const first = await prove(document, ed25519, { id: 'urn:uuid:first' });
    assert.deepEqual(await codesOf(first), ['ok']);
    const set = await prove(await prove(first, p256), p384);
    assert.deepEqual(await codesOf(set), ['ok', 'ok', 'ok']);
    const chain = await prove(first, p256, { previousProof: 'urn:uuid:first' });
    assert.deepEqual(await codesOf(chain), ['ok', 'ok']);
  });

  it('of a chain fall with the proof on which they build', async () => {
    const first = await prove(document, ed25519, { id: 'urn:uuid:first' });
    const second = await prove(first, p256, { id: 'urn:uuid:second', previousProof: ['urn:uuid:first'] });
    const third = await prove(second, p384, { previousProof: 'urn:uuid:second' });
    const [a, b, c] = third['proof'] as JsonObject[];
    const of = (...proof: (JsonObject | undefined)[]): Promise<string[]> =>
      codesOf({ ...document, proof: proof as Json });
    assert.deepEqual(await of(a, b, c), ['ok', 'ok', 'ok']);
    assert.deepEqual(await of(b, c), ['PROOF_PREVIOUS_MISSING', 'PROOF_PREVIOUS_FAILED']);
    const forged = { ...a, created: '2026-02-28T00:00:00Z' };
    assert.deepEqual(await of(forged, b, c), ['PROOF_SIGNATURE', 'PROOF_SIGNATURE', 'PROOF_PREVIOUS_FAILED']);
    assert.deepEqual(await of(a, { ...b, id: 'urn:uuid:first' }), ['PROOF_DOUBLED', 'PROOF_DOUBLED']);
  });

  it('of one key side by side are taken only where the verifier says so', async () => {
    const twice = await prove(await prove(document), ed25519, { created: '2026-03-01T09:00:00Z' });
    assert.deepEqual(await codesOf(twice), ['PROOF_DOUBLED', 'PROOF_DOUBLED']);
    assert.deepEqual(await codesOf(twice, { repeats: true }), ['ok', 'ok']);
  });

  it('are of their own suite and key', async () => {
    const proven = await prove(document, p256);
    const proof = proven['proof'] as JsonObject;
    const of = (changes: JsonObject): Promise<string[]> =>
      codesOf({ ...proven, proof: { ...proof, ...changes } });
    assert.deepEqual(await of({ cryptosuite: 'eddsa-rdfc-2022' }), ['PROOF_KEY_ALGORITHM']);
    assert.deepEqual(await of({ cryptosuite: 'ecdsa-jcs-2019' }), ['PROOF_SUITE_UNKNOWN']);
    assert.deepEqual(await of({ cryptosuite: 'constructor' }), ['PROOF_SUITE_UNKNOWN']);
    assert.deepEqual(await of({ type: 'Ed25519Signature2020' }), ['PROOF_MALFORMED']);
    assert.deepEqual(await of({ proofPurpose: 'authentication' }), ['PROOF_PURPOSE']);
    const value = proof['proofValue'] as string;
    for (const proofValue of [value.slice(1), `u${value.slice(1)}`, `${value}1`, 'z'])
      assert.deepEqual(await of({ proofValue }), ['PROOF_SIGNATURE']);
    assert.deepEqual(await codesOf(proven, { further: {} }), ['PROOF_SUITE_UNKNOWN']);
    await assert.rejects(prove(document, p256, { cryptosuite: 'eddsa-rdfc-2022' }), {
      code: 'PROOF_KEY_ALGORITHM',
    });
  });
});
