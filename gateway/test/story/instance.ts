import { ledgerTrustOf, openTrust } from '@renxin/archive/verify';
import { toBase64url, type Json } from '@renxin/chaincode/canonical';
import { registry } from '@renxin/chaincode/contracts';
import type { Terms } from '@renxin/chaincode/labor-law';
import { messageBytes, type MessageBody, type MessageKind } from '@renxin/chaincode/messages';
import type { EmbeddedLedger } from '@renxin/network/embedded';
import { nativeProvider } from '@renxin/seal/native';
import type { Signer } from '@renxin/seal/signer';
import { GatewayClient, problemOf, type Purpose } from '@renxin/wallets/client';
import { attest, bind, Keystore, requestCertificate } from '@renxin/wallets/keystore';
import * as labor from '@renxin/wallets/labor-contract';
import { HeaderKeeper } from '@renxin/wallets/receipts';
import assert from 'node:assert/strict';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { z } from 'zod';
import { start, type Running } from '../../src/commands/serve.js';
import { LEDGER } from '../../src/compose.js';
import { loadConfig } from '../../src/config.js';
import {
  employer as demonstrationEmployer,
  hosted,
  ministry,
} from '../../src/demonstration/organisations.js';
import { Seeded, syntheticPerson, type SyntheticPerson } from '../../src/demonstration/people.js';
import { demonstrationTerms } from '../../src/demonstration/terms.js';
import { KeyRing, unattended } from '../../src/keys/key-ring.js';
import { passphraseOf } from '../../src/keys/passphrase.js';
import { logNameOf } from '../../src/labor-contract/log-matters.js';
import { Refusal } from '../../src/problem/index.js';
import type { LaborContractServices } from '../../src/services.js';

/** A platform of its own with its clients, on any free port. */
export interface Instance {
  readonly directory: string;
  readonly running: Running;
  /** Base URL of the province's gateway. */
  readonly gateway: string;
  stop(): Promise<void>;
}

/**
 * @param directory a data directory to go on with; a new one when absent, removed at the end
 * @param environment further settings
 * @param clock the platform's
 */
export async function openInstance(
  directory?: string,
  environment: Readonly<Record<string, string>> = {},
  clock?: () => Date,
): Promise<Instance> {
  const data = directory ?? (await mkdtemp(join(tmpdir(), 'renxin-story-')));
  const own = { RENXIN_DATA: data, RENXIN_PORT: '0', RENXIN_LOG_LEVEL: 'error' };
  const running = await start(loadConfig({ ...own, ...environment }), clock);
  return {
    directory: data,
    running,
    gateway: `${running.url}/orgs/gd`,
    stop: async () => {
      await running.close();
      if (directory === undefined) await rm(data, { recursive: true, force: true });
    },
  };
}

/** The ledger of an instance that operates its own. */
export function embeddedOf({ running }: Instance): EmbeddedLedger {
  const { means } = running.composed;
  assert.ok(means);
  return means.ledger;
}

export function servicesOf({ running }: Instance): LaborContractServices {
  const services = running.composed.composition.organisations.find(({ id }) => id === 'gd')?.services;
  assert.ok(services?.laborContracts);
  return services.laborContracts;
}

/** The proof of a concluded contract from the province's evidence log, once witnesses have cosigned and the ledger anchored it. */
export async function logProofOf({ running }: Instance, contract: string): Promise<Uint8Array> {
  const services = running.composed.composition.organisations.find(({ id }) => id === 'gd')?.services;
  assert.ok(services);
  const { kind, id } = logNameOf(contract, 0);
  for (let attempt = 0; ; attempt++) {
    try {
      return await services.evidenceLog.prove(kind, id);
    } catch (error) {
      if (!(error instanceof Refusal) || attempt === 200) throw error;
      await setTimeout(100);
    }
  }
}

/** What somebody holds who seized the gateway: every key in its ring. */
export async function ringOf({ directory }: Instance): Promise<KeyRing> {
  const gateway = join(directory, 'gateway');
  return KeyRing.open(join(gateway, 'keys.json'), await passphraseOf(gateway));
}

/** Changes what a wallet sends, as an attacker's wallet would, or what it is given, as an attacker's gateway would. */
export class AlteringClient extends GatewayClient {
  alter: (path: string, body: unknown) => unknown = (_path, body) => body;
  given: <T>(path: string, answer: T) => T = (_path, answer) => answer;

  override async get<T extends z.ZodType>(path: string, purpose: Purpose, answer: T): Promise<z.infer<T>> {
    return this.given(path, await super.get(path, purpose, answer));
  }

  override async download(path: string, purpose: Purpose): Promise<Uint8Array> {
    return this.given(path, await super.download(path, purpose));
  }

  override async post<T extends z.ZodType>(
    path: string,
    purpose: Purpose,
    body: unknown,
    answer: T,
    idempotencyKey?: string,
  ): Promise<z.infer<T>> {
    return super.post(path, purpose, await this.alter(path, body), answer, idempotencyKey);
  }
}

export interface TestParty extends labor.Party {
  readonly client: AlteringClient;
  readonly keystore: Keystore;
}

export interface TestWorker extends TestParty {
  readonly person: SyntheticPerson;
  readonly attestation: Awaited<ReturnType<typeof attest>>['attestation'];
  readonly binding: Awaited<ReturnType<typeof attest>>['binding'];
}

let seed = 100;

/** A worker whose wallet lives in this process: attested, bound towards an employer, with a certificate. */
export async function enrolWorker(
  instance: Instance,
  options: { towards?: string; person?: SyntheticPerson } = {},
): Promise<TestWorker> {
  const { towards = demonstrationEmployer.id, person = syntheticPerson(new Seeded(seed++)) } = options;
  const keystore = await newKeystore(instance);
  const { name, citizenNumber } = person;
  const authority = instance.running.troupe.addressOf('identity-authority');
  const attested = await attest(keystore, authority, { name, citizenNumber }, 'employment', towards);
  const identifier = await bind(keystore, instance.gateway, LEDGER, attested, new Date().toISOString());
  const party = await partyOf(instance, keystore, identifier, 'worker');
  const at = new Date().toISOString();
  await requestCertificate(
    keystore,
    party.client,
    identifier,
    { commonName: name },
    attested.attestation,
    at,
  );
  return { ...party, person, attestation: attested.attestation, binding: attested.binding };
}

/** The demonstration's employer, with its own keys from its own directory. */
export async function employerOf(instance: Instance): Promise<TestParty> {
  const directory = join(instance.directory, 'employer');
  const keystore = await Keystore.open(directory, await passphraseOf(directory));
  return partyOf(instance, keystore, demonstrationEmployer.id, 'employer');
}

/** Another employer, enrolled by counted approvals. */
export async function enrolEmployer(instance: Instance, sequence: number): Promise<TestParty> {
  const keystore = await newKeystore(instance);
  const id = `another-employer-${sequence}`;
  const signer = await keystore.generate({ identifier: id, relation: 'organisation', towards: id }, 'SM2');
  const organisation = {
    id,
    role: 'employer' as const,
    name: '另一演示单位',
    uscc: '91310000TX000001XR',
    region: '31',
    key: signer.key,
  };
  const body = { sequence, change: { kind: 'enrol' as const, organisation } };
  const ring = await ringOf(instance);
  const by = hosted.filter((each) => each.role === 'province' || each.id === ministry.id);
  const approvals = [
    ...(await Promise.all(
      by.map(async (each) => ({
        by: each.id,
        signature: await signedBy(ring.signer(each.id), 'registry/change', body),
      })),
    )),
    { by: id, signature: await signedBy(signer, 'registry/change', body) },
  ];
  const { at } = await instance.running.composed.ledger.submit(registry.operations.change, {
    ...body,
    approvals,
  });
  await servicesOf(instance).keepPosition(id, at);
  const party = await partyOf(instance, keystore, id, 'employer');
  const now = new Date().toISOString();
  await requestCertificate(keystore, party.client, id, { commonName: organisation.name }, undefined, now);
  return party;
}

/** The signature of any key over any message, as whoever holds the key can make it. */
export async function signedBy<K extends MessageKind>(
  signer: Signer,
  kind: K,
  body: MessageBody<K>,
  ledger: string = LEDGER,
): Promise<string> {
  const message = messageBytes(kind, ledger, body);
  const { algorithm } = signer.key;
  return toBase64url(await signer.sign({ algorithm, message, activation: unattended('test', new Date()) }));
}

/** Draft content that passes the law, for this worker. */
export async function contractFor(
  instance: Instance,
  worker: TestWorker,
  change: (terms: Terms) => unknown = (terms) => terms,
): Promise<labor.NewContract & { terms: Record<string, Json> }> {
  const { id, version, sm3 } = servicesOf(instance).desk.press.template;
  const number = `YS-T-${randomUUID().slice(0, 8).toUpperCase()}`;
  const terms = demonstrationTerms(worker.person, { id, version }, number, today());
  return {
    contract: `ht-${randomUUID()}`,
    worker: worker.identifier,
    region: demonstrationEmployer.region,
    template: { id, version, sm3 },
    terms: change(terms) as Record<string, Json>,
  };
}

/** How far a contract has come. */
export type Reached = 'drafted' | 'disclosed' | 'locked' | 'worker-signed' | 'concluded' | 'delivered';

/** A contract brought as far as asked, by both parties' wallets. @returns its name */
export async function bring(
  instance: Instance,
  employer: TestParty,
  worker: TestWorker,
  to: Reached,
  content?: labor.NewContract,
): Promise<string> {
  const drafted = content ?? (await contractFor(instance, worker));
  const { contract } = drafted;
  await labor.draft(employer, drafted);
  if (to === 'drafted') return contract;
  await labor.acknowledgeDisclosure(worker, contract);
  if (to === 'disclosed') return contract;
  await labor.lock(employer, contract, 1);
  if (to === 'locked') return contract;
  await labor.signContract(worker, contract, 0, signAll);
  if (to === 'worker-signed') return contract;
  await labor.signContract(employer, contract, 0, signAll);
  if (to === 'delivered') await labor.deliver(employer, contract, 0);
  return contract;
}

/** Somebody who looks at every page and signs. */
export const signAll: labor.Show = async ({ pages }) => ({
  kind: 'sign',
  method: 'confirmation',
  seen: pages.map((_, i) => i),
});

/** Runs with a changed request, and puts the client right again. */
export async function altering<T>(
  party: Pick<TestParty, 'client'>,
  alter: (body: never) => unknown,
  run: () => Promise<T>,
): Promise<T> {
  // The certificate for the key inside a document is asked for first, and is not what is altered.
  const isMeant = (path: string) => !path.startsWith('/api/v1/certificates/');
  party.client.alter = (path, body) => (isMeant(path) ? alter(body as never) : body);
  try {
    return await run();
  } finally {
    party.client.alter = (_path, body) => body;
  }
}

/** Asserts the stable code of a refusal. @returns the error, for more */
export async function refusedAs(
  code: string,
  run: () => Promise<unknown>,
): Promise<{ readonly code: string; readonly problem?: Record<string, unknown> }> {
  let came: unknown;
  try {
    came = { code: 'NOT_REFUSED', came: await run() };
  } catch (error) {
    came = error;
  }
  assert.equal((came as { code?: unknown }).code, code, String((came as Error).stack ?? came));
  return came as { code: string };
}

/** A session made by hand: what a thief would have to have, part by part. */
export interface HandmadeSession {
  readonly token: string;
  proof(method: string, url: string, token?: string): Promise<string>;
  /** @param headers a `DPoP` of null leaves the proof out */
  get(
    path: string,
    headers: Record<string, string | null>,
    token?: string,
    baseUrl?: string,
  ): Promise<unknown>;
  post(path: string, headers: Record<string, string>): Promise<unknown>;
}

/** Opens a session with a party's own key and a DPoP key that this test holds (RFC 9449). */
export async function tokenOf({ gateway }: Instance, party: TestParty): Promise<HandmadeSession> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwk = await exportJWK(publicKey);
  const thumbprint = await calculateJwkThumbprint(jwk, 'sha256');
  const proof = (htm: string, htu: string, token?: string): Promise<string> =>
    new SignJWT({
      htm,
      htu,
      ...(token !== undefined && { ath: createHash('sha256').update(token).digest('base64url') }),
    })
      .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk })
      .setIssuedAt()
      .setJti(randomUUID())
      .sign(privateKey);
  const answerOf = async (response: Response): Promise<unknown> => {
    const answer: unknown = await response.json();
    if (!response.ok) throw problemOf(answer) ?? new Error(String(response.status));
    return answer;
  };
  const json = { 'Content-Type': 'application/json' };
  const send = async (path: string, headers: object, body: string): Promise<unknown> =>
    answerOf(await fetch(gateway + path, { method: 'POST', headers: { ...json, ...headers }, body }));
  const session = '/api/v1/session';
  const { nonce } = (await send(`${session}/nonce`, {}, '{}')) as { nonce: string };
  const at = new Date().toISOString();
  const body = { identifier: party.identifier, audience: gateway, thumbprint, nonce, at };
  const signature = await signedBy(await party.keystore.signer(party.identifier), 'session/open', body);
  const DPoP = await proof('POST', gateway + session);
  const opened = await send(session, { DPoP }, JSON.stringify({ body, signature }));
  const { access_token: token } = opened as { access_token: string };
  return {
    token,
    proof: (method, url) => proof(method, url, token),
    get: async (path, headers, used = token, baseUrl = gateway) => {
      const given = { DPoP: await proof('GET', baseUrl + path, used), ...headers };
      const present = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== null);
      return answerOf(
        await fetch(baseUrl + path, {
          headers: { ...Object.fromEntries(present), Authorization: `DPoP ${used}` },
        }),
      );
    },
    post: async (path, headers) => {
      const proven = { DPoP: await proof('POST', gateway + path, token), Authorization: `DPoP ${token}` };
      return send(path, { ...proven, ...headers }, '{}');
    },
  };
}

/** The rules that terms broke, from the problem's members. */
export function violationsOf(refused: {
  readonly problem?: Record<string, unknown>;
}): { readonly code: string; readonly article: string }[] {
  const { violations } = refused.problem?.['members'] as { violations: { code: string; article: string }[] };
  return violations;
}

export function today(): string {
  return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
}

export function daysFromToday(days: number): string {
  return new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
}

async function newKeystore(instance: Instance): Promise<Keystore> {
  return Keystore.open(join(instance.directory, 'test-clients', randomUUID()), 'a passphrase of this test');
}

export async function partyOf(
  instance: Instance,
  keystore: Keystore,
  identifier: string,
  role: 'worker' | 'employer',
): Promise<TestParty> {
  const { trust } = openTrust(await instance.running.composed.trust(), nativeProvider);
  const clock = (): Date => new Date();
  const headers = new HeaderKeeper(
    join(instance.directory, `test-header-${randomUUID()}.json`),
    instance.gateway,
    nativeProvider,
    ledgerTrustOf(trust),
  );
  const signer = await keystore.signer(identifier);
  return {
    identifier,
    role,
    ledger: LEDGER,
    keystore,
    headers,
    clock,
    provider: nativeProvider,
    random: (length) => new Uint8Array(randomBytes(length)),
    client: new AlteringClient({ baseUrl: instance.gateway, ledger: LEDGER, identifier, signer, clock }),
  };
}
