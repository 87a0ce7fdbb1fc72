import { toBase64url } from '@renxin/chaincode/canonical';
import { messageBytes, type PublicKey, type SessionOpening } from '@renxin/chaincode/messages';
import { nativeProvider } from '@renxin/seal/native';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { createHash, generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createApp,
  listen,
  type Composition,
  type Listening,
  type Route,
  type Timeouts,
} from '../../src/http/index.js';
import { IdempotentAnswers } from '../../src/idempotency/idempotent-answers.js';
import { createLog } from '../../src/log/log.js';
import { Metrics } from '../../src/metrics/metrics.js';
import type { ProblemDetails } from '../../src/problem/index.js';
import { documentationRoutes } from '../../src/routes/documentation.js';
import { live, metrics, ready } from '../../src/routes/platform.js';
import { openSession, sessionNonce } from '../../src/routes/session.js';
import type { Services } from '../../src/services.js';
import { Sessions, type PartyRole, type RegisteredParty } from '../../src/session/index.js';
import { openLevelRecordStore, type RecordStore } from '../../src/store/index.js';
import { deskRoutes, newDesk, type Desk } from './desk.js';

export const LEDGER = 'renxin-test';

/** A whole gateway on loopback with three organisations, a real store and the test's own routes beside the real ones. */
export interface House {
  readonly url: string;
  readonly port: number;
  readonly desk: Desk;
  readonly routes: readonly Route[];
  readonly store: RecordStore;
  readonly idempotency: ReadonlyMap<string, IdempotentAnswers>;
  /** Everything that was logged, as text. */
  log(): string;
  /** Moves the gateway's clock (not the clients'). */
  advance(milliseconds: number): void;
  notReady: string[];
  /** A party with a key pair of its own, or the key that is handed in. */
  enrol(role: PartyRole, changes?: Partial<RegisteredParty>): TestParty;
  stop(): Promise<void>;
  readonly listening: Listening;
}

export interface TestParty {
  registered: RegisteredParty;
  readonly sign: (message: Uint8Array) => Uint8Array;
}

export async function openHouse(
  options: { timeouts?: Partial<Timeouts>; routes?: readonly Route[]; services?: Partial<Services> } = {},
): Promise<House> {
  const directory = await mkdtemp(join(tmpdir(), 'renxin-http-'));
  const store = await openLevelRecordStore(directory);
  const lines: string[] = [];
  const parties = new Map<string, TestParty>();
  let [url, offset] = ['', 0];
  const clock = (): Date => new Date(Date.now() + offset);
  const desk = newDesk(store);
  const notReady: string[] = [];
  const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
  const idempotency = new Map<string, IdempotentAnswers>();
  const organisations = ['mohrss', 'gd', 'sh'].map((id) => {
    const keyOf = async (identifier: string) => parties.get(identifier)?.registered;
    const audience = (): string => `${url}/orgs/${id}`;
    const sessions = new Sessions({
      ledger: LEDGER,
      audience,
      keyOf,
      verify: (...signed) => nativeProvider.verify(...signed),
      tokenKey: random(32),
      clock,
      random,
    });
    idempotency.set(id, new IdempotentAnswers(store, id, clock));
    // The use cases stay out: no route of this house asks for them.
    const services = {
      store,
      sessions,
      idempotency: new IdempotentAnswers(store, id, clock),
      ...options.services,
    } as unknown as Services;
    return { id, role: id === 'mohrss' ? ('ministry' as const) : ('province' as const), services };
  });
  const composition: Composition = {
    organisations,
    platform: {
      publicUrl: () => url,
      clock,
      random,
      log: createLog('info', { write: (line) => void lines.push(line) }),
      metrics: new Metrics(),
      notReady: async () => notReady,
    },
  };
  const routes: readonly Route[] = [
    ...[sessionNonce, openSession, live, ready, metrics],
    ...documentationRoutes(() => routes),
    ...deskRoutes(desk),
    ...(options.routes ?? []),
  ];
  const app = createApp(composition, routes);
  const listening = await listen(app, {
    host: '127.0.0.1',
    port: 0,
    ...(options.timeouts && { timeouts: options.timeouts }),
  });
  url = `http://127.0.0.1:${listening.port}`;
  return {
    url,
    port: listening.port,
    desk,
    routes,
    store,
    idempotency,
    log: () => lines.join(''),
    advance: (milliseconds) => void (offset += milliseconds),
    notReady,
    enrol: (role, changes = {}) => {
      const party = newParty(role, changes);
      parties.set(party.registered.identifier, party);
      return party;
    },
    listening,
    stop: async () => {
      await listening.close();
      await store.close();
      await rm(directory, { recursive: true });
    },
  };
}

/** A client with a session of its own: everything it sends can be bent by a test. */
export class TestClient {
  readonly base: string;
  readonly party: TestParty;
  readonly dpop: DpopKey;
  token = '';

  constructor(base: string, party: TestParty, dpop: DpopKey) {
    this.base = base;
    this.party = party;
    this.dpop = dpop;
  }

  static async open(base: string, party: TestParty): Promise<TestClient> {
    const client = new TestClient(base, party, await newDpopKey());
    const answer = await client.openSession();
    if (answer.status !== 201) throw new Error(`no session: ${await answer.text()}`);
    client.token = ((await answer.json()) as { access_token: string }).access_token;
    return client;
  }

  async nonce(): Promise<string> {
    const answer = await fetch(`${this.base}/api/v1/session/nonce`, {
      method: 'POST',
      headers: JSON_HEADERS,
      body: '{}',
    });
    return ((await answer.json()) as { nonce: string }).nonce;
  }

  async openSession(
    bend: {
      body?: Partial<SessionOpening>;
      ledger?: string;
      proof?: Partial<Proof>;
      signature?: string;
    } = {},
  ): Promise<Response> {
    const url = `${this.base}/api/v1/session`;
    const body: SessionOpening = {
      identifier: this.party.registered.identifier,
      audience: this.base,
      thumbprint: this.dpop.thumbprint,
      nonce: bend.body?.nonce ?? (await this.nonce()),
      at: new Date().toISOString(),
      ...bend.body,
    };
    const message = messageBytes('session/open', bend.ledger ?? LEDGER, body);
    const signature = bend.signature ?? toBase64url(this.party.sign(message));
    const proof = await newProof(this.dpop, { htm: 'POST', htu: url, ...bend.proof });
    return fetch(url, {
      method: 'POST',
      headers: { ...JSON_HEADERS, DPoP: proof },
      body: JSON.stringify({ body, signature }),
    });
  }

  /** The header fields that prove the session for one request. */
  async proven(method: string, path: string, bend: Partial<Proof> = {}): Promise<Record<string, string>> {
    const htu = (this.base + path).split('?')[0] ?? '';
    const ath = createHash('sha256').update(this.token).digest('base64url');
    const proof = await newProof(this.dpop, { htm: method, htu, ath, ...bend });
    return { Authorization: `DPoP ${this.token}`, DPoP: proof };
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.base + path, { headers: { ...(await this.proven('GET', path)), ...headers } });
  }

  async post(
    path: string,
    body: string | Uint8Array,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const proven = await this.proven('POST', path);
    const all = {
      ...JSON_HEADERS,
      'Renxin-Purpose': 'evidence',
      'Idempotency-Key': randomUUID(),
      ...proven,
      ...headers,
    };
    const sent = typeof body === 'string' ? body : new Uint8Array(body);
    return fetch(this.base + path, { method: 'POST', headers: all, body: sent });
  }
}

export const JSON_HEADERS = { 'Content-Type': 'application/json' };

/** The code of a problem, after checking that it is one. */
export async function codeOf(response: Response): Promise<string> {
  const problem = await problemIn(response);
  return problem.code;
}

export async function problemIn(response: Response): Promise<ProblemDetails> {
  const type = response.headers.get('content-type');
  if (type !== 'application/problem+json') throw new Error(`not a problem: ${response.status} ${type}`);
  const problem = (await response.json()) as ProblemDetails;
  if (problem.status !== response.status) throw new Error('the status differs');
  return problem;
}

export interface DpopKey {
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
  readonly thumbprint: string;
}
export interface Proof {
  htm: string;
  htu: string;
  ath: string | undefined;
  iat: number;
  jti: string;
  typ: string;
  jwk: JWK;
}

export async function newDpopKey(): Promise<DpopKey> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(publicKey);
  return { privateKey, jwk, thumbprint: await calculateJwkThumbprint(jwk, 'sha256') };
}

export async function newProof(key: DpopKey, proof: Partial<Proof>): Promise<string> {
  const { htm, htu, ath, typ = 'dpop+jwt', jwk = key.jwk } = proof;
  const { iat = Math.floor(Date.now() / 1000), jti = randomUUID() } = proof;
  return new SignJWT({ htm, htu, iat, jti, ...(ath !== undefined && { ath }) })
    .setProtectedHeader({ typ, alg: 'ES256', jwk })
    .sign(key.privateKey);
}

let enrolled = 0;

function newParty(role: PartyRole, changes: Partial<RegisteredParty>): TestParty {
  const identifier = `${role}-${++enrolled}`;
  const { key, sign } = newKey();
  const organisation = role === 'person' ? 'employer-1' : identifier;
  const person = role === 'person' ? { relation: 'employment' as const } : {};
  return {
    registered: { identifier, key, role, organisation, ...person, state: 'active', ...changes },
    sign,
  };
}

export function newKey(): { key: PublicKey; sign: (message: Uint8Array) => Uint8Array } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return {
    key: { algorithm: 'P-256', point: toBase64url(point) },
    sign: (message) =>
      new Uint8Array(sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' })),
  };
}

/** A promise and its key. */
export function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
