import { fromBase58, toHex, type JsonObject } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { createPureAssertionSigner } from '@renxin/seal/pure';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { proofsOf } from '../../src/data-integrity/index.js';
import { canonicalQuads, testContexts } from '../../src/rdfc/index.js';
import { proofQuads, writtenQuads } from '../../src/rdfc/proof-quads.js';
import { codesOf, prove } from './made.js';

const read = (name: string): string =>
  readFileSync(new URL(`../../../test/vectors/w3c/${name}`, import.meta.url), 'utf8');
const json = (name: string): JsonObject => JSON.parse(read(name)) as JsonObject;
const at2024 = { now: new Date('2024-01-01T00:00:00Z') };

describe('the vectors of W3C for eddsa-rdfc-2022', () => {
  const folder = 'vc-di-eddsa';
  const unsigned = json(`${folder}/unsigned.json`);
  const config = json(`${folder}/proofConfigDataInt.json`);

  it('give the published canonical forms and hashes', async () => {
    const quads = await canonicalQuads(unsigned, testContexts);
    assert.equal(quads, read(`${folder}/canonDocDataInt.txt`));
    const options = await proofQuads(config, unsigned['@context'], testContexts);
    assert.equal(options, read(`${folder}/proofCanonDataInt.txt`));
    const { '@context': _context, ...own } = config;
    assert.equal(writtenQuads(own, unsigned['@context'], testContexts), options);
    const hashes = [options, quads].map((text) => toHex(nativeProvider.hash('SHA-256', Buffer.from(text))));
    assert.equal(hashes.join(''), read(`${folder}/combinedHashDataInt.txt`).trim());
  });

  it('hold', async () => {
    assert.deepEqual(await codesOf(json(`${folder}/signedDataInt.json`), at2024), ['ok']);
  });

  it('come out of our own signing, byte for byte', async () => {
    const keys = json(`${folder}/keyPair.json`);
    const secret = fromBase58((keys['privateKeyMultibase'] as string).slice(1))?.subarray(2);
    assert.ok(secret);
    const signed = json(`${folder}/signedDataInt.json`);
    const { created } = signed['proof'] as { created: string };
    const ours = await prove(unsigned, createPureAssertionSigner(secret), { created });
    assert.deepEqual(ours, signed);
  });

  for (const [name, length] of [
    ['signedProofSet1', 1],
    ['signedProofSet2', 2],
    ['signedProofChain1', 3],
    ['signedProofChain2', 4],
  ] as const) {
    it(`hold as a set and as a chain: ${name}`, async () => {
      const document = json(`${folder}/proof-set-chain/${name}.json`);
      assert.equal(proofsOf(document).length, length);
      assert.deepEqual(
        await codesOf(document, at2024),
        Array.from({ length }, () => 'ok'),
      );
    });
  }
});

describe('the vectors of W3C for ecdsa-rdfc-2019', () => {
  for (const [curve, hash] of [
    ['P256', 'sha256'],
    ['P384', 'sha384'],
  ] as const) {
    it(`give the published canonical forms and hold: ${curve}`, async () => {
      const signed = json(`vc-di-ecdsa/signedECDSA${curve}.json`);
      const { proof, ...unsigned } = signed;
      const { proofValue: _proofValue, ...config } = proof as JsonObject;
      const quads = await canonicalQuads(unsigned, testContexts);
      assert.equal(quads, read(`vc-di-ecdsa/canonDocECDSA${curve}.txt`));
      const options = await proofQuads(config, unsigned['@context'], testContexts);
      assert.equal(options, read(`vc-di-ecdsa/proofCanonECDSA${curve}.txt`));
      const hashes = [options, quads].map((text) => createHash(hash).update(text).digest('hex'));
      assert.equal(hashes.join(''), read(`vc-di-ecdsa/combinedHashECDSA${curve}.txt`).trim());
      assert.deepEqual(await codesOf(signed, at2024), ['ok']);
      const changed = { ...signed, name: 'Another Credential' };
      assert.deepEqual(await codesOf(changed, at2024), ['PROOF_SIGNATURE']);
    });
  }
});
