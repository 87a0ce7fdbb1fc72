import { toBase64url, type JsonObject } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { generateSigner, type Signer } from '@renxin/seal/signer';
import assert from 'node:assert/strict';
import { compactVerify, importJWK } from 'jose';
import { CredentialError } from '../../src/credential/index.js';
import type { CredentialSigner } from '../../src/data-integrity/index.js';
import { jwkOf } from '../../src/jose/index.js';
import { envelopCredential, openEnvelope, type EnvelopeKind } from '../../src/vc-jwt/index.js';
import { activation, ed25519, methodOf as assertsOf, NOW, p256, urlOf } from '../rdfc/made.js';

const V2 = 'https://www.w3.org/ns/credentials/v2';
const did = (signer: CredentialSigner): string => urlOf(signer).split('#')[0] ?? '';
const credential = (signer: CredentialSigner): JsonObject => ({
  '@context': [V2],
  type: ['VerifiableCredential'],
  issuer: did(signer),
  credentialSubject: { id: 'did:example:holder', name: '演示人员' },
});
const policy = {
  provider: nativeProvider,
  now: NOW,
  methodOf: async (url: string) => {
    const method = await assertsOf(url);
    return method && { ...method, purposes: ['assertionMethod', 'authentication'] as const };
  },
};

async function codeOf(value: unknown, kind: EnvelopeKind = 'credential'): Promise<string> {
  try {
    await openEnvelope(value, kind, policy);
    return 'ok';
  } catch (error) {
    if (error instanceof CredentialError) return error.code;
    throw error;
  }
}

function enveloped(jwt: string, changes: JsonObject = {}): JsonObject {
  const id = `data:application/vc+jwt,${jwt}`;
  return { '@context': V2, type: 'EnvelopedVerifiableCredential', id, ...changes };
}

function jwtOf(envelope: JsonObject): string {
  return (envelope['id'] as string).split(',')[1] ?? '';
}

describe('credentials as JWTs', () => {
  for (const signer of [ed25519, p256]) {
    const key = { verificationMethod: urlOf(signer), signer, activation };

    it(`hold, also for jose: ${signer.key.algorithm}`, async () => {
      const envelope = await envelopCredential(credential(signer), key);
      const opened = await openEnvelope(envelope, 'credential', policy);
      assert.deepEqual(opened.document, credential(signer));
      const { payload } = await compactVerify(
        jwtOf(envelope),
        await importJWK(jwkOf(signer.key), algOf(signer)),
      );
      assert.deepEqual(JSON.parse(new TextDecoder().decode(payload)), credential(signer));
    });

    it(`do not hold by another algorithm or key: ${signer.key.algorithm}`, async () => {
      const kid = urlOf(signer);
      const of = async (header: JsonObject): Promise<string> =>
        codeOf(enveloped(await signJws(header, credential(signer), signer)));
      const other = signer.key.algorithm === 'P-256' ? 'EdDSA' : 'ES256';
      for (const alg of ['none', 'HS256', 'ES384', other, 'eddsa'])
        assert.equal(await of({ kid, alg }), 'JWT_ALGORITHM', alg);
      assert.equal(await of({ kid, crit: ['exp'] }), 'JWT_MALFORMED');
      assert.equal(await of({ kid, b64: false }), 'JWT_MALFORMED');
      assert.equal(await of({}), 'JWT_MALFORMED');
      assert.equal(await of({ kid: 'did:key:zUnknown#zUnknown' }), 'VERIFICATION_METHOD_UNKNOWN');
      const thief = generateSigner('P-256').signer;
      const stolen = await signJws({ kid: urlOf(p256) }, credential(p256), thief);
      assert.equal(await codeOf(enveloped(stolen)), 'JWT_SIGNATURE');
    });
  }

  const signed = (payload: JsonObject, header: JsonObject = {}): Promise<string> =>
    signJws({ kid: urlOf(p256), ...header }, payload, p256);

  it('do not hold without signature, in another form, or outside their times', async () => {
    const jwt = await signed(credential(p256));
    const [head = '', body = '', mark = ''] = jwt.split('.');
    const none = toBase64url(Buffer.from('{"alg":"none"}'));
    assert.equal(await codeOf(enveloped(`${none}.${body}.`)), 'JWT_MALFORMED');
    for (const bad of ['', head, `${head}.${body}`, `${jwt}.x`, `${jwt}=`, `${head}.${body}.${mark}!`])
      assert.equal(await codeOf(enveloped(bad)), 'JWT_MALFORMED', bad);
    const changed = toBase64url(Buffer.from(JSON.stringify({ ...credential(p256), name: 'x' })));
    assert.equal(await codeOf(enveloped(`${head}.${changed}.${mark}`)), 'JWT_SIGNATURE');
    const twice = toBase64url(Buffer.from('{"alg":"ES256","alg":"none"}'));
    assert.equal(await codeOf(enveloped(`${twice}.${body}.${mark}`)), 'JWT_MALFORMED');
    const seconds = NOW.getTime() / 1000;
    assert.equal(await codeOf(enveloped(await signed({ ...credential(p256), exp: seconds }))), 'JWT_TIME');
    assert.equal(
      await codeOf(enveloped(await signed({ ...credential(p256), nbf: seconds + 90 }))),
      'JWT_TIME',
    );
    assert.equal(
      await codeOf(enveloped(await signed({ ...credential(p256), exp: 'never' }))),
      'JWT_MALFORMED',
    );
    assert.equal(await codeOf(enveloped('x'.repeat(2_000_000))), 'JWT_MALFORMED');
  });

  it('stand in an envelope of its form', async () => {
    const jwt = await signed(credential(p256));
    assert.equal(await codeOf(enveloped(jwt)), 'ok');
    const wrong: readonly JsonObject[] = [
      { '@context': [] },
      { '@context': 'https://www.w3.org/ns/credentials/examples/v2' },
      { type: 'VerifiableCredential' },
      { type: ['EnvelopedVerifiableCredential', 'VerifiableCredential'] },
      { id: jwt },
      { id: `data:application/json,${jwt}` },
      { issuer: did(p256) },
    ];
    for (const changes of wrong)
      assert.equal(await codeOf(enveloped(jwt, changes)), 'ENVELOPE_MALFORMED', JSON.stringify(changes));
  });

  it('may carry them as a claim, as before 2.0, but not both ways', async () => {
    const vc = credential(p256);
    const { issuer: _issuer, ...without } = vc;
    assert.equal(await codeOf(enveloped(await signed({ iss: did(p256), vc }))), 'ok');
    const jwt = await signed({ iss: did(p256), vc: without });
    assert.equal((await openEnvelope(enveloped(jwt), 'credential', policy)).document['issuer'], did(p256));
    assert.equal(await codeOf(enveloped(await signed({ ...vc, vc }))), 'JWT_MALFORMED');
    assert.equal(await codeOf(enveloped(await signed({ iss: did(ed25519), vc }))), 'JWT_MALFORMED');
  });
});

/** A JWT with whatever header is asked for. */
async function signJws(header: JsonObject, payload: JsonObject, signer: CredentialSigner): Promise<string> {
  const parts = [{ alg: algOf(signer), ...header }, payload];
  const input = parts.map((each) => toBase64url(Buffer.from(JSON.stringify(each)))).join('.');
  const request = { algorithm: signer.key.algorithm as 'P-256', message: Buffer.from(input), activation };
  return `${input}.${toBase64url(await (signer as Signer).sign(request))}`;
}

function algOf({ key }: CredentialSigner): string {
  return key.algorithm === 'Ed25519' ? 'EdDSA' : 'ES256';
}
