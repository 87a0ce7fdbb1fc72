import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { generate } from '@digitalbazaar/ed25519-multikey';
import { createSignCryptosuite, createVerifyCryptosuite } from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import { defaultDocumentLoader, issue, verifyCredential } from '@digitalbazaar/vc';
import type { JsonObject } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { generateAssertionSigner } from '@renxin/seal/signer';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  GRANTED_DATA_CONTEXT,
  grantedDataContext,
  RENXIN_CONTEXT,
  renxinContext,
  VC_CONTEXT,
} from '../../src/context/index.js';
import { readCredential } from '../../src/credential/index.js';
import { addProof, keyOfMultikey, multikeyOf, verifyProofs } from '../../src/data-integrity/index.js';
import { createDidResolver, methodsFrom } from '../../src/did/index.js';
import { activation, NOW, unsigned } from '../credential/made.js';

/** Another implementation of eddsa-jcs-2022 and of VC Data Model 2.0, in both directions. */

const resolve = createDidResolver({});
const own = JSON.parse(new TextDecoder().decode(renxinContext())) as JsonObject;
const grantedData = JSON.parse(new TextDecoder().decode(grantedDataContext())) as JsonObject;

/** Contexts by fixed bytes, DIDs by our resolver: nothing of a network. */
async function documentLoader(url: string) {
  if (url === RENXIN_CONTEXT) return { documentUrl: url, document: own, contextUrl: null };
  if (url === GRANTED_DATA_CONTEXT) return { documentUrl: url, document: grantedData, contextUrl: null };
  if (!url.startsWith('did:key:')) return defaultDocumentLoader(url);
  const [did = '', fragment] = url.split('#');
  const { didDocument } = await resolve(did);
  assert.ok(didDocument);
  const context = 'https://w3id.org/security/multikey/v1';
  const method = didDocument.verificationMethod?.[0];
  const document =
    fragment === undefined
      ? { ...didDocument, '@context': ['https://www.w3.org/ns/did/v1', context] }
      : { '@context': context, ...method };
  return { documentUrl: url, document, contextUrl: null };
}

describe('@digitalbazaar/vc with eddsa-jcs-2022', () => {
  it('verifies what we sign, of every shape', async () => {
    for (const word of ['vocational-skill-level', 'contract-end-certificate', 'work-injury-decision']) {
      const credential = await signedByUs(ofDidKey(unsigned(word)));
      const theirs = await theirVerdict(credential);
      assert.ok(theirs.verified, JSON.stringify(theirs, null, 1));
    }
  });

  it('verifies an answer of granted data, whose fields are a literal', async () => {
    const granted = readCredential(grantedAnswer(`did:key:${multikey}`));
    const theirs = await theirVerdict(await signedByUs(granted));
    assert.ok(theirs.verified, JSON.stringify(theirs, null, 1));
    const beside = { ...granted, credentialSubject: { 'employer-name': 'x' } };
    assert.throws(() => readCredential(beside), { code: 'TERM_UNDEFINED' });
    const bytes = readFileSync(new URL('../../../test/vectors/granted-data/context.json', import.meta.url));
    assert.ok(bytes.equals(grantedDataContext()));
  });

  it('refuses what we refuse: a changed document, changed options, a missing context', async () => {
    const credential = await signedByUs(ofDidKey(unsigned()));
    const proof = credential['proof'] as JsonObject;
    const { '@context': _context, ...without } = proof;
    const changed: JsonObject[] = [
      { ...credential, validUntil: '2030-01-01T00:00:00Z' },
      { ...credential, proof: { ...proof, created: '2026-03-02T07:59:59Z' } },
      { ...credential, proof: without },
    ];
    for (const each of changed) {
      assert.equal((await theirVerdict(each)).verified, false);
      assert.deepEqual(await ourVerdict(each), ['PROOF_SIGNATURE']);
    }
  });

  it('signs what we verify', async () => {
    const pair = await generate();
    const multikey = pair.publicKeyMultibase;
    const did = `did:key:${multikey}`;
    pair.id = `${did}#${multikey}`;
    pair.controller = did;
    const suite = new DataIntegrityProof({
      signer: pair.signer(),
      cryptosuite: createSignCryptosuite(),
      date: '2026-03-02T08:00:00Z',
    });
    const credential = (await issue({
      credential: { ...unsigned(), issuer: did },
      suite,
      documentLoader,
    })) as JsonObject;
    assert.equal((credential['proof'] as JsonObject)['cryptosuite'], 'eddsa-jcs-2022');
    assert.deepEqual(await ourVerdict(credential), ['ok']);
    assert.deepEqual(keyOfMultikey(multikey)?.algorithm, 'Ed25519');
    const changed = { ...credential, id: 'urn:uuid:0' };
    assert.deepEqual(await ourVerdict(changed), ['PROOF_SIGNATURE']);
  });

  it('expands our context: every term of every type has its own meaning', () => {
    const terms = Object.keys(own['@context'] as JsonObject);
    assert.ok(terms.includes('VocationalSkillLevel') && !terms.includes('name'));
    assert.equal(new Set(Object.values(own['@context'] as JsonObject)).size, terms.length);
  });
});

const { signer } = generateAssertionSigner();
const multikey = multikeyOf(signer.key);

function grantedAnswer(issuer: string): JsonObject {
  return {
    '@context': [VC_CONTEXT, GRANTED_DATA_CONTEXT],
    id: 'urn:renxin:answer:g-1:a-1',
    type: ['VerifiableCredential', 'GrantedDataCredential'],
    issuer,
    validFrom: '2026-03-01T00:00:00.000Z',
    validUntil: '2026-04-01T00:00:00.000Z',
    credentialSubject: {
      id: 'did:renxin:example-ledger:p-0f1e2d3c4b5a69788796a5b4c3d2e1f0',
      data: { 'insured-months': { value: 36, owner: '演示', asOf: '2026-03-01' } },
    },
    termsOfUse: {
      type: 'RenxinConsent',
      consent: 'g-1',
      authorisation: 'a-1',
      recipient: 'did:renxin:example-ledger:bank',
      purpose: 'loan-income-check',
      mode: 'view',
      retentionDays: 30,
      onward: false,
    },
  };
}

function ofDidKey(credential: JsonObject): JsonObject {
  assert.deepEqual(credential['@context'], [VC_CONTEXT, RENXIN_CONTEXT]);
  return { ...credential, issuer: `did:key:${multikey}` };
}

function signedByUs(credential: JsonObject): Promise<JsonObject> {
  const options = {
    cryptosuite: 'eddsa-jcs-2022',
    verificationMethod: `did:key:${multikey}#${multikey}`,
    proofPurpose: 'assertionMethod',
    created: '2026-03-02T08:00:00Z',
    signer,
    activation,
  } as const;
  return addProof(credential, options, nativeProvider);
}

function theirVerdict(credential: JsonObject) {
  const suite = new DataIntegrityProof({ cryptosuite: createVerifyCryptosuite() });
  return verifyCredential({ credential: structuredClone(credential), suite, documentLoader, now: NOW });
}

async function ourVerdict(credential: JsonObject): Promise<string[]> {
  const findings = await verifyProofs(credential, {
    provider: nativeProvider,
    now: NOW,
    proofPurpose: 'assertionMethod',
    methodOf: methodsFrom(resolve),
  });
  return findings.map((each) => (each.verified ? 'ok' : each.code));
}
