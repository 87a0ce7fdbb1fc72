import type { Json, JsonObject } from '@renxin/chaincode/canonical';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RENXIN_CONTEXT, VC_CONTEXT } from '../../src/context/index.js';
import { knownContexts, testContexts, EXAMPLES_CONTEXT } from '../../src/rdfc/index.js';
import { canonicalByRdf, canonicalQuads } from '../../src/rdfc/quads.js';
import { shapeOf, withLeaves } from '../../src/rdfc/shape.js';
import { filled, markOf, templateOf, type Quad } from '../../src/rdfc/template.js';
import { Templates } from '../../src/rdfc/templates.js';

describe('quads from templates', function () {
  this.timeout(120_000);

  it('are the bytes of JSON-LD and RDFC, for whole credentials of random content', () =>
    fc.assert(
      fc.asyncProperty(fc.array(credential, { minLength: 1, maxLength: 3 }), async (some) => {
        // The third of a shape is the first one from its template.
        for (const document of [...some, ...some, ...some])
          assert.equal(
            await canonicalQuads(document, knownContexts),
            await canonicalByRdf(document, knownContexts),
          );
      }),
      { numRuns: 30 },
    ));

  it('are the bytes of JSON-LD and RDFC, or its refusal, for any document of known contexts', () =>
    fc.assert(
      fc.asyncProperty(
        anything,
        fc.array(fc.string({ maxLength: 12 }), { minLength: 40 }),
        async (given, other) => {
          const again = withLeaves(given, (n, leaf) =>
            typeof leaf === 'string' ? (other[n % 40] ?? leaf) : leaf,
          );
          for (const document of [given, given, given, again, again, again])
            assert.equal(
              await outcome(() => canonicalQuads(document, testContexts)),
              await outcome(() => canonicalByRdf(document, testContexts)),
            );
        },
      ),
      { numRuns: 120 },
    ));

  it('say the same twice once, and join nodes of one name', async () => {
    const person = 'did:renxin:t:p';
    const both = (one: string, other: string): JsonObject => ({
      ...EMPTY,
      credentialSubject: [
        { id: person, occupation: '电工', level: one },
        { id: person, occupation: '电工', level: other },
      ],
    });
    for (const document of [both('3', '4'), both('3', '5'), both('1', '2'), both('3', '3')])
      assert.equal(
        await canonicalQuads(document, knownContexts),
        await canonicalByRdf(document, knownContexts),
      );
  });

  it('leave blank nodes that look alike to the canonicaliser', async () => {
    const two = (one: string, other: string): JsonObject => ({
      ...EMPTY,
      credentialSubject: [{ assessor: { name: one } }, { assessor: { name: other } }],
    });
    for (const document of [two('a', 'b'), two('a', 'c'), two('b', 'a'), two('a', 'a'), two('z', 'y')])
      assert.equal(
        await canonicalQuads(document, knownContexts),
        await canonicalByRdf(document, knownContexts),
      );
  });

  it('are made when a shape comes the second time, and forgotten for no shape of whoever sends many', async () => {
    const templates = new Templates();
    const learn = async (document: JsonObject): Promise<void> => {
      const shape = shapeOf(document);
      assert.ok(shape !== undefined);
      const quads = await canonicalByRdf(document, knownContexts);
      await templates.learn(document, shape, quads, (like) => rdfOf(like));
    };
    const of = (level: string): string | undefined => templates.of(shapeOf(withLevel(level))!);
    await learn(withLevel('1'));
    assert.equal(of('1'), undefined);
    await learn(withLevel('2'));
    assert.equal(of('3'), await canonicalByRdf(withLevel('3'), knownContexts));
  });

  it('have no shape with keywords, blank nodes or contexts of their own', () => {
    const shapes = [
      { '@context': [VC_CONTEXT, { name: 'urn:n' }], type: 'VerifiableCredential' },
      { ...EMPTY, credentialSubject: { '@id': 'did:renxin:t:p' } },
      { ...EMPTY, credentialSubject: { id: '_:b0' } },
      { ...EMPTY, credentialSubject: { name: '@id' } },
      { ...EMPTY, credentialSubject: { name: '\ud800' } },
      { ...EMPTY, name: { '@value': 'x', '@language': 'en' } },
    ].map((document) => shapeOf(document as unknown as JsonObject));
    assert.ok(shapes.every((shape) => shape === undefined));
  });

  it('are none where a leaf became part of something else, or a type', () => {
    const term = (termType: string, value: string) => ({ termType, value });
    const quad = (predicate: string, object: Quad['object']): Quad => ({
      subject: term('NamedNode', 'urn:s'),
      predicate: term('NamedNode', predicate),
      object,
      graph: term('DefaultGraph', ''),
    });
    const mark = String(markOf(0, 'text'));
    const marks = new Map([[mark, 0]]);
    const type = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
    assert.ok(templateOf([quad('urn:p', term('Literal', mark))], marks) !== undefined);
    assert.equal(templateOf([quad('urn:p', term('NamedNode', `urn:vocabulary:${mark}`))], marks), undefined);
    assert.equal(templateOf([quad('urn:p', term('Literal', `{"x":"${mark}"}`))], marks), undefined);
    assert.equal(templateOf([quad(type, term('NamedNode', mark))], marks), undefined);
    assert.equal(templateOf([quad('urn:p', term('Literal', 'other'))], marks), undefined);
    const language = { ...term('Literal', 'x'), language: mark };
    assert.equal(templateOf([quad('urn:p', language)], marks), undefined);
  });

  it('escape as canonical N-Quads do', () => {
    const template = { nodes: 0, quads: [['<urn:s>', '<urn:p>', LITERAL]] } as const;
    const all = Array.from({ length: 128 }, (_, i) => String.fromCharCode(i)).join('') + '\u0080人😀';
    const [head, tail] = ['<urn:s> <urn:p> "', '" .\n'];
    const line = filled(template, [all]) ?? '';
    const expected = '\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\b\\t\\n\\u000B\\f\\r\\u000E';
    assert.ok(line.startsWith(head + expected) && line.endsWith(`~\\u007F\u0080人😀${tail}`));
  });
});

const LITERAL = { leaf: 0, before: '"', after: '"', isLiteral: true };

const EMPTY = {
  '@context': [VC_CONTEXT, RENXIN_CONTEXT],
  id: 'urn:uuid:1f0f8a52-3c1e-4f51-9d1b-6f9f3f0d9a10',
  type: ['VerifiableCredential', 'VocationalSkillLevel'],
  issuer: 'did:renxin:t:i',
};

function withLevel(level: string): JsonObject {
  return { ...EMPTY, credentialSubject: { level, assessor: { name: 'one' } } };
}

async function rdfOf(document: JsonObject): Promise<readonly object[]> {
  const { default: jsonld } = await import('jsonld');
  const { documentLoader } = await import('../../src/rdfc/index.js');
  return jsonld.toRDF(document, { documentLoader: documentLoader(knownContexts), safe: true, base: null });
}

async function outcome(run: () => Promise<string>): Promise<string> {
  try {
    return await run();
  } catch {
    return 'refused';
  }
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ maxLength: 20 }),
  fc.constantFrom(
    '',
    '"',
    '\\',
    '\n',
    '人信',
    'urn:x',
    'did:x:y',
    'https://a.example/b?c=d#e',
    'xsd:string',
    '@type',
  ),
);
const url = fc
  .tuple(
    fc.constantFrom('did:renxin:t:', 'urn:uuid:', 'https://a.example/'),
    fc.stringMatching(/^[a-z0-9._~-]{0,12}$/),
  )
  .map(([head, tail]) => head + tail);
const level = fc.constantFrom('1', '2', '3');

const credential: fc.Arbitrary<JsonObject> = fc
  .record(
    {
      id: url,
      issuer: fc.oneof(url, fc.record({ id: url, name: text })),
      name: text,
      validFrom: fc.constantFrom('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'),
      credentialSubject: fc.record(
        {
          id: url,
          name: text,
          occupation: text,
          level,
          serviceMonths: fc.integer(),
          assessor: fc.record({ name: text, uscc: text }, { requiredKeys: [] }),
          issuedOn: fc.constant('2026-03-01'),
        },
        { requiredKeys: ['name'] },
      ),
      evidence: fc.array(fc.record({ id: url, type: fc.constant('VocationalSkillLevel') }), { maxLength: 2 }),
    },
    { requiredKeys: ['credentialSubject'] },
  )
  .map((members) => ({ ...EMPTY, ...(members as unknown as JsonObject) }));

const member = fc.constantFrom(
  'id',
  'type',
  'name',
  'description',
  'issuer',
  'holder',
  'validFrom',
  'credentialSubject',
  'credentialStatus',
  'statusPurpose',
  'statusListIndex',
  'evidence',
  'proof',
  'assessor',
  'level',
  'uscc',
  'urn:own:term',
  'unknown',
);
const word = fc.constantFrom(
  'VerifiableCredential',
  'VocationalSkillLevel',
  'BitstringStatusListEntry',
  'JsonSchema',
);
const value: fc.Arbitrary<Json> = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof<fc.Arbitrary<Json>[]>(
    { maxDepth: 4, withCrossShrink: true },
    text,
    url,
    word,
    fc.integer(),
    fc.constantFrom<Json[]>(true, false, null, 1.5, -0, 1e21),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(member, tie('value'), { maxKeys: 5 }),
})).value;
const anything: fc.Arbitrary<JsonObject> = fc
  .tuple(
    fc.constantFrom([VC_CONTEXT], [VC_CONTEXT, RENXIN_CONTEXT], [VC_CONTEXT, EXAMPLES_CONTEXT]),
    fc.oneof(word, fc.array(word, { minLength: 1, maxLength: 2 })),
    fc.dictionary(member, value, { maxKeys: 5 }),
  )
  .map(([context, type, members]) => ({ '@context': context, type, ...members }));
