import type { z } from 'zod';
import type { AnyCode } from '../problem/index.js';
import type { PartyRole, Purpose, SessionParty } from '../session/index.js';
import type { HostedOrganisation, Platform } from './composition.js';

/**
 * A route: from one declaration come the Express route, its checks, its documentation (OpenAPI 3.1) and its types.
 *
 * To add one: write `export const readContract = route({...})` in a file of gateway/src/routes, add it to the list in
 * gateway/src/routes/index.ts, run `npm run openapi -w gateway` and commit gateway/openapi.json. What the handler needs
 * of the organisation goes into `Services` (gateway/src/services.ts) and is constructed in
 * gateway/src/compose.
 *
 * The order of checks is fixed (gateway/src/http/exchange.ts): headers, who and which role, purpose, path and query, body,
 * idempotency, and only then the handler, with values that were parsed. A handler refuses by throwing `Refusal`,
 * `ContractError`, `LedgerError` or `StoreError`; anything else it throws answers 500.
 */
export interface RouteDefinition<
  A extends Access,
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends RequestBody,
  R extends Responses,
> {
  readonly method: Method;
  /** With `{name}` for each member of `params`. */
  readonly path: `/${string}`;
  /** Under each organisation's base URL and, for the ministry, at the root; or once, at the root. */
  readonly scope: 'organisation' | 'platform';
  readonly operationId: string;
  readonly summary: { readonly zh: string; readonly en: string };
  /** Who may call: everybody, or parties of these roles with an access token. */
  readonly access: A;
  /** The purposes for which this may be called; to be given when it reads personal data. */
  readonly purposes?: readonly [Purpose, ...Purpose[]];
  /** Strings, as they stand in the path. */
  readonly params?: P;
  /** Strings, each at most once; members not named are refused. */
  readonly query?: Q;
  readonly body?: B;
  readonly responses: R;
  /** The handler reads `Accept` itself: it answers in forms that are not listed one by one. */
  readonly negotiates?: true;
  /** The codes with which the handler refuses, for the documentation. */
  readonly refusals: readonly AnyCode[];
  /**
   * POST: `key` asks for an Idempotency-Key and answers a repetition with the stored answer; the handler may then run
   * again only after a crash, so what it does has to be repeatable. `none` is for what changes nothing that lasts.
   */
  readonly idempotency?: 'key' | 'none';
  /** `Cache-Control` of successful answers; without it `no-store`. */
  readonly cache?: string;
  /** How refusals are answered: problem details, or as OAuth 2.0 and what builds on it ask (./oauth-error.ts). */
  readonly errors?: 'oauth';
  handler(context: Context<A, P, Q, B>): Promise<AnswerOf<NoInfer<R>>> | AnswerOf<NoInfer<R>>;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
export type Access = 'public' | readonly [PartyRole, ...PartyRole[]];

export type RequestBody = JsonRequest<z.ZodType> | FormRequest<z.ZodType> | BytesRequest | StreamRequest;
export interface JsonRequest<S extends z.ZodType> {
  readonly kind: 'json';
  readonly schema: S;
  readonly limit: number;
}
export interface FormRequest<S extends z.ZodType> {
  readonly kind: 'form';
  readonly schema: S;
  readonly limit: number;
}
export interface BytesRequest {
  readonly kind: 'bytes';
  readonly contentTypes: readonly [string, ...string[]];
  readonly limit: number;
}
export interface StreamRequest {
  readonly kind: 'stream';
  readonly contentTypes: readonly [string, ...string[]];
  readonly limit: number;
}

/** A body that is too large for memory: read once, as it comes. Reading it refuses as a body of bytes is refused. */
export interface BodyStream extends AsyncIterable<Uint8Array> {
  readonly contentType: string;
}

export type Responses = { readonly [status: number]: ResponseBody };
export type ResponseBody = JsonResponse<z.ZodType> | BytesResponse | EmptyResponse;
export interface JsonResponse<S extends z.ZodType> {
  readonly kind: 'json';
  readonly schema: S;
  readonly description: string;
}
export interface BytesResponse {
  readonly kind: 'bytes';
  readonly contentType: string;
  readonly description: string;
}
export interface EmptyResponse {
  readonly kind: 'empty';
  readonly description: string;
}

/** What a handler is given: everything parsed. */
export interface Context<
  A extends Access,
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends RequestBody,
> {
  readonly requestId: string;
  readonly platform: Platform;
  readonly organisation: HostedOrganisation;
  /** The base URL under which the organisation was called, without a trailing slash. */
  readonly base: string;
  /** The URL that was called, by the gateway's public address, without its query. */
  readonly url: string;
  readonly party: A extends 'public' ? undefined : SessionParty;
  readonly purpose: Purpose | undefined;
  readonly idempotencyKey: string | undefined;
  readonly params: z.output<P>;
  readonly query: z.output<Q>;
  readonly body: B extends JsonRequest<infer S> | FormRequest<infer S>
    ? z.output<S>
    : B extends BytesRequest
      ? Uint8Array
      : B extends StreamRequest
        ? BodyStream
        : undefined;
  /** A header field that stands at most once. @throws Refusal HEADER_INVALID */
  readonly header: (name: string) => string | undefined;
}

export type AnswerOf<R extends Responses> = {
  [S in keyof R & number]: Headed & {
    readonly status: S;
  } & (R[S] extends JsonResponse<infer T>
      ? { readonly body: z.input<T> }
      : R[S] extends BytesResponse
        ? { readonly body: Uint8Array }
        : { readonly body?: undefined });
}[keyof R & number];

interface Headed {
  readonly headers?: Readonly<Record<string, string>>;
}

/** A route with its types forgotten: what the table holds. */
export type Route = RouteDefinition<Access, z.ZodObject, z.ZodObject, RequestBody, Responses>;
export type Answer = Headed & { readonly status: number; readonly body?: unknown };

export function route<
  const A extends Access,
  R extends Responses,
  P extends z.ZodObject = z.ZodObject<Record<never, never>>,
  Q extends z.ZodObject = z.ZodObject<Record<never, never>>,
  B extends RequestBody = never,
>(definition: RouteDefinition<A, P, Q, B, R>): Route {
  assertDefinition(definition as unknown as Route);
  return definition as unknown as Route;
}

/** A JSON body; `limit` in bytes. */
export function json<S extends z.ZodType>(schema: S, limit = 65_536): JsonRequest<S> {
  return { kind: 'json', schema, limit };
}

/** A body of a form (`application/x-www-form-urlencoded`), each member at most once; `limit` in bytes. */
export function form<S extends z.ZodType>(schema: S, limit = 65_536): FormRequest<S> {
  return { kind: 'form', schema, limit };
}

/** A body of bytes of exactly one of these content types; `limit` in bytes. */
export function binary(contentTypes: readonly [string, ...string[]], limit: number): BytesRequest {
  return { kind: 'bytes', contentTypes, limit };
}

/** A body of bytes of exactly one of these content types that the handler reads as it comes; `limit` in bytes. */
export function stream(contentTypes: readonly [string, ...string[]], limit: number): StreamRequest {
  return { kind: 'stream', contentTypes, limit };
}

export function jsonAnswer<S extends z.ZodType>(schema: S, description: string): JsonResponse<S> {
  return { kind: 'json', schema, description };
}

export function bytesAnswer(contentType: string, description: string): BytesResponse {
  return { kind: 'bytes', contentType, description };
}

export function emptyAnswer(description: string): EmptyResponse {
  return { kind: 'empty', description };
}

function assertDefinition(definition: Route): void {
  const { method, path, params, body, access, purposes, idempotency } = definition;
  const named = [...path.matchAll(/\{([A-Za-z]+)\}/g)].map(([, name]) => name ?? '');
  const parsed = Object.keys(params?.shape ?? {});
  if (named.toSorted().join() !== parsed.toSorted().join())
    throw new TypeError(`${path}: params and path differ`);
  if (method === 'GET' ? body !== undefined : method === 'PUT' && body === undefined)
    throw new TypeError(`${path}: body`);
  if ((method === 'POST') !== (idempotency !== undefined))
    throw new TypeError(`${path}: idempotency is for POST`);
  if (body?.kind === 'stream' && idempotency === 'key')
    throw new TypeError(`${path}: a stream has no fingerprint before it was read`);
  if (purposes !== undefined && access === 'public')
    throw new TypeError(`${path}: personal data is never public`);
}
