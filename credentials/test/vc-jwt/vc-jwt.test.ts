import { toBase64url, type JsonObject } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { generateSigner } from '@renxin/seal/signer';
import assert from 'node:assert/strict';
import { compactVerify, importJWK } from 'jose';
import { CredentialError } from '../../src/credential/index.js';
import {
  envelopCredential,
  openEnvelope,
  readJws,
  signJws,
  type EnvelopeKind,
  type JwsSigner,
} from '../../src/vc-jwt/index.js';
import { activation, ed25519, methodOf as assertsOf, NOW, p256, urlOf } from '../rdfc/made.js';

const V2 = 'https://www.w3.org/ns/credentials/v2';
const did = (signer: JwsSigner): string => urlOf(signer).split('#')[0] ?? '';
const credential = (signer: JwsSigner): JsonObject => ({
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
      const { payload } = await compactVerify(jwtOf(envelope), await importJWK(jwkOf(signer), algOf(signer)));
      assert.deepEqual(JSON.parse(new TextDecoder().decode(payload)), credential(signer));
    });

    it(`do not hold by another algorithm or key: ${signer.key.algorithm}`, async () => {
      const kid = urlOf(signer);
      const of = async (header: JsonObject): Promise<string> =>
        codeOf(enveloped(await signJws(header, credential(signer), signer, activation)));
      const other = signer.key.algorithm === 'P-256' ? 'EdDSA' : 'ES256';
      for (const alg of ['none', 'HS256', 'ES384', other, 'eddsa'])
        assert.equal(await of({ kid, alg }), 'JWT_ALGORITHM', alg);
      assert.equal(await of({ kid, crit: ['exp'] }), 'JWT_MALFORMED');
      assert.equal(await of({ kid, b64: false }), 'JWT_MALFORMED');
      assert.equal(await of({}), 'JWT_MALFORMED');
      assert.equal(await of({ kid: 'did:key:zUnknown#zUnknown' }), 'VERIFICATION_METHOD_UNKNOWN');
      const thief = generateSigner('P-256').signer;
      const stolen = await signJws({ kid: urlOf(p256) }, credential(p256), thief, activation);
      assert.equal(await codeOf(enveloped(stolen)), 'JWT_SIGNATURE');
    });
  }

  const signed = (payload: JsonObject, header: JsonObject = {}): Promise<string> =>
    signJws({ kid: urlOf(p256), ...header }, payload, p256, activation);

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
    assert.throws(() => readJws('x'.repeat(2_000_000)), { code: 'JWT_MALFORMED' });
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

  it('are not made by SM2, which has no name in JOSE', async () => {
    const signer = generateSigner('SM2').signer;
    await assert.rejects(signJws({}, {}, signer, activation), { code: 'JWT_ALGORITHM' });
  });
});

function jwkOf({ key }: JwsSigner): Record<string, string> {
  const point = Buffer.from(key.point, 'base64url');
  if (key.algorithm === 'Ed25519') return { kty: 'OKP', crv: 'Ed25519', x: key.point };
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((each) => each.toString('base64url'));
  return { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' };
}

function algOf({ key }: JwsSigner): string {
  return key.algorithm === 'Ed25519' ? 'EdDSA' : 'ES256';
}
