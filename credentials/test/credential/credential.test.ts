import { readJson, type Json, type JsonObject } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { pureProvider } from '@renxin/seal/pure';
import { generateSigner } from '@renxin/seal/signer';
import assert from 'node:assert/strict';
import { RENXIN_CONTEXT, VC_CONTEXT } from '../../src/context/index.js';
import {
  issue,
  issuerOf,
  readCredential,
  signCredential,
  verifyCredential,
} from '../../src/credential/index.js';
import { credentialTypes } from '../../src/schema/index.js';
import {
  activation,
  codeOf,
  HOLDER,
  issued,
  ISSUER,
  keys,
  NOW,
  policy,
  sm2,
  subjects,
  unsigned,
  verdict,
} from './made.js';

describe('credentials', () => {
  for (const { word, type } of credentialTypes) {
    it(`are issued and verified: ${word}`, async () => {
      const credential = await issued(word);
      for (const provider of [nativeProvider, pureProvider]) {
        const verified = await verifyCredential(credential, { ...policy, provider });
        assert.equal(verified.issuer, ISSUER);
        assert.equal(verified.schema.definition.type, type);
        assert.deepEqual(
          verified.proofs.map(({ cryptosuite }) => cryptosuite),
          ['eddsa-jcs-2022', 'sm2-jcs-2026'],
        );
      }
      const again = readJson(new TextEncoder().encode(JSON.stringify(credential)));
      assert.equal(await verdict(again), 'ok');
    });
  }

  it('may be derived: some fields of a certificate, and none that must be there', async () => {
    const changes = { credentialSubject: { id: HOLDER, level: '3' } };
    const claim = await issued('vocational-skill-level-claim', changes);
    assert.equal(await verdict(claim), 'ok');
    assert.equal(await codeOf(issued('vocational-skill-level', changes)), 'SUBJECT_INVALID');
    const wrong = { credentialSubject: { id: HOLDER, level: '7' } };
    assert.equal(await codeOf(issued('vocational-skill-level-claim', wrong)), 'SUBJECT_INVALID');
  });

  it('have the form of VC Data Model 2.0', async () => {
    const wrong: Record<string, JsonObject> = {
      'no context': { '@context': [] },
      'another first context': { '@context': [RENXIN_CONTEXT, VC_CONTEXT] },
      'context as text': { '@context': VC_CONTEXT },
      'no type': { type: [] },
      'another type': { type: ['SomeCredential'] },
      'type twice': { type: ['VerifiableCredential', 'VerifiableCredential'] },
      'issuer without url': { issuer: 'assessor' },
      'issuer without id': { issuer: { name: 'x' } },
      'no subject': { credentialSubject: [] },
      'empty subject': { credentialSubject: {} },
      'subject as text': { credentialSubject: 'x' },
      'subject with an id that is none': { credentialSubject: { id: 7 } },
      'date without time': { validFrom: '2026-03-01' },
      'date without offset': { validUntil: '2026-03-01T00:00:00' },
      'ends before it begins': { validUntil: '2026-02-01T00:00:00Z' },
      'id that is no url': { id: 'x y' },
      'schema without type': { credentialSchema: { id: 'urn:x' } },
      'status index as number': { credentialStatus: status({ statusListIndex: 7 }) },
      'status index with a zero in front': { credentialStatus: status({ statusListIndex: '07' }) },
      'status of another type': { credentialStatus: status({ type: 'StatusList2021Entry' }) },
      'status of another purpose': { credentialStatus: status({ statusPurpose: 'refresh' }) },
      'status without list': { credentialStatus: { type: 'BitstringStatusListEntry' } },
      'resource without digest': { relatedResource: [{ id: 'urn:x' }] },
      'resource twice': { relatedResource: [resource, resource] },
      'resource as object': { relatedResource: resource },
      'refresh service without id': { refreshService: { type: 'x' } },
      'name as number': { name: 7 },
      'member of the past': { issuanceDate: '2026-03-01T00:00:00Z' },
      'unknown member': { extra: true },
    };
    for (const [name, changes] of Object.entries(wrong)) {
      const credential = unsigned(undefined, changes);
      assert.equal(await codeOf(() => readCredential(credential)), 'CREDENTIAL_MALFORMED', name);
      assert.equal(await codeOf(issue(credential, options())), 'CREDENTIAL_MALFORMED', name);
    }
    for (const value of [null, 7, 'x', [], {}]) {
      assert.equal(await verdict(value), 'CREDENTIAL_MALFORMED');
    }
  });

  it('may have names in languages, several schemas’ worth of services and an issuer with a name', () => {
    const credential = readCredential(
      unsigned(undefined, {
        name: [
          { '@value': '证书', '@language': 'zh' },
          { '@value': 'Certificate', '@language': 'en' },
        ],
        issuer: { id: ISSUER, name: '演示评价机构' },
        credentialStatus: [status({}), status({ statusPurpose: 'suspension' })],
        relatedResource: [resource],
      }),
    );
    assert.equal(issuerOf(credential), ISSUER);
  });

  it('are under contexts that are known here, and have no term that these do not define', async () => {
    const other = unsigned(undefined, { '@context': [VC_CONTEXT, 'https://evil.example/context'] });
    assert.equal(await codeOf(() => readCredential(other)), 'CONTEXT_UNKNOWN');
    const twice = unsigned(undefined, { '@context': [VC_CONTEXT, RENXIN_CONTEXT, RENXIN_CONTEXT] });
    assert.equal(await codeOf(() => readCredential(twice)), 'CONTEXT_UNKNOWN');
    const inline = unsigned(undefined, { '@context': [VC_CONTEXT, { level: 'urn:x' }] });
    assert.equal(await codeOf(() => readCredential(inline)), 'CREDENTIAL_MALFORMED');
    const without = unsigned(undefined, { '@context': [VC_CONTEXT] });
    assert.equal(await codeOf(() => readCredential(without)), 'TERM_UNDEFINED');
    for (const name of ['undefinedTerm', 'toString', '@id', '@reverse', 'ｎame', 'name\u200b']) {
      const subject = { ...subjects['vocational-skill-level'], [name]: 'x' };
      const credential = unsigned(undefined, { credentialSubject: subject });
      assert.equal(await codeOf(() => readCredential(credential)), 'TERM_UNDEFINED', name);
    }
    const type = unsigned(undefined, { type: ['VerifiableCredential', 'MadeUpCredential'] });
    assert.equal(await codeOf(() => readCredential(type)), 'TERM_UNDEFINED');
  });

  it('are refused after any change, with the code of what was changed', async () => {
    const credential = await issued();
    const subject = credential['credentialSubject'] as JsonObject;
    const raised = { ...credential, credentialSubject: { ...subject, level: '1' } };
    assert.equal(await verdict(raised), 'PROOF_SIGNATURE');
    assert.equal(await verdict({ ...credential, validUntil: '2039-03-01T00:00:00Z' }), 'PROOF_SIGNATURE');
    assert.equal(await verdict({ ...credential, '@context': [VC_CONTEXT] }), 'TERM_UNDEFINED');
    const bare = await signCredential(
      {
        '@context': [VC_CONTEXT],
        type: ['VerifiableCredential'],
        issuer: ISSUER,
        credentialSubject: { id: 'urn:x' },
      },
      options(),
    );
    // By the letter of the suites a context at the end is not signed; here it is refused all the same.
    assert.equal(await verdict({ ...bare, '@context': [VC_CONTEXT, RENXIN_CONTEXT] }), 'PROOF_CONTEXT');
    assert.equal(await verdict(bare), 'SCHEMA_MISSING');
  });

  it('refuse members that touch a prototype, however they came', async () => {
    const credential = await issued();
    const text = JSON.stringify(credential);
    const polluted = JSON.parse(text.replace('"level":', '"__proto__":{"level":"1"},"level":')) as Json;
    assert.notEqual(await verdict(polluted), 'ok');
    for (const name of ['__proto__', 'constructor', 'prototype']) {
      const bytes = new TextEncoder().encode(text.replace('"level":', `"${name}":"1","level":`));
      assert.equal(await codeOf(() => readJson(bytes)), 'JSON_MEMBER_FORBIDDEN');
    }
    const twice = new TextEncoder().encode(text.replace('"level":', '"level":"1","level":'));
    assert.equal(await codeOf(() => readJson(twice)), 'JSON_MEMBER_REPEATED');
  });

  it('have the proofs that the verifier asks for, all of them good and by the issuer', async () => {
    const credential = await issued();
    const [eddsa, sm] = credential['proof'] as [JsonObject, JsonObject];
    const of = (proof: Json | undefined) => verdict({ ...credential, ...(proof !== undefined && { proof }) });
    assert.equal(await of(eddsa), 'PROOF_REQUIRED_MISSING');
    assert.equal(await verdict({ ...credential, proof: sm }, { suites: ['sm2-jcs-2026'] }), 'ok');
    assert.equal(
      await verdict(
        { ...credential, proof: [sm, { ...eddsa, proofValue: 'zz' }] },
        { suites: ['sm2-jcs-2026'] },
      ),
      'PROOF_SIGNATURE',
    );
    assert.equal(await of([eddsa, eddsa, sm]), 'PROOF_DOUBLED');
    const foreign = { ...eddsa, cryptosuite: 'bbs-2023' };
    assert.equal(await of([eddsa, sm, foreign]), 'ok');
    assert.equal(await of(foreign), 'PROOF_REQUIRED_MISSING');
    assert.equal(
      await verdict({ ...credential, proof: [foreign] }, { suites: [] }),
      'PROOF_REQUIRED_MISSING',
    );
    const { proof: _proof, ...bare } = credential;
    assert.equal(await verdict(bare), 'PROOF_MISSING');
    const others = {
      methodOf: async (url: string) => ({ ...(await policy.methodOf(url))!, controller: 'did:x:y' }),
    };
    assert.equal(await verdict(credential, others), 'PROOF_NOT_BY_ISSUER');
  });

  it('are not signed by a key of another DID, or of an algorithm without a suite', async () => {
    const foreign = {
      ...options(),
      keys: [{ verificationMethod: 'did:renxin:test:other#key-1', signer: sm2 }] as const,
    };
    assert.equal(await codeOf(issue(unsigned(), foreign)), 'PROOF_NOT_BY_ISSUER');
    const lookalike = {
      ...options(),
      keys: [{ verificationMethod: `${ISSUER}x#key-1`, signer: sm2 }] as const,
    };
    assert.equal(await codeOf(issue(unsigned(), lookalike)), 'PROOF_NOT_BY_ISSUER');
    const p256 = { verificationMethod: `${ISSUER}#key-2`, signer: generateSigner('P-256').signer };
    assert.equal(await codeOf(issue(unsigned(), { ...options(), keys: [p256] })), 'PROOF_KEY_ALGORITHM');
  });

  it('are valid from the first moment of their period to the last', async () => {
    const credential = await issued();
    const at = (time: string) => verdict(credential, { at: new Date(time) });
    assert.equal(await at('2026-03-01T00:00:00.000Z'), 'ok');
    assert.equal(await at('2026-02-28T23:59:59.999Z'), 'CREDENTIAL_NOT_YET_VALID');
    assert.equal(await at('2029-03-01T00:00:00.000Z'), 'ok');
    assert.equal(await at('2029-03-01T00:00:00.001Z'), 'CREDENTIAL_EXPIRED');
  });

  it('name one schema that is known, of their type and by its content', async () => {
    const { credentialSchema } = unsigned();
    const reference = credentialSchema as JsonObject;
    const other = unsigned('professional-title')['credentialSchema'] as JsonObject;
    const { credentialSchema: _schema, ...without } = unsigned();
    assert.equal(await codeOf(issue(without, options())), 'SCHEMA_MISSING');
    const digestSRI = `sha256-${Buffer.alloc(32).toString('base64')}`;
    const unknown: Json[] = [
      other,
      { ...reference, digestSRI },
      { ...reference, type: 'JsonSchemaCredential' },
      { ...reference, id: `${reference['id'] as string}x` },
      [reference, other],
    ];
    for (const each of unknown) {
      assert.equal(
        await codeOf(issue(unsigned(undefined, { credentialSchema: each }), options())),
        'SCHEMA_UNKNOWN',
      );
    }
    const types = { type: ['VerifiableCredential', 'VocationalSkillLevel', 'ProfessionalTitle'] };
    assert.equal(await codeOf(issue(unsigned(undefined, types), options())), 'SCHEMA_UNKNOWN');
    const two = {
      credentialSubject: [subjects['vocational-skill-level']!, subjects['vocational-skill-level']!],
    };
    assert.equal(await codeOf(issue(unsigned(undefined, two), options())), 'SUBJECT_INVALID');
  });
});

const resource = { id: 'urn:x', digestSRI: `sha256-${Buffer.alloc(32).toString('base64')}` };

function status(changes: JsonObject): JsonObject {
  return {
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: '7',
    statusListCredential: 'https://gd.example/status-lists/1',
    ...changes,
  };
}

function options() {
  return { provider: nativeProvider, now: NOW, activation, keys };
}
