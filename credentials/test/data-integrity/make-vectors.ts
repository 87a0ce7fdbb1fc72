import { jcsBytes, toBase58, toHex, type Json, type JsonObject } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { createPureSigner } from '@renxin/seal/pure';
import { mkdirSync, writeFileSync } from 'node:fs';
import { addProof, multikeyOf } from '../../src/data-integrity/index.js';
import { SignedBytes } from '../../src/data-integrity/signed-bytes.js';
import { vectorsFolder, type Sm2Vector } from './vectors.js';

/** Writes credentials/test/vectors/sm2-jcs: run it after a change of docs/formats/sm2-jcs.md. */

/** The key of GB/T 32918.5 annex A, which everybody knows, and zero bytes for the random ones. */
const secret = Buffer.from('3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8', 'hex');
const signer = createPureSigner('SM2', secret, (length) => new Uint8Array(length));
const multikey = multikeyOf(signer.key);

const document: JsonObject = {
  '@context': ['https://www.w3.org/ns/credentials/v2'],
  id: 'urn:uuid:1f0f8a52-3c1e-4f51-9d1b-6f9f3f0d9a10',
  type: ['VerifiableCredential'],
  issuer: `did:key:${multikey}`,
  validFrom: '2026-03-01T00:00:00Z',
  credentialSubject: { name: '演示人员', level: 3 },
};
const options = {
  cryptosuite: 'sm2-jcs-2026',
  verificationMethod: `did:key:${multikey}#${multikey}`,
  proofPurpose: 'assertionMethod',
  created: '2026-03-01T08:00:00Z',
  signer,
  activation: { id: 'vectors', method: 'unattended', at: '2026-03-01T08:00:00.000Z' },
} as const;

const signed = await addProof(document, options, nativeProvider);
const proof = signed['proof'] as JsonObject;
const { proofValue: _proofValue, ...config } = proof;
const contextless = await addProof({ type: 'plain document', note: 'no context' }, options, nativeProvider);

write('valid', 'credential', vectorOf(signed));
write('valid', 'without-context', vectorOf(contextless));
write('invalid', 'document-changed', {
  document: { ...signed, credentialSubject: { name: '演示人员', level: 2 } },
});
write('invalid', 'created-changed', withProof({ created: '2026-03-01T08:00:01Z' }));
write('invalid', 'context-removed-from-proof', withoutMember('@context'));
write('invalid', 'context-in-front', {
  document: { ...signed, '@context': ['https://example.org/x', 'https://www.w3.org/ns/credentials/v2'] },
});
write('invalid', 'hashed-with-sha-256', await signedOtherwise('SHA-256', [0, 1]));
write('invalid', 'document-hash-first', await signedOtherwise('SM3', [1, 0]));
write('invalid', 'named-eddsa', withProof({ cryptosuite: 'eddsa-jcs-2022' }));

function vectorOf(document: JsonObject): Sm2Vector {
  const { proof, ...unsecured } = document;
  const { proofValue: _value, ...config } = proof as JsonObject;
  const hashed = toHex(new SignedBytes(unsecured, nativeProvider).of(config, 'SM3'));
  return {
    document,
    canonicalOptions: new TextDecoder().decode(jcsBytes(config)),
    optionsHash: hashed.slice(0, 64),
    canonicalDocument: new TextDecoder().decode(jcsBytes(unsecured)),
    documentHash: hashed.slice(64),
  };
}

function withProof(changes: JsonObject): Sm2Vector {
  return { document: { ...signed, proof: { ...proof, ...changes } } };
}

function withoutMember(name: string): Sm2Vector {
  const { [name]: _left, ...rest } = proof;
  return { document: { ...signed, proof: rest } };
}

/** Signed as the page does not say: another hash, or the hashes in another order. */
async function signedOtherwise(
  hash: 'SM3' | 'SHA-256',
  order: readonly [number, number],
): Promise<Sm2Vector> {
  const bytes = new SignedBytes(document, nativeProvider).of(config, hash);
  const message = new Uint8Array(64);
  order.forEach((half, at) => message.set(bytes.subarray(32 * half, 32 * half + 32), 32 * at));
  const value = await signer.sign({ algorithm: 'SM2', message, activation: options.activation });
  return withProof({ proofValue: `z${toBase58(value)}` });
}

function write(kind: 'valid' | 'invalid', name: string, vector: Sm2Vector): void {
  const folder = vectorsFolder(kind);
  mkdirSync(folder, { recursive: true });
  const content: Json = { key: { ...signer.key }, multikey, ...vector };
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(content, null, 2)}\n`);
}
