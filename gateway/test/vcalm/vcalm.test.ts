import type { JsonObject } from '@renxin/chaincode/canonical';
import { RENXIN_CONTEXT } from '@renxin/credentials/context';
import { signCredential } from '@renxin/credentials/credential';
import { addFurtherProof, multikeyOfMethod, type SuiteSigner } from '@renxin/credentials/data-integrity';
import { createDidResolver, methodsFrom } from '@renxin/credentials/did';
import { knownContexts, rdfcSuites } from '@renxin/credentials/rdfc';
import { samples, schemaOf } from '@renxin/credentials/schema';
import { nativeProvider } from '@renxin/seal/native';
import { generateAssertionSigner, generateSigner } from '@renxin/seal/signer';
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { unattended } from '../../src/keys/key-ring.js';
import { Refusal } from '../../src/problem/index.js';
import type { ProblemDetails } from '../../src/problem/index.js';
import { vcalmRoutes } from '../../src/routes/vcalm.js';
import { SeenOnce } from '../../src/session/seen-once.js';
import { StatusBook, Vcalm, type VcalmServices } from '../../src/vcalm/index.js';
import { openHouse, TestClient, type House } from '../http/house.js';

const clock = (): Date => new Date();
const suites = rdfcSuites(knownContexts);
const issuer = generateAssertionSigner().signer;
const holder = generateSigner('P-256').signer;
const methodOf = methodsFrom(createDidResolver({}));

function urlOf({ key }: SuiteSigner): string {
  const multikey = multikeyOfMethod(key);
  return `did:key:${multikey}#${multikey}`;
}
const didOf = (signer: SuiteSigner): string => urlOf(signer).split('#')[0] ?? '';

describe('VCALM for organisations', () => {
  let house: House;
  let own: TestClient;
  let another: TestClient;

  before(async () => {
    let made: VcalmServices | undefined;
    // The lists lie where the house listens.
    const services = (): VcalmServices => (made ??= servicesOf(house));
    const open = {
      get vcalm() {
        return services().vcalm;
      },
      get status() {
        return services().status;
      },
      get answered() {
        return services().answered;
      },
    };
    house = await openHouse({ routes: vcalmRoutes, services: { open } });
    const base = `${house.url}/orgs/gd`;
    own = await TestClient.open(base, house.enrol('province', { identifier: 'gd' }));
    another = await TestClient.open(base, house.enrol('employer'));
  });
  after(() => house.stop());

  const credential: JsonObject = {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id: 'urn:uuid:3f0b6e3c-9f8a-4f54-8f0e-6d1c0e9f4a11',
    type: ['VerifiableCredential'],
    issuer: didOf(issuer),
    credentialSubject: { id: didOf(holder), name: '演示人员' },
  };

  async function call(client: TestClient, path: string, body: unknown): Promise<[number, JsonObject]> {
    const answer = await client.post(path, JSON.stringify(body));
    return [answer.status, (await answer.json()) as JsonObject];
  }

  function reasonOf([, body]: [number, JsonObject]): unknown {
    const { code, members } = body as unknown as ProblemDetails;
    return members?.['reason'] ?? code;
  }

  async function issued(): Promise<JsonObject> {
    const [status, body] = await call(own, '/credentials/issue', { credential });
    assert.equal(status, 201, JSON.stringify(body));
    return body['verifiableCredential'] as JsonObject;
  }

  it('issues for the organisation itself and for nobody else', async () => {
    const verifiableCredential = await issued();
    const [status] = await call(another, '/credentials/verify', { verifiableCredential });
    assert.equal(status, 200);
    assert.equal(reasonOf(await call(another, '/credentials/issue', { credential })), 'ROLE_FORBIDDEN');
    const foreign = { credential: { ...credential, issuer: 'https://other.example/' } };
    assert.equal(reasonOf(await call(own, '/credentials/issue', foreign)), 'PROOF_NOT_BY_ISSUER');
    const unknown = { credential, options: { cryptosuite: 'unheard-of' } };
    assert.equal(reasonOf(await call(own, '/credentials/issue', unknown)), 'ISSUING_SUITE_UNKNOWN');
    const whole = { credential, options: { mandatoryPointers: ['/issuer'] } };
    assert.equal(reasonOf(await call(own, '/credentials/issue', whole)), 'POINTER_INVALID');
    const answer = await fetch(`${house.url}/orgs/gd/credentials/issue`, { method: 'POST' });
    assert.equal(answer.status, 401);
  });

  it('issues and takes what is of a type of ours only as its schema in force asks', async () => {
    const type = (word: string): JsonObject => {
      const { definition, reference } = schemaOf(word);
      return {
        ...credential,
        id: `urn:uuid:${randomUUID()}`,
        '@context': ['https://www.w3.org/ns/credentials/v2', RENXIN_CONTEXT],
        type: ['VerifiableCredential', definition.type],
        credentialSchema: reference,
        credentialSubject: { id: didOf(holder), ...samples.subjects[word] },
      };
    };
    const issue = (given: JsonObject) => call(own, '/credentials/issue', { credential: given });
    const good = type('vocational-skill-level');
    const [status, body] = await issue(good);
    assert.equal(status, 201, JSON.stringify(body));
    const { verifiableCredential } = body;
    assert.equal((await call(another, '/credentials/verify', { verifiableCredential }))[0], 200);
    const subject = good['credentialSubject'] as JsonObject;
    const { level: _level, ...less } = subject;
    const { credentialSchema: _schema, ...unnamed } = good;
    const cases: [JsonObject, string][] = [
      [{ ...good, credentialSubject: { ...subject, level: '9' } }, 'SUBJECT_INVALID'],
      [{ ...good, credentialSubject: less }, 'SUBJECT_INVALID'],
      [unnamed, 'SCHEMA_MISSING'],
      [{ ...good, credentialSchema: schemaOf('professional-title').reference }, 'SCHEMA_UNKNOWN'],
      [type('social-security-card'), 'SCHEMA_RETIRED'],
    ];
    for (const [given, code] of cases) assert.equal(reasonOf(await issue(given)), code);
  });

  it('asks for everything unless the caller asks for proofs alone', async () => {
    const { proof: _proof, ...unsigned } = await issued();
    const foreign = await addFurtherProof(
      { ...unsigned, issuer: 'https://issuer.example/' },
      {
        cryptosuite: 'eddsa-rdfc-2022',
        suite: suites['eddsa-rdfc-2022']!,
        verificationMethod: urlOf(issuer),
        proofPurpose: 'assertionMethod',
        created: clock().toISOString(),
        signer: issuer,
        activation: unattended('test', clock()),
      },
    );
    const given = { verifiableCredential: foreign };
    assert.equal(reasonOf(await call(another, '/credentials/verify', given)), 'PROOF_NOT_BY_ISSUER');
    const alone = { ...given, options: { checks: ['proof'] } };
    assert.equal((await call(another, '/credentials/verify', alone))[0], 200);
  });

  it('refuses what was revoked, by its own list', async () => {
    const verifiableCredential = await issued();
    const change = (status: boolean): JsonObject => ({
      credentialId: credential['id'] ?? '',
      credentialStatus: { type: 'BitstringStatusListEntry', statusPurpose: 'revocation' },
      status,
    });
    assert.equal(reasonOf(await call(another, '/credentials/status', change(true))), 'ROLE_FORBIDDEN');
    assert.equal((await call(own, '/credentials/status', change(true)))[0], 200);
    const verified = await call(another, '/credentials/verify', { verifiableCredential });
    assert.equal(reasonOf(verified), 'STATUS_SET');
    assert.equal((await call(own, '/credentials/status', change(false)))[0], 200);
    const [entry] = verifiableCredential['credentialStatus'] as { statusListCredential: string }[];
    assert.equal((await fetch(entry?.statusListCredential ?? '')).status, 200);
    const none = await fetch(`${house.url}/orgs/gd/credentials/status-lists/9-revocation`);
    assert.equal(none.status, 404);
  });

  it('takes a presentation once, for the challenge and domain that are asked', async () => {
    const verifiableCredential = [await issued()];
    const presented = (challenge: string): Promise<JsonObject> =>
      addFurtherProof(
        {
          '@context': ['https://www.w3.org/ns/credentials/v2'],
          type: ['VerifiablePresentation'],
          holder: didOf(holder),
          verifiableCredential,
        },
        {
          cryptosuite: 'ecdsa-rdfc-2019',
          suite: suites['ecdsa-rdfc-2019']!,
          verificationMethod: urlOf(holder),
          proofPurpose: 'authentication',
          created: clock().toISOString(),
          challenge,
          domain: 'verifier.example',
          signer: holder,
          activation: unattended('test', clock()),
        },
      );
    const verifiablePresentation = await presented('c-1');
    const options = { challenge: 'c-1', domain: 'verifier.example' };
    const ask = (changes: JsonObject): Promise<[number, JsonObject]> =>
      call(another, '/presentations/verify', { verifiablePresentation, options: { ...options, ...changes } });
    assert.equal(reasonOf(await ask({ challenge: 'c-2' })), 'PROOF_CHALLENGE');
    assert.equal(reasonOf(await ask({ domain: 'other.example' })), 'PROOF_DOMAIN');
    assert.equal((await ask({}))[0], 200);
    assert.equal(reasonOf(await ask({})), 'CHALLENGE_USED');
    const without = { verifiablePresentation, options: { challenge: 'c-1' } };
    assert.equal(reasonOf(await call(another, '/presentations/verify', without)), 'CHALLENGE_INVALID');
    const { proof: _proof, ...unsigned } = verifiablePresentation;
    const open = { verifiablePresentation: unsigned, options };
    assert.equal(reasonOf(await call(another, '/presentations/verify', open)), 'PROOF_MISSING');
  });
});

/** An issuer by `did:key` in place of the ledger's keys. */
function servicesOf(house: House): VcalmServices {
  const verificationMethod = urlOf(issuer);
  const lists = (): string => `${house.url}/orgs/gd/credentials/status-lists`;
  const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
  const status = new StatusBook({
    store: house.store,
    organisation: 'gd',
    issuer: didOf(issuer),
    base: lists,
    sign: (list) =>
      signCredential(list, {
        provider: nativeProvider,
        now: clock(),
        activation: unattended('test', clock()),
        keys: [{ verificationMethod, signer: issuer }],
      }),
    provider: nativeProvider,
    clock,
    random,
  });
  const vcalm = new Vcalm({
    contexts: knownContexts,
    provider: nativeProvider,
    clock,
    methodOf,
    keys: async () => [{ cryptosuite: 'eddsa-rdfc-2022', verificationMethod, signer: issuer }],
    status,
    schemaInForce: async (sm3) => {
      if (sm3 === schemaOf('social-security-card').sm3) throw new Refusal('SCHEMA_RETIRED');
    },
    fetchList: async (url) => status.list(url.slice(lists().length + 1)),
    unsigned: false,
  });
  return { vcalm, status, answered: new SeenOnce(60_000, clock) };
}
