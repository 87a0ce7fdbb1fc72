import type { JsonObject } from '@renxin/chaincode/canonical';
import { RENXIN_CONTEXT, VC_CONTEXT } from '@renxin/credentials/context';
import { issue, verifyCredential, type IssueOptions, type IssuerKey } from '@renxin/credentials/credential';
import type { VerificationMethod } from '@renxin/credentials/data-integrity';
import { methodInHistory } from '@renxin/credentials/did';
import { schemaOf } from '@renxin/credentials/schema';
import { nativeProvider } from '@renxin/seal/native';
import { generateAssertionSigner, generateSigner, type Signer } from '@renxin/seal/signer';
import { benchFormats } from './credential-formats.js';
import type { Figure } from './figure.js';
import { benchStatusLists } from './status-lists.js';
import { inTurns } from './turns.js';

const ISSUER = 'did:renxin:bench:assessor';
const NOW = new Date('2026-03-02T08:00:00.000Z');
const ACTIVATION = { id: 'bench', method: 'unattended', at: NOW.toISOString() } as const;
const SUITES = { Ed25519: 'eddsa-jcs-2022', SM2: 'sm2-jcs-2026' } as const;
const TARGETS = { Ed25519: { issue: 0.5, verify: 0.65 }, SM2: { issue: 0.85, verify: 0.8 } } as const;

type Algorithm = keyof typeof SUITES;
type Rates = Readonly<Record<'sign' | 'verify' | 'issue' | 'check', number>>;

/**
 * Issuing and verifying a whole credential (form, schema and rules, proof) beside raw signing and verifying of 64 bytes with
 * the same key, in short turns on one thread, so that what else runs on the machine weighs on both alike.
 */
export async function benchCredentials(): Promise<Figure[]> {
  const keys = { Ed25519: generateAssertionSigner().signer, SM2: generateSigner('SM2').signer };
  const figures: Figure[] = [];
  for (const algorithm of ['Ed25519', 'SM2'] as const) {
    const { issue: issued, sign, check, verify } = await ratesOf(algorithm, keys[algorithm]);
    figures.push(figureOf(algorithm, 'issue', issued, sign), figureOf(algorithm, 'verify', check, verify));
  }
  return [...figures, ...(await benchFormats(unsigned())), await benchStatusLists()];
}

async function ratesOf(algorithm: Algorithm, signer: IssuerKey['signer']): Promise<Rates> {
  const message = new Uint8Array(64).fill(7);
  const request = { algorithm, message, activation: ACTIVATION };
  const raw = signer as unknown as Signer & { sign(asked: typeof request): Promise<Uint8Array> };
  const signature = await raw.sign(request);
  const url = `${ISSUER}#${algorithm === 'SM2' ? 'key' : 'assertion'}-1`;
  const options: IssueOptions = {
    provider: nativeProvider,
    now: NOW,
    activation: ACTIVATION,
    keys: [{ verificationMethod: url, signer }],
  };
  const credential = await issue(unsigned(), options);
  const policy = {
    provider: nativeProvider,
    now: NOW,
    suites: [SUITES[algorithm]],
    methodOf: async () => methodOf(algorithm, signer, url),
  };
  const issuing = unsigned();
  return inTurns(
    {
      sign: () => raw.sign(request),
      issue: () => issue(issuing, options),
      verify: () => {
        if (!nativeProvider.verify(signer.key, message, signature))
          throw new Error('a signature does not hold');
      },
      check: () => verifyCredential(credential, policy),
    },
    TURNS,
    EACH,
  );
}

function methodOf(
  algorithm: Algorithm,
  { key }: IssuerKey['signer'],
  url: string,
): VerificationMethod | undefined {
  const period = { sequence: 1, key, from: '2026-01-01T00:00:00.000Z' };
  const history = algorithm === 'SM2' ? { keys: [period] } : { keys: [], assertionKeys: [period] };
  return methodInHistory(ISSUER, history as Parameters<typeof methodInHistory>[1], url);
}

const TURNS = 300;
const EACH = 20;

function figureOf(algorithm: Algorithm, act: 'issue' | 'verify', value: number, raw: number): Figure {
  return {
    name: `credentials.${act}-${SUITES[algorithm]}`,
    value: Math.round(value),
    unit: 'credentials/s',
    peer: `raw ${algorithm} ${act === 'issue' ? 'signing' : 'verifying'} with the same key, one thread`,
    peerValue: Math.round(raw),
    ratio: value / raw,
    target: TARGETS[algorithm][act],
    details: { bytes: JSON.stringify(unsigned()).length, turns: TURNS },
  };
}

function unsigned(): JsonObject {
  const schema = schemaOf('vocational-skill-level');
  return {
    '@context': [VC_CONTEXT, RENXIN_CONTEXT],
    id: 'urn:uuid:1f0f8a52-3c1e-4f51-9d1b-6f9f3f0d9a10',
    type: ['VerifiableCredential', 'VocationalSkillLevel'],
    issuer: ISSUER,
    validFrom: '2026-03-01T00:00:00Z',
    validUntil: '2029-03-01T00:00:00Z',
    credentialSubject: {
      id: 'did:renxin:bench:p-0f1e2d3c4b5a69788796a5b4c3d2e1f0',
      name: '演示人员',
      citizenNumber: '310000199001019015',
      occupation: '电工',
      level: '3',
      assessor: { name: '演示评价机构', uscc: '91440000TX0000028W' },
      certificateNo: `S${'0'.repeat(20)}1`,
      issuedOn: '2026-03-01',
    },
    credentialSchema: schema.reference,
  };
}
