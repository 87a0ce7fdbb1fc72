import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import { messageBytes } from '@renxin/chaincode/messages';
import { generateSigner, type Activation, type Signer } from '@renxin/seal/signer';
import { calculateJwkThumbprint } from 'jose';
import { createHash, randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { nonceAnswer, sessionAnswer } from '../api/index.js';
import { GatewayUnreachable, problemOf } from './problem.js';

/** Why personal data is asked for: stated with every call. */
export type Purpose =
  | 'contract-conclusion'
  | 'delivery'
  | 'evidence'
  | 'dispute'
  | 'rights'
  | 'consent'
  | 'retention'
  | 'certificate'
  | 'seal';

/** One call as it went over the wire, for logs of the holder and for the start page; bodies only on demand. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly code: string | null;
  readonly milliseconds: number;
}

export interface GatewayClientOptions {
  /** Base URL of the organisation's gateway, without a trailing slash: `http://127.0.0.1:8080/orgs/gd`. */
  readonly baseUrl: string;
  readonly ledger: string;
  readonly identifier: string;
  readonly signer: Signer;
  readonly clock: () => Date;
  readonly onCall?: (call: Call) => void;
  /** How requests go out; absent: by the network of this machine. */
  readonly fetch?: (url: string, request: RequestInit) => Promise<Response>;
}

interface Session {
  readonly token: string;
  readonly renewAt: number;
}

/** The session's own key, in memory only. */
interface SessionKey {
  readonly signer: Signer;
  /** Protected header of its proofs (RFC 9449 section 4.2), base64url. */
  readonly head: string;
  readonly thumbprint: string;
}

/**
 * A party's connection to one organisation's gateway: opens a session with the party's registry key and proves the
 * session's own key in every call (DPoP, RFC 9449). The session key lives in memory only.
 */
export class GatewayClient {
  readonly #options: GatewayClientOptions;
  #dpop: Promise<SessionKey> | undefined;
  #session: Promise<Session> | undefined;

  constructor(options: GatewayClientOptions) {
    this.#options = options;
  }

  get baseUrl(): string {
    return this.#options.baseUrl;
  }

  /** JWK thumbprint (RFC 7638, SHA-256) of the session's own key: what a message names that is good for this client alone. */
  async thumbprint(): Promise<string> {
    return (await this.#dpopKey()).thumbprint;
  }

  /** GET with a schema for the answer. @throws GatewayProblem, GatewayUnreachable */
  async get<T extends z.ZodType>(path: string, purpose: Purpose, answer: T): Promise<z.infer<T>> {
    const response = await this.#call('GET', path, { 'Renxin-Purpose': purpose }, undefined);
    return answer.parse(await response.json());
  }

  /** GET of bytes (a PDF, a signature, a bundle). */
  async download(path: string, purpose: Purpose): Promise<Uint8Array> {
    const response = await this.#call('GET', path, { 'Renxin-Purpose': purpose, Accept: '*/*' }, undefined);
    return new Uint8Array(await response.arrayBuffer());
  }

  /** POST; a retry after {@link GatewayUnreachable} with the same `idempotencyKey` is answered once. */
  async post<T extends z.ZodType>(
    path: string,
    purpose: Purpose,
    body: unknown,
    answer: T,
    idempotencyKey: string = randomUUID(),
  ): Promise<z.infer<T>> {
    const response = await this.#post(path, purpose, body, idempotencyKey);
    return answer.parse(await response.json());
  }

  /** POST whose answer is bytes. */
  async postForBytes(path: string, purpose: Purpose, body: unknown): Promise<Uint8Array> {
    const response = await this.#post(path, purpose, body, randomUUID());
    return new Uint8Array(await response.arrayBuffer());
  }

  /** POST of bytes (a bundle, a file of an import). */
  async postBytes<T extends z.ZodType>(
    path: string,
    purpose: Purpose,
    body: Uint8Array,
    answer: T,
    contentType = 'application/zip',
  ): Promise<z.infer<T>> {
    const headers = { 'Content-Type': contentType, 'Renxin-Purpose': purpose };
    const response = await this.#call('POST', path, headers, body);
    return answer.parse(await response.json());
  }

  async #post(path: string, purpose: Purpose, body: unknown, idempotencyKey: string): Promise<Response> {
    const headers = {
      'Content-Type': 'application/json',
      'Renxin-Purpose': purpose,
      'Idempotency-Key': idempotencyKey,
    };
    return this.#call('POST', path, headers, JSON.stringify(body));
  }

  async #call(
    method: string,
    path: string,
    headers: Record<string, string>,
    body: string | Uint8Array | undefined,
  ): Promise<Response> {
    const { token } = await this.#openSession();
    const url = this.#options.baseUrl + path;
    const proof = await this.#proof(method, url, token);
    return this.#fetch(
      method,
      path,
      { Accept: 'application/json', ...headers, Authorization: `DPoP ${token}`, DPoP: proof },
      body,
    );
  }

  async #openSession(): Promise<Session> {
    const current = await this.#session?.catch(() => undefined);
    if (current !== undefined && current.renewAt > this.#options.clock().getTime()) return current;
    this.#session = this.#requestSession();
    return this.#session;
  }

  async #requestSession(): Promise<Session> {
    const { baseUrl, ledger, identifier, signer, clock } = this.#options;
    const path = '/api/v1/session';
    const json = { 'Content-Type': 'application/json', Accept: 'application/json' };
    const { nonce } = nonceAnswer.parse(
      await (await this.#fetch('POST', `${path}/nonce`, json, '{}')).json(),
    );
    const { thumbprint } = await this.#dpopKey();
    const at = clock().toISOString();
    const body = { identifier, audience: baseUrl, thumbprint, nonce, at };
    const activation: Activation = { id: randomUUID(), method: 'unattended', at };
    const message = messageBytes('session/open', ledger, body);
    const signature = toBase64url(
      await signer.sign({ algorithm: signer.key.algorithm, message, activation }),
    );
    const headers = { ...json, DPoP: await this.#proof('POST', baseUrl + path) };
    const response = await this.#fetch('POST', path, headers, JSON.stringify({ body, signature }));
    const answer = sessionAnswer.parse(await response.json());
    return { token: answer.access_token, renewAt: clock().getTime() + answer.expires_in * 1000 - 30_000 };
  }

  #dpopKey(): Promise<SessionKey> {
    this.#dpop ??= newSessionKey();
    return this.#dpop;
  }

  /** RFC 9449 section 4.2. */
  async #proof(htm: string, htu: string, token?: string): Promise<string> {
    const { signer, head } = await this.#dpopKey();
    const at = this.#options.clock();
    const ath = token === undefined ? {} : { ath: createHash('sha256').update(token).digest('base64url') };
    const iat = Math.floor(at.getTime() / 1000);
    const claims = { htm, htu: htu.split('?')[0] ?? htu, ...ath, iat, jti: randomUUID() };
    const signed = `${head}.${base64urlOf(claims)}`;
    const activation: Activation = { id: claims.jti, method: 'unattended', at: at.toISOString() };
    const message = Buffer.from(signed, 'latin1');
    return `${signed}.${toBase64url(await signer.sign({ algorithm: 'P-256', message, activation }))}`;
  }

  async #fetch(
    method: string,
    path: string,
    headers: Record<string, string>,
    body: string | Uint8Array | undefined,
  ): Promise<Response> {
    const started = performance.now();
    const report = (status: number, code: string | null): void =>
      this.#options.onCall?.({ method, path, status, code, milliseconds: performance.now() - started });
    let response: Response;
    try {
      const send = this.#options.fetch ?? fetch;
      response = await send(this.#options.baseUrl + path, {
        method,
        headers,
        ...(body !== undefined && { body: typeof body === 'string' ? body : new Uint8Array(body) }),
      });
    } catch (cause) {
      report(0, 'GATEWAY_UNREACHABLE');
      throw new GatewayUnreachable('no answer', { cause });
    }
    if (response.ok) {
      report(response.status, null);
      return response;
    }
    const problem = problemOf(await response.json().catch(() => undefined));
    report(response.status, problem?.code ?? null);
    throw problem ?? new GatewayUnreachable(`status ${response.status}`);
  }
}

async function newSessionKey(): Promise<SessionKey> {
  const { signer } = generateSigner('P-256');
  const point = fromBase64url(signer.key.point) ?? new Uint8Array();
  const [x, y] = [toBase64url(point.subarray(1, 33)), toBase64url(point.subarray(33))];
  const jwk = { kty: 'EC', crv: 'P-256', x, y };
  const head = base64urlOf({ typ: 'dpop+jwt', alg: 'ES256', jwk });
  return { signer, head, thumbprint: await calculateJwkThumbprint(jwk, 'sha256') };
}

function base64urlOf(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
