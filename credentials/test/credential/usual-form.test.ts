import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Json, JsonObject } from '@renxin/chaincode/canonical';
import { credential as model } from '../../src/credential/data-model.js';
import { hasUsualForm } from '../../src/credential/usual-form.js';
import { subjects, unsigned } from './made.js';

describe('the usual form of a credential', () => {
  const entry = {
    id: 'https://example.test/status-lists/1#7',
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: '7',
    statusListCredential: 'https://example.test/status-lists/1',
  };
  const whole: JsonObject = {
    ...unsigned('vocational-skill-level'),
    validFrom: '2026-03-01T00:00:00Z',
    validUntil: '2029-03-01T00:00:00+08:00',
    credentialStatus: [entry, { ...entry, statusPurpose: 'suspension' }],
    proof: { type: 'DataIntegrityProof' },
  };

  it('is that of every type of certificate', () => {
    for (const word of Object.keys(subjects)) assert.equal(hasUsualForm(unsigned(word)), true, word);
    assert.equal(hasUsualForm(whole), true);
    assert.equal(hasUsualForm({ ...whole, credentialStatus: entry }), true);
  });

  it('is nothing that the data model refuses, whatever is changed in it', () => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const changed = changes.reduce<unknown>((value, each) => each(value), structuredClone(whole));
        if (!hasUsualForm(changed)) return;
        accepted++;
        assert.equal(model.safeParse(changed).success, true);
      }),
      { numRuns: 5000 },
    );
    assert.ok(accepted > 100);
  });

  it('is nothing with members that JSON cannot hold', () => {
    const subject = whole['credentialSubject'] as JsonObject;
    const named = Object.assign(Object.create({ more: 1 }) as object, whole);
    const odd = [
      named,
      new Map(Object.entries(whole)),
      { ...whole, credentialSubject: { ...subject, [Symbol('x')]: 1 } },
      { ...whole, credentialSubject: new (class Subject {})() },
      { ...whole, proof: undefined },
      { ...whole, id: undefined },
    ];
    for (const each of odd) assert.equal(hasUsualForm(each), false);
  });
});

type Change = (value: unknown) => unknown;

const words = [
  'did:renxin:test:x',
  'no url',
  '',
  'VerifiableCredential',
  'VocationalSkillLevel',
  'https://www.w3.org/ns/credentials/v2',
  'BitstringStatusListEntry',
  'revocation',
  'message',
  '2026-03-01T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '0',
  '07',
  'JsonSchema',
];
const value: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom(...words),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
  fc.constantFrom<Json>([], {}, [...words], { id: 'did:renxin:test:x' }, [[]]),
);
const names = ['id', 'type', 'name', 'issuer', 'proof', 'evidence', '@context', 'digestSRI', 'more', '0'];

/** At a random place: another value, one member more, one less, or the value as a list. */
const change: fc.Arbitrary<Change> = fc
  .record({
    path: fc.array(fc.nat(), { maxLength: 4 }),
    how: fc.constantFrom('replace', 'add', 'remove', 'list'),
    name: fc.constantFrom(...names),
    value,
  })
  .map(({ path, how, name, value: other }): Change => {
    const at = (node: unknown): unknown => {
      if (how === 'replace') return other;
      if (how === 'list') return [node];
      if (Array.isArray(node)) return how === 'add' ? [...(node as unknown[]), other] : node.slice(1);
      if (typeof node !== 'object' || node === null) return other;
      if (how === 'add') return { ...node, [name]: other };
      return Object.fromEntries(Object.entries(node).slice(1));
    };
    const walk = (node: unknown, [step, ...rest]: readonly number[]): unknown => {
      if (step === undefined || typeof node !== 'object' || node === null) return at(node);
      const keys = Object.keys(node);
      const key = keys[step % Math.max(keys.length, 1)];
      if (key === undefined) return at(node);
      if (Array.isArray(node))
        return (node as unknown[]).map((each, i) => (String(i) === key ? walk(each, rest) : each));
      const members = node as Readonly<Record<string, unknown>>;
      return { ...members, [key]: walk(members[key], rest) };
    };
    return (node) => walk(node, path);
  });
