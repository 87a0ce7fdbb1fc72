import type { Request } from 'express';
import type { z } from 'zod';
import { fingerprintOf, type RenderedAnswer } from '../idempotency/idempotent-answers.js';
import { faultFields } from '../log/log.js';
import { faultsOf, Refusal, type AnyCode } from '../problem/index.js';
import { purpose as purposes, type Purpose, type SessionParty } from '../session/index.js';
import { readBody } from './body.js';
import type { HostedOrganisation, Platform } from './composition.js';
import type { Exchange } from './exchange.js';
import { idempotencyKeyOf, singleHeader } from './headers.js';
import type { Answer, Context, RequestBody, Route } from './route.js';

export interface Place {
  readonly platform: Platform;
  readonly organisation: HostedOrganisation;
  /** The base URL under which the organisation was called. */
  readonly base: string;
}

/** Answers one request by its route. The order of the checks is the security argument: nothing of a stranger's body is read. */
export async function serve(
  route: Route,
  place: Place,
  request: Request,
  exchange: Exchange,
): Promise<RenderedAnswer> {
  const url = place.platform.publicUrl() + (request.originalUrl.split('?')[0] ?? '');
  const party = await authenticate(route, place, request, url);
  if (party !== undefined) exchange.about.party = party.identifier;
  const purpose = statedPurpose(route, request);
  if (purpose !== undefined) exchange.about.purpose = purpose;
  assertAcceptable(route, request);
  const params = parse('PATH_INVALID', route.params, { ...request.params });
  const query = parse('QUERY_INVALID', route.query, queryOf(request));
  const idempotencyKey = route.idempotency === 'key' ? idempotencyKeyOf(request) : undefined;
  const { bytes, contentType, value } = await readBody(request, route.body);
  const context = {
    requestId: exchange.requestId,
    ...place,
    url,
    party,
    purpose,
    idempotencyKey,
    params,
    query,
    body: value,
    header: (name: string) => singleHeader(request, name),
  } as Context<Route['access'], z.ZodObject, z.ZodObject, RequestBody>;
  const handle = async (): Promise<RenderedAnswer> => render(route, await route.handler(context));
  if (idempotencyKey === undefined) return handle();
  const target = place.platform.publicUrl() + request.originalUrl;
  const fingerprint = fingerprintOf(request.method, target, contentType, bytes);
  const repeatable = { party: party?.identifier ?? 'public', key: idempotencyKey, fingerprint };
  const once = await place.organisation.services.idempotency.once(repeatable, handle);
  if (once.unstored !== undefined) {
    const { requestId, about } = exchange;
    place.platform.log.error({ requestId, ...about, fault: faultFields(once.unstored) }, 'answer not kept');
  }
  if (!once.repeated) return once.answer;
  exchange.about.repeated = true;
  return { ...once.answer, headers: { ...once.answer.headers, 'Idempotency-Replayed': 'true' } };
}

async function authenticate(
  route: Route,
  { organisation }: Place,
  request: Request,
  url: string,
): Promise<SessionParty | undefined> {
  if (route.access === 'public') return undefined;
  const [authorization, proof] = [singleHeader(request, 'authorization'), singleHeader(request, 'dpop')];
  const { sessions } = organisation.services;
  const party = await sessions.authenticate(authorization, proof, { method: request.method, url });
  if (!route.access.includes(party.role)) throw new Refusal('ROLE_FORBIDDEN');
  return party;
}

function statedPurpose(route: Route, request: Request): Purpose | undefined {
  const stated = singleHeader(request, 'renxin-purpose');
  if (stated === undefined && route.purposes !== undefined) throw new Refusal('PURPOSE_MISSING');
  const purpose = purposes.safeParse(stated);
  if (stated !== undefined && !purpose.success) throw new Refusal('PURPOSE_UNKNOWN');
  if (route.purposes !== undefined && (purpose.data === undefined || !route.purposes.includes(purpose.data)))
    throw new Refusal('PURPOSE_FORBIDDEN');
  return purpose.data;
}

/** Only where something is read: an act is not refused, or done and then hidden, for the sake of its answer's form. */
function assertAcceptable(route: Route, request: Request): void {
  if (route.method !== 'GET' || route.negotiates === true) return;
  const types = Object.values(route.responses).flatMap((answer) =>
    answer.kind === 'json' ? ['application/json'] : answer.kind === 'bytes' ? [answer.contentType] : [],
  );
  if (types.length > 0 && request.accepts(types) === false) throw new Refusal('NOT_ACCEPTABLE');
}

function parse(
  code: AnyCode,
  schema: z.ZodObject | undefined,
  input: Record<string, unknown>,
): Record<string, unknown> {
  if (schema === undefined) {
    const names = Object.keys(input);
    if (names.length > 0) throw new Refusal(code, { faults: [{ pointer: '', code: 'UNKNOWN_MEMBER' }] });
    return {};
  }
  const parsed = strictOf(schema).safeParse(input);
  if (!parsed.success) throw new Refusal(code, { faults: faultsOf(parsed.error, input) });
  return parsed.data;
}

/** A schema is compiled when it is first used: once for each route, not for each request. */
function strictOf(schema: z.ZodObject): z.ZodObject {
  const known = stricts.get(schema);
  if (known !== undefined) return known;
  const made = schema.strict();
  stricts.set(schema, made);
  return made;
}

const stricts = new WeakMap<z.ZodObject, z.ZodObject>();

function queryOf(request: Request): Record<string, unknown> {
  const at = request.originalUrl.indexOf('?');
  const entries = [...new URLSearchParams(at === -1 ? '' : request.originalUrl.slice(at + 1))];
  const names = new Set(entries.map(([name]) => name));
  if (names.size !== entries.length)
    throw new Refusal('QUERY_INVALID', { detail: 'a parameter stands twice' });
  if (names.has('__proto__'))
    throw new Refusal('QUERY_INVALID', { faults: [{ pointer: '', code: 'UNKNOWN_MEMBER' }] });
  return Object.fromEntries(entries);
}

/** An answer as bytes. What the route did not declare does not leave: that is a fault. */
function render(route: Route, { status, headers = {}, body }: Answer): RenderedAnswer {
  const declared = route.responses[status];
  const cache = route.cache === undefined ? {} : { 'Cache-Control': route.cache };
  if (declared?.kind === 'empty' && body === undefined)
    return { status, headers: { ...cache, ...headers }, body: new Uint8Array() };
  if (declared?.kind === 'bytes' && body instanceof Uint8Array)
    return { status, headers: { ...cache, 'Content-Type': declared.contentType, ...headers }, body };
  if (declared?.kind !== 'json') throw new Error('an answer that its route does not declare');
  const text = JSON.stringify(declared.schema.parse(body));
  return {
    status,
    headers: { ...cache, 'Content-Type': 'application/json', ...headers },
    body: new TextEncoder().encode(text),
  };
}
