import type { Json, JsonObject } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { CredentialError } from '../../src/credential/index.js';
import { ProofError, type SuiteSigner } from '../../src/data-integrity/index.js';
import {
  issueOpen,
  readOpenCredential,
  verifyOpenCredential,
  verifyOpenPresentation,
  type VerifyOpenOptions,
  type VerifyOpenPresentationOptions,
} from '../../src/open/index.js';
import { testContexts } from '../../src/rdfc/index.js';
import { activation, ed25519, methodOf as assertsOf, NOW, p256, prove, suites, urlOf } from '../rdfc/made.js';

const V2 = 'https://www.w3.org/ns/credentials/v2';
const V1 = 'https://www.w3.org/2018/credentials/v1';
const issuer = didOf(ed25519);
const holder = didOf(p256);

const good: JsonObject = {
  '@context': [V2],
  id: 'urn:uuid:7a4ddca5-6a3b-4b9a-8b0b-8d1d9c3d3c11',
  type: ['VerifiableCredential'],
  issuer,
  validFrom: '2026-01-01T00:00:00Z',
  credentialSubject: { id: holder, name: '演示人员' },
};
const { credentialSubject: _subject, ...withoutSubject } = good;
const { issuer: _issuer, ...withoutIssuer } = good;
const { type: _type, ...withoutType } = good;
const { '@context': _context, ...withoutContext } = good;

function didOf(signer: SuiteSigner): string {
  return urlOf(signer).split('#')[0] ?? '';
}

const methodOf: VerifyOpenOptions['methodOf'] = async (url) => {
  const method = await assertsOf(url);
  return method && { ...method, purposes: ['assertionMethod', 'authentication'] };
};
const policy = { provider: nativeProvider, now: NOW, methodOf, contexts: testContexts, further: suites };

function issued(credential: JsonObject = good, cryptosuite = 'eddsa-rdfc-2022'): Promise<JsonObject> {
  const key = { verificationMethod: urlOf(ed25519), signer: ed25519, activation };
  return issueOpen(credential, { ...policy, ...key, cryptosuite });
}

async function codeOf(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
    return 'ok';
  } catch (error) {
    if (error instanceof CredentialError || error instanceof ProofError) return error.code;
    throw error;
  }
}

describe('any credential', () => {
  it('of VC Data Model 2.0 and 1.1 is issued and verified, by each suite', async () => {
    for (const suite of ['eddsa-rdfc-2022', 'eddsa-jcs-2022'])
      assert.equal(await codeOf(async () => verifyOpenCredential(await issued(good, suite), policy)), 'ok');
    const old = {
      '@context': [V1],
      type: ['VerifiableCredential'],
      issuer,
      issuanceDate: '2026-01-01T00:00:00Z',
      credentialSubject: { id: holder },
    };
    const proven = await issued(old);
    assert.deepEqual(proven['@context'], [V1, 'https://w3id.org/security/data-integrity/v2']);
    assert.equal(await codeOf(() => verifyOpenCredential(proven, policy)), 'ok');
  });

  const accepted: Readonly<Record<string, JsonObject>> = {
    'an inline context': {
      ...good,
      '@context': [V2, { Mine: 'https://example.org/#Mine' }],
      type: ['VerifiableCredential', 'Mine'],
    },
    'an issuer object': { ...good, issuer: { id: issuer, name: [{ '@value': '演示', '@language': 'zh' }] } },
    'several subjects': { ...good, credentialSubject: [{ id: holder }, { name: 'B' }] },
    'a related resource by its right digest': {
      ...good,
      relatedResource: {
        id: V2,
        digestSRI: 'sha384-NSOcNpmdIVUxIJGvGUoe22FjTWrXiaXlsZ8q6912LdnR3KraQO2n75Ica4wK4Qeg',
      },
    },
  };
  for (const [what, credential] of Object.entries(accepted))
    it(`is read with ${what}`, async () => {
      assert.equal(await codeOf(() => readOpenCredential(credential, testContexts)), 'ok');
    });

  const entry = {
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: '7',
    statusListCredential: 'https://status.example/1',
  };
  const refused: readonly (readonly [string, JsonObject, string])[] = [
    ['no context', withoutContext, 'CREDENTIAL_MALFORMED'],
    ['a context that is no list', { ...good, '@context': V2 }, 'CREDENTIAL_MALFORMED'],
    ['another first context', { ...good, '@context': ['https://x.example/', V2] }, 'CREDENTIAL_MALFORMED'],
    ['an unknown context', { ...good, '@context': [V2, 'https://x.example/'] }, 'CONTEXT_UNKNOWN'],
    ['a context that is a number', { ...good, '@context': [V2, 7] }, 'CREDENTIAL_MALFORMED'],
    ['a redefined term', { ...good, '@context': [V2, { name: 'urn:x' }] }, 'CONTEXT_REDEFINES'],
    ['no type', withoutType, 'CREDENTIAL_MALFORMED'],
    ['another type alone', { ...good, type: ['Other'] }, 'CREDENTIAL_MALFORMED'],
    ['a type that nothing defines', { ...good, type: ['VerifiableCredential', 'X'] }, 'TERM_UNDEFINED'],
    ['no issuer', withoutIssuer, 'CREDENTIAL_MALFORMED'],
    ['an issuer that is no URL', { ...good, issuer: 'somebody' }, 'CREDENTIAL_MALFORMED'],
    ['an issuer without id', { ...good, issuer: { name: 'X' } }, 'CREDENTIAL_MALFORMED'],
    ['no subject', withoutSubject, 'CREDENTIAL_MALFORMED'],
    ['an empty subject', { ...good, credentialSubject: {} }, 'CREDENTIAL_MALFORMED'],
    ['a subject that is a text', { ...good, credentialSubject: holder }, 'CREDENTIAL_MALFORMED'],
    ['two ids', { ...good, id: ['urn:a:1', 'urn:a:2'] }, 'CREDENTIAL_MALFORMED'],
    ['an id that is no URL', { ...good, id: 'not a url' }, 'CREDENTIAL_MALFORMED'],
    ['a time without offset', { ...good, validFrom: '2026-01-01T00:00:00' }, 'CREDENTIAL_MALFORMED'],
    ['times out of order', { ...good, validUntil: '2025-01-01T00:00:00Z' }, 'CREDENTIAL_MALFORMED'],
    ['a status without type', { ...good, credentialStatus: { id: 'urn:a:1' } }, 'CREDENTIAL_MALFORMED'],
    [
      'an index that is no text',
      { ...good, credentialStatus: { ...entry, statusListIndex: 7 } },
      'CREDENTIAL_MALFORMED',
    ],
    ['a schema without type', { ...good, credentialSchema: { id: 'urn:a:1' } }, 'CREDENTIAL_MALFORMED'],
    [
      'a refresh service without type',
      { ...good, refreshService: { id: 'urn:a:1' } },
      'CREDENTIAL_MALFORMED',
    ],
    ['terms of use without type', { ...good, termsOfUse: { id: 'urn:a:1' } }, 'CREDENTIAL_MALFORMED'],
    ['evidence without type', { ...good, evidence: [{ id: 'urn:a:1' }] }, 'CREDENTIAL_MALFORMED'],
    ['a resource without digest', { ...good, relatedResource: [{ id: V2 }] }, 'CREDENTIAL_MALFORMED'],
    [
      'a resource twice',
      {
        ...good,
        relatedResource: ['a', 'b'].map((each) => ({ id: 'urn:a:1', digestMultibase: `u${each}` })),
      },
      'CREDENTIAL_MALFORMED',
    ],
    [
      'a resource of another digest',
      {
        ...good,
        relatedResource: { id: V2, digestMultibase: 'uM4RgWQc3RUDtjJCSgTJtTfvpZ7SPEg_LNO0ESlovQC0' },
      },
      'RESOURCE_DIGEST_MISMATCH',
    ],
    ['a member that nothing defines', { ...good, statusEntry: entry }, 'TERM_UNDEFINED'],
    ['a name of a wrong form', { ...good, name: { '@value': 'x', other: 1 } }, 'CREDENTIAL_MALFORMED'],
  ];
  for (const [what, credential, code] of refused)
    it(`is not issued with ${what}: ${code}`, async () => {
      assert.equal(await codeOf(() => issued(credential)), code);
    });

  it('has to be in the compacted form: by other keywords JSON and RDF say different things', async () => {
    for (const [members, code] of [
      [{ '@included': [{ id: 'urn:a:b', name: 'x' }] }, 'TERM_UNDEFINED'],
      [{ '@reverse': { name: { id: 'urn:a:b' } } }, 'TERM_UNDEFINED'],
      [{ '@type': 'VerifiableCredential' }, 'TERM_UNDEFINED'],
      [{ '@nest': { name: 'x' } }, 'TERM_UNDEFINED'],
      [{ '@index': 'x' }, 'TERM_UNDEFINED'],
      [{ '@language': 'zh' }, 'TERM_UNDEFINED'],
      [{ credentialSubject: { id: holder, '@id': 'urn:a:b', name: 'x' } }, 'TERM_UNDEFINED'],
      [{ credentialSubject: { id: holder, name: { '@list': ['x'] } } }, 'TERM_UNDEFINED'],
      [{ '@context': [V2, V2] }, 'CREDENTIAL_MALFORMED'],
    ] as const)
      for (const suite of ['eddsa-rdfc-2022', 'eddsa-jcs-2022'])
        assert.equal(
          await codeOf(() => issued({ ...good, ...members }, suite)),
          code,
          `${suite} ${JSON.stringify(members)}`,
        );
  });

  it('keeps proofs that it has when they are some, and no others', async () => {
    for (const proof of [null, 'x', [], {}, [{}], { type: 'Other' }] as Json[])
      assert.equal(await codeOf(() => issued({ ...good, proof })), 'PROOF_MALFORMED', JSON.stringify(proof));
    assert.equal(((await issued(await issued()))['proof'] as Json[]).length, 2);
  });

  it('names related resources by digests that can be some', async () => {
    const id = 'https://resource.example/';
    for (const digests of [
      { digestSRI: 'sha384-AAAA' },
      { digestSRI: `sha256-${'A'.repeat(64)}` },
      { digestMultibase: 'zzzz0OIl' },
      { digestMultibase: 'uAAAA' },
      { digestMultibase: `u${'A'.repeat(10)}*` },
    ])
      assert.equal(
        await codeOf(() => issued({ ...good, relatedResource: { id, ...digests } })),
        'CREDENTIAL_MALFORMED',
        JSON.stringify(digests),
      );
    const digestSRI = `sha384-${'A'.repeat(64)}`;
    assert.equal(await codeOf(() => issued({ ...good, relatedResource: { id, digestSRI } })), 'ok');
  });

  it('is the issuer’s own, in its period and with all its proofs, unless proofs alone are asked', async () => {
    const proven = await issued();
    const by = (credential: JsonObject, changes: Partial<VerifyOpenOptions> = {}): Promise<string> =>
      codeOf(() => verifyOpenCredential(credential, { ...policy, ...changes }));
    const foreign = await prove({ ...good, issuer: 'https://issuer.example/' });
    assert.equal(await by(foreign), 'PROOF_NOT_BY_ISSUER');
    assert.equal(await by(foreign, { proofOnly: true }), 'ok');
    assert.equal(await by(proven, { now: new Date('2025-12-31T00:00:00Z') }), 'PROOF_CREATED_IN_FUTURE');
    const late = await issued({ ...good, validFrom: '2027-01-01T00:00:00Z' });
    assert.equal(await by(late), 'CREDENTIAL_NOT_YET_VALID');
    const over = await issued({ ...good, validUntil: '2026-01-02T00:00:00Z' });
    assert.equal(await by(over), 'CREDENTIAL_EXPIRED');
    assert.equal(await by(over, { proofOnly: true }), 'ok');
    assert.equal(await by(good), 'PROOF_MISSING');
    const unknown = { ...(proven['proof'] as JsonObject), cryptosuite: 'unheard-of' };
    assert.equal(await by({ ...proven, proof: [proven['proof'] as Json, unknown] }), 'PROOF_SUITE_UNKNOWN');
    await assert.rejects(issued({ ...good, issuer: holder }), { code: 'PROOF_NOT_BY_ISSUER' });
    await assert.rejects(issued(good, 'unheard-of'), { code: 'PROOF_SUITE_UNKNOWN' });
  });

  it('with Ed25519Signature2020 is judged: W3C’s vector', async () => {
    const vector = JSON.parse(
      readFileSync(new URL('../../../test/vectors/w3c/ed25519-signature-2020.json', import.meta.url), 'utf8'),
    ) as JsonObject;
    const options = { ...policy, proofOnly: true };
    assert.equal(await codeOf(() => verifyOpenCredential(vector, options)), 'ok');
    assert.equal(await codeOf(() => verifyOpenCredential(vector, policy)), 'PROOF_NOT_BY_ISSUER');
    assert.equal(
      await codeOf(() => verifyOpenCredential({ ...vector, name: 'Other' }, options)),
      'PROOF_SIGNATURE',
    );
  });
});

describe('any presentation', () => {
  const asked = { challenge: 'c-1', domain: 'verifier.example' };
  const unsigned = (inside: JsonObject): JsonObject => ({
    '@context': [V2],
    type: ['VerifiablePresentation'],
    holder,
    verifiableCredential: [inside],
  });
  const signed = async (changes: JsonObject = {}): Promise<JsonObject> =>
    prove({ ...unsigned(await issued()), ...changes }, p256, { proofPurpose: 'authentication', ...asked });
  const by = (value: unknown, changes: Partial<VerifyOpenPresentationOptions> = {}): Promise<string> =>
    codeOf(() => verifyOpenPresentation(value, { ...policy, ...asked, ...changes }));

  it('holds for its challenge and its domain, by its holder', async () => {
    const presentation = await signed();
    assert.equal(await by(presentation), 'ok');
    assert.equal(await by(presentation, { challenge: 'c-2' }), 'PROOF_CHALLENGE');
    assert.equal(await by(presentation, { domain: 'other.example' }), 'PROOF_DOMAIN');
    assert.equal(await by({ ...presentation, holder: issuer }), 'PROOF_SIGNATURE');
    assert.equal(await by(await signed({ holder: issuer })), 'HOLDER_MISMATCH');
  });

  it('unsigned is taken only where the verifier says so', async () => {
    const presentation = unsigned(await issued());
    assert.equal(await by(presentation), 'PROOF_MISSING');
    // Who asks for a challenge or a domain asks for a signature.
    assert.equal(await by(presentation, { unsigned: true }), 'PROOF_MISSING');
    const { holder: nobody } = await verifyOpenPresentation(presentation, { ...policy, unsigned: true });
    assert.equal(nobody, undefined);
  });

  it('is refused with a bad credential, of a bad form, or with a proof for another purpose', async () => {
    const proven = await issued();
    const forged = { ...proven, credentialSubject: { id: holder, name: 'Other' } };
    assert.equal(await by(await signed({ verifiableCredential: [forged] })), 'PROOF_SIGNATURE');
    assert.equal(await by({ ...(await signed()), type: ['Other'] }), 'PRESENTATION_MALFORMED');
    assert.equal(await by({ ...(await signed()), verifiableCredential: ['text'] }), 'PRESENTATION_MALFORMED');
    assert.equal(await by(await prove(unsigned(proven), p256, asked)), 'PROOF_PURPOSE');
    const many = Array.from({ length: 33 }, () => proven);
    assert.equal(await by(await signed({ verifiableCredential: many })), 'PRESENTATION_MALFORMED');
  });
});
