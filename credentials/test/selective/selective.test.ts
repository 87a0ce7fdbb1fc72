import type { Json, JsonObject } from '@renxin/chaincode/canonical';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { addFurtherProof, proofsOf, type SuiteSigner } from '../../src/data-integrity/index.js';
import { testContexts } from '../../src/rdfc/index.js';
import { derive, generateBbsSigner, selectiveSuites, type SelectiveName } from '../../src/selective/index.js';
import { activation, codesOf, document, p256, urlOf } from '../rdfc/made.js';

const json = (name: string): JsonObject =>
  JSON.parse(
    readFileSync(new URL(`../../../test/vectors/w3c/${name}`, import.meta.url), 'utf8'),
  ) as JsonObject;
const contexts = new Map([
  ...testContexts,
  ['https://w3id.org/citizenship/v4rc1', json('vc-di-ecdsa/citizenship-v4rc1.jsonld')],
]);
const further = selectiveSuites(contexts);
const bbs = await generateBbsSigner(new Uint8Array(32).fill(7));

const unsigned: JsonObject = {
  ...document,
  credentialSubject: {
    id: 'did:example:holder',
    name: '演示人员',
    level: '3',
    scores: [{ theory: 88 }, { practice: 91 }],
    employer: { name: '演示单位', region: '44' },
  },
};

function base(name: SelectiveName, mandatoryPointers: readonly string[] = ['/issuer']): Promise<JsonObject> {
  const suite = selectiveSuites(contexts, { mandatoryPointers })[name];
  if (suite === undefined) throw new TypeError('no such suite');
  const signer: SuiteSigner = name === 'bbs-2023' ? bbs : p256;
  return addFurtherProof(unsigned, {
    cryptosuite: name,
    suite,
    verificationMethod: urlOf(signer),
    proofPurpose: 'assertionMethod',
    // bbs-2023 has no time.
    ...(name === 'ecdsa-sd-2023' && { created: '2026-03-01T08:00:00Z' }),
    signer,
    activation,
  });
}

describe('selective disclosure', () => {
  it('of W3C’s vectors holds', async () => {
    const options = { further, now: new Date('2024-01-01T00:00:00Z') };
    const ecdsa = json('vc-di-ecdsa/sdDerivedEmploy.json');
    assert.deepEqual(await codesOf(ecdsa, options), ['ok']);
    assert.deepEqual(await codesOf(json('vc-di-bbs/derivedRevealDocument.json'), options), ['ok']);
    const changed = { ...ecdsa, validUntil: '2039-12-03T00:00:00Z' };
    assert.deepEqual(await codesOf(changed, options), ['PROOF_SIGNATURE']);
  });

  for (const name of ['ecdsa-sd-2023', 'bbs-2023'] as const) {
    describe(name, () => {
      it('shows what the holder chose and what is mandatory, and nothing else', async () => {
        const { proof, ...whole } = await base(name);
        const derived = await derive(whole, proofsOf({ proof } as JsonObject), {
          contexts,
          selectivePointers: ['/credentialSubject/level', '/credentialSubject/scores/1'],
        });
        assert.deepEqual(await codesOf(derived, { further }), ['ok']);
        assert.deepEqual(derived['credentialSubject'], {
          id: 'did:example:holder',
          level: '3',
          scores: [{ practice: 91 }],
        });
        assert.equal(derived['issuer'], unsigned['issuer']);
        assert.ok(!JSON.stringify(derived).includes('演示'));
      });

      it('does not hold after a change, an addition, or with another document’s proof', async () => {
        const { proof, ...whole } = await base(name);
        const shown = await derive(whole, [proof as Json], {
          contexts,
          selectivePointers: ['/credentialSubject/level'],
        });
        const subject = shown['credentialSubject'] as JsonObject;
        for (const credentialSubject of [
          { ...subject, level: '1' },
          { ...subject, name: '演示人员' },
          { id: 'did:example:thief', level: '3' },
          { id: 'did:example:holder' },
        ])
          assert.deepEqual(await codesOf({ ...shown, credentialSubject }, { further }), ['PROOF_SIGNATURE']);
        assert.deepEqual(await codesOf({ ...shown, proof: proof as Json }, { further }), ['PROOF_SIGNATURE']);
        for (const proofValue of [
          'u',
          'u2V0A',
          'zabc',
          (shown['proof'] as { proofValue: string }).proofValue.slice(0, -4),
        ])
          assert.deepEqual(
            await codesOf(
              { ...shown, proof: { ...(shown['proof'] as JsonObject), proofValue } },
              { further },
            ),
            ['PROOF_SIGNATURE'],
          );
      });

      it('takes no pointer that names nothing: POINTER_INVALID', async () => {
        const { proof, ...whole } = await base(name);
        for (const pointer of [
          '/credentialSubject/none',
          'credentialSubject',
          '',
          '/__proto__/x',
          '/credentialSubject/scores/7',
          '/credentialSubject/scores/length',
          '/issuer~2',
        ]) {
          const options = { contexts, selectivePointers: [pointer] };
          await assert.rejects(derive(whole, [proof as Json], options), { code: 'POINTER_INVALID' }, pointer);
          await assert.rejects(base(name, [pointer]), { code: 'POINTER_INVALID' }, pointer);
        }
      });

      it('needs one base proof', async () => {
        const { proof, ...whole } = await base(name);
        const options = { contexts, selectivePointers: ['/issuer'] };
        await assert.rejects(derive(whole, [], options), { code: 'PROOF_MISSING' });
        await assert.rejects(derive(whole, [proof as Json, proof as Json], options), {
          code: 'PROOF_DOUBLED',
        });
        const broken = { ...(proof as JsonObject), proofValue: 'u2V0A' };
        await assert.rejects(derive(whole, [broken], options), { code: 'PROOF_MALFORMED' });
      });
    });
  }
});
