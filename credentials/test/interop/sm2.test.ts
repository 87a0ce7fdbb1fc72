import { fromBase58, jcsBytes, toBase58, toHex, type JsonObject } from '@renxin/chaincode/canonical';
import { spkiOf } from '@renxin/seal/crypto';
import { nativeProvider } from '@renxin/seal/native';
import { generateSigner } from '@renxin/seal/signer';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import smCrypto from 'sm-crypto';
import { addProof, verifyProof, type VerificationMethod } from '../../src/data-integrity/index.js';
import { activation, NOW, unsigned } from '../credential/made.js';

/** sm2-jcs-2026 by others: the page is followed here in their words, with none of our code but RFC 8785. */

const { sm2, sm3 } = smCrypto;
const URL = 'did:example:issuer#key-1';

describe('sm2-jcs-2026 by sm-crypto', () => {
  it('verifies what we sign', async () => {
    const { signer } = generateSigner('SM2');
    const { message, signature } = partsOf(await signedBy(signer));
    const point = Buffer.from(signer.key.point, 'base64url').toString('hex');
    const options = { hash: true, der: false, userId: '1234567812345678' };
    assert.ok(sm2.doVerifySignature([...message], toHex(signature), point, options));
    message[0] = (message[0] ?? 0) ^ 1;
    assert.ok(!sm2.doVerifySignature([...message], toHex(signature), point, options));
  });

  it('signs what we verify', async () => {
    const pair = sm2.generateKeyPairHex();
    const config: JsonObject = {
      type: 'DataIntegrityProof',
      cryptosuite: 'sm2-jcs-2026',
      created: '2026-03-02T08:00:00Z',
      verificationMethod: URL,
      proofPurpose: 'assertionMethod',
      '@context': unsigned()['@context'] ?? null,
    };
    const message = messageOf(config, unsigned());
    const options = { hash: true, der: false, userId: '1234567812345678', publicKey: pair.publicKey };
    const value = Buffer.from(sm2.doSignature([...message], pair.privateKey, options), 'hex');
    const proof = { ...config, proofValue: `z${toBase58(value)}` };
    const key = {
      algorithm: 'SM2',
      point: Buffer.from(pair.publicKey, 'hex').toString('base64url'),
    } as const;
    assert.equal(await verdict({ ...unsigned(), proof }, key), 'ok');
    const other = { ...options, userId: 'somebody@example' };
    const foreign = Buffer.from(sm2.doSignature([...message], pair.privateKey, other), 'hex');
    const wrong = { ...config, proofValue: `z${toBase58(foreign)}` };
    assert.equal(await verdict({ ...unsigned(), proof: wrong }, key), 'PROOF_SIGNATURE', 'another user id');
  });
});

const openssl = spawnSync('openssl', ['version']).status === 0;
const title = 'is verified by openssl, with the user id in Z';

describe('sm2-jcs-2026 by openssl', () => {
  it(openssl ? title : `skipped: ${title} — openssl not found (npm run interop:setup)`, async () => {
    if (!openssl) return;
    const { signer } = generateSigner('SM2');
    const { message, signature } = partsOf(await signedBy(signer));
    const folder = mkdtempSync(join(tmpdir(), 'renxin-sm2-'));
    try {
      const path = (name: string): string => join(folder, name);
      writeFileSync(path('key.der'), spkiOf(signer.key));
      writeFileSync(path('message'), message);
      writeFileSync(path('signature'), der(signature));
      const run = (...id: string[]) =>
        spawnSync('openssl', [
          ...[
            'pkeyutl',
            '-verify',
            '-pubin',
            '-keyform',
            'DER',
            '-inkey',
            path('key.der'),
            '-rawin',
            '-digest',
            'sm3',
          ],
          ...['-in', path('message'), '-sigfile', path('signature'), ...id],
        ]).status;
      assert.equal(run('-pkeyopt', 'distid:1234567812345678'), 0);
      assert.notEqual(run('-pkeyopt', 'distid:somebody'), 0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function signedBy(signer: ReturnType<typeof generateSigner>['signer']): Promise<JsonObject> {
  const options = {
    cryptosuite: 'sm2-jcs-2026',
    verificationMethod: URL,
    proofPurpose: 'assertionMethod',
    created: '2026-03-02T08:00:00Z',
    signer,
    activation,
  } as const;
  return addProof(unsigned(), options, nativeProvider);
}

function partsOf(signed: JsonObject): { message: Uint8Array; signature: Uint8Array } {
  const { proof, ...document } = signed;
  const { proofValue, ...config } = proof as JsonObject & { proofValue: string };
  return {
    message: messageOf(config, document),
    signature: fromBase58(proofValue.slice(1)) ?? assert.fail(),
  };
}

/** SM3(options) || SM3(document), hashed by sm-crypto. */
function messageOf(config: JsonObject, document: JsonObject): Uint8Array {
  const halves = [config, document].map((value) => sm3([...jcsBytes(value)]));
  return Uint8Array.from(Buffer.from(halves.join(''), 'hex'));
}

async function verdict(document: JsonObject, key: VerificationMethod['key']): Promise<string> {
  const finding = await verifyProof(document, {
    provider: nativeProvider,
    now: NOW,
    proofPurpose: 'assertionMethod',
    methodOf: async () => ({ controller: 'did:example:issuer', key, purposes: ['assertionMethod'] }),
  });
  return finding.verified ? 'ok' : finding.code;
}

function der(signature: Uint8Array): Uint8Array {
  const integer = (bytes: Uint8Array): number[] => {
    const start = bytes.findIndex((byte) => byte !== 0);
    const magnitude = [...bytes.subarray(start)];
    const padded = (magnitude[0] ?? 0) >= 128 ? [0, ...magnitude] : magnitude;
    return [2, padded.length, ...padded];
  };
  const body = [...integer(signature.subarray(0, 32)), ...integer(signature.subarray(32))];
  return Uint8Array.of(0x30, body.length, ...body);
}
