import type { JsonObject } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { generateSigner } from '@renxin/seal/signer';
import assert from 'node:assert/strict';
import { present, verifyPresentation, type Presentation } from '../../src/credential/index.js';
import { activation, codeOf, HOLDER, holderKey, issued, ISSUER, NOW, policy } from './made.js';

const asked = { challenge: 'c-0123456789abcdef', domain: 'https://sh.example/orgs/province-31' };

describe('presentations', () => {
  it('show a credential to whom asked, by whom it is about', async () => {
    const verified = await verifyPresentation(await shown(), { ...policy, ...asked });
    assert.equal(verified.holder, HOLDER);
    assert.equal(verified.credentials[0].issuer, ISSUER);
    assert.equal(verified.proofs.length, 1);
  });

  it('answer one challenge of one verifier', async () => {
    const presentation = await shown();
    assert.equal(await verdict(presentation, { challenge: 'another-challenge' }), 'PROOF_CHALLENGE');
    assert.equal(await verdict(presentation, { domain: 'https://sc.example' }), 'PROOF_DOMAIN');
  });

  it('are refused when somebody else shows the credential', async () => {
    const thief = 'did:renxin:test:p-thief';
    const key = generateSigner('SM2').signer;
    const methods = async (url: string) =>
      url === `${thief}#key-1`
        ? { controller: thief, key: key.key, purposes: ['authentication'] as const }
        : policy.methodOf(url);
    const changes = { holder: thief, verificationMethod: `${thief}#key-1`, signer: key };
    assert.equal(await verdict(await shown(changes), { methodOf: methods }), 'HOLDER_MISMATCH');
    const stolen = await shown({ ...changes, holder: HOLDER });
    assert.equal(await verdict(stolen, { methodOf: methods }), 'PROOF_NOT_BY_ISSUER');
    const unbound = await present(
      [await issued(undefined, { credentialSubject: withoutId(await issued()) })],
      options(),
    );
    assert.equal(await verdict(unbound), 'HOLDER_MISMATCH');
  });

  it('are refused after any change, with another purpose, or unsigned', async () => {
    const presentation = await shown();
    const proof = presentation['proof'] as JsonObject;
    const of = (changes: JsonObject) => verdict({ ...presentation, ...changes });
    assert.equal(await of({ id: 'urn:x' }), 'PROOF_SIGNATURE');
    assert.equal(await of({ proof: { ...proof, proofPurpose: 'assertionMethod' } }), 'PROOF_PURPOSE');
    assert.equal(await of({ proof: [] }), 'PROOF_MISSING');
    assert.equal(await of({ verifiableCredential: [] }), 'PRESENTATION_MALFORMED');
    assert.equal(await of({ holder: 'nobody' }), 'PRESENTATION_MALFORMED');
    assert.equal(await of({ extra: 1 }), 'PRESENTATION_MALFORMED');
    assert.equal(
      await of({ '@context': ['https://www.w3.org/ns/credentials/v2', 'urn:x'] }),
      'CONTEXT_UNKNOWN',
    );
    const altered = { ...presentation.verifiableCredential[0], validFrom: '2026-03-01T00:00:01Z' };
    assert.equal(await of({ verifiableCredential: [altered] }), 'PROOF_SIGNATURE');
    const inside = await present([altered], options());
    assert.equal(await verdict(inside), 'PROOF_SIGNATURE');
  });

  it('are not signed by a key that has ended, whatever time the proof names', async () => {
    const until = new Date(NOW.getTime() - 1).toISOString();
    const ended = async (url: string) => {
      const method = await policy.methodOf(url);
      return method?.controller === HOLDER ? { ...method, from: '2026-01-01T00:00:00.000Z', until } : method;
    };
    assert.equal(await verdict(await shown(), { methodOf: ended }), 'PROOF_KEY_NOT_IN_FORCE');
    const backdated = await shown({ now: new Date('2026-02-01T00:00:00Z') });
    assert.equal(await verdict(backdated, { methodOf: ended }), 'PROOF_KEY_NOT_IN_FORCE');
    assert.equal(await verdict(backdated), 'ok');
  });

  it('need every suite that the verifier asks of the holder', async () => {
    assert.equal(await verdict(await shown(), { holderSuites: ['sm2-jcs-2026'] }), 'ok');
    assert.equal(
      await verdict(await shown(), { holderSuites: ['eddsa-jcs-2022'] }),
      'PROOF_REQUIRED_MISSING',
    );
  });
});

function options(changes: object = {}) {
  return {
    provider: nativeProvider,
    now: NOW,
    activation,
    holder: HOLDER,
    verificationMethod: `${HOLDER}#key-1`,
    signer: holderKey,
    ...asked,
    ...changes,
  };
}

async function shown(changes: object = {}): Promise<Presentation> {
  return present([await issued()], options(changes));
}

function verdict(presentation: Presentation, changes: object = {}): Promise<string> {
  return codeOf(verifyPresentation(presentation, { ...policy, ...asked, ...changes }));
}

function withoutId(credential: JsonObject): JsonObject {
  const { id: _id, ...rest } = credential['credentialSubject'] as JsonObject;
  return rest;
}
