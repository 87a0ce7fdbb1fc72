import { z } from 'zod';
import { oauthErrorBody, oauthErrorOf } from '../http/oauth-error.js';
import type { RequestBody, ResponseBody, Route } from '../http/route.js';
import { PROBLEM_TYPE, problemDetails, problems, type AnyCode } from '../problem/index.js';
import { purpose } from '../session/index.js';

type JsonSchema = Record<string, unknown>;

export interface OpenApiOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly 'x-summary-zh': string;
  readonly 'x-roles': 'public' | readonly string[];
  readonly security?: readonly Record<string, readonly string[]>[];
  readonly parameters: readonly OpenApiParameter[];
  readonly requestBody?: {
    readonly required: true;
    readonly content: Record<string, { schema?: JsonSchema }>;
  };
  readonly responses: Record<string, OpenApiResponse>;
}
export interface OpenApiParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: JsonSchema;
}
export interface OpenApiResponse {
  readonly description: string;
  readonly content?: Record<string, { schema?: JsonSchema }>;
}
export interface OpenApiDocument {
  readonly openapi: '3.1.1';
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly license: Record<string, string>;
  };
  readonly servers: readonly Record<string, unknown>[];
  readonly paths: Record<string, Record<string, OpenApiOperation | readonly Record<string, unknown>[]>>;
  readonly components: Record<string, Record<string, JsonSchema>>;
}

/** The OpenAPI 3.1 description of these routes, from the schemas that check the requests. Stable: the same routes, the same document. */
export function documentOf(routes: readonly Route[]): OpenApiDocument {
  const paths: OpenApiDocument['paths'] = {};
  for (const route of routes.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))) {
    const path = (paths[route.path] ??= route.scope === 'platform' ? { servers: [{ url: '/' }] } : {});
    path[route.method.toLowerCase()] = operationOf(route);
  }
  return {
    openapi: '3.1.1',
    info: { title: '人信 Renxin', version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [
      {
        url: '/orgs/{organisation}',
        description: 'An organisation’s gateway',
        variables: { organisation: { default: 'mohrss' } },
      },
      { url: '/', description: 'The ministry’s' },
    ],
    paths,
    components: {
      schemas: {
        Problem: schemaOf(problemDetails, 'output'),
        OAuthError: schemaOf(oauthErrorBody, 'output'),
      },
      securitySchemes: {
        dpop: {
          type: 'http',
          scheme: 'DPoP',
          description:
            'Access token bound to the client’s key (RFC 9449), with a DPoP header field; see openSession.',
        },
      },
    },
  };
}

function operationOf(route: Route): OpenApiOperation {
  const { operationId, summary, access, body } = route;
  return {
    operationId,
    summary: summary.en,
    'x-summary-zh': summary.zh,
    'x-roles': access,
    ...(access !== 'public' && { security: [{ dpop: [] }] }),
    parameters: parametersOf(route),
    ...(body !== undefined && { requestBody: { required: true, content: requestContent(body) } }),
    responses: { ...successes(route), ...refusals(route) },
  };
}

function parametersOf(route: Route): OpenApiParameter[] {
  const members = (schema: z.ZodObject | undefined, place: 'path' | 'query'): OpenApiParameter[] => {
    const { properties = {}, required = [] } = schema === undefined ? {} : schemaOf(schema, 'input');
    return Object.entries(properties as Record<string, JsonSchema>).map(([name, member]) => ({
      name,
      in: place,
      required: (required as string[]).includes(name),
      schema: member,
    }));
  };
  const header = (name: string, schema: JsonSchema): OpenApiParameter => ({
    name,
    in: 'header',
    required: true,
    schema,
  });
  return [
    ...members(route.params, 'path'),
    ...members(route.query, 'query'),
    ...(route.access === 'public' ? [] : [header('DPoP', { type: 'string' })]),
    ...(route.purposes === undefined
      ? []
      : [
          header('Renxin-Purpose', {
            type: 'string',
            enum: purpose.options.filter((word) => route.purposes?.includes(word)),
          }),
        ]),
    ...(route.idempotency === 'key'
      ? [header('Idempotency-Key', { type: 'string', minLength: 16, maxLength: 130 })]
      : []),
  ];
}

function requestContent(body: RequestBody): Record<string, { schema?: JsonSchema }> {
  if (body.kind === 'json') return { 'application/json': { schema: schemaOf(body.schema, 'input') } };
  if (body.kind === 'form')
    return { 'application/x-www-form-urlencoded': { schema: schemaOf(body.schema, 'input') } };
  return Object.fromEntries(body.contentTypes.map((type) => [type, {}]));
}

function successes(route: Route): Record<string, OpenApiResponse> {
  return Object.fromEntries(
    Object.entries(route.responses).map(([status, answer]) => [status, successOf(answer)]),
  );
}

function successOf(answer: ResponseBody): OpenApiResponse {
  const { description } = answer;
  if (answer.kind === 'empty') return { description };
  if (answer.kind === 'bytes') return { description, content: { [answer.contentType]: {} } };
  return { description, content: { 'application/json': { schema: schemaOf(answer.schema, 'output') } } };
}

/** One response per status; its description lists the codes. */
function refusals(route: Route): Record<string, OpenApiResponse> {
  const codes = [...new Set([...impliedCodes(route), ...route.refusals])];
  const statusOf = (code: AnyCode): number =>
    route.errors === 'oauth' ? oauthErrorOf(code, problems[code].status).status : problems[code].status;
  const statuses = [...new Set(codes.map(statusOf))].toSorted((a, b) => a - b);
  const content: OpenApiResponse['content'] =
    route.errors === 'oauth'
      ? { 'application/json': { schema: { $ref: '#/components/schemas/OAuthError' } } }
      : { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } };
  const listed = (status: number): AnyCode[] => codes.filter((code) => statusOf(code) === status).toSorted();
  return Object.fromEntries(
    statuses.map((status) => [String(status), { description: listed(status).join(', '), content }]),
  );
}

/** The codes that follow from what a route declares. */
function impliedCodes({ method, access, purposes, params, body, idempotency }: Route): AnyCode[] {
  const codes: AnyCode[] = ['QUERY_INVALID', 'INTERNAL', 'OVERLOADED'];
  if (params !== undefined) codes.push('PATH_INVALID');
  if (method === 'GET') codes.push('NOT_ACCEPTABLE');
  if (body === undefined) codes.push('BODY_UNEXPECTED');
  else
    codes.push(
      'CONTENT_TYPE_UNSUPPORTED',
      'CONTENT_ENCODING_UNSUPPORTED',
      'BODY_TOO_LARGE',
      'BODY_INCOMPLETE',
    );
  if (body?.kind === 'form')
    codes.push('BODY_NOT_UTF8', 'BODY_MEMBER_REPEATED', 'BODY_MEMBER_FORBIDDEN', 'BODY_INVALID');
  if (body?.kind === 'json')
    codes.push(
      'BODY_NOT_UTF8',
      'BODY_NOT_JSON',
      'BODY_TOO_DEEP',
      'BODY_MEMBER_REPEATED',
      'BODY_MEMBER_FORBIDDEN',
      'BODY_INVALID',
    );
  if (access !== 'public') {
    codes.push(
      'TOKEN_MISSING',
      'TOKEN_INVALID',
      'TOKEN_EXPIRED',
      'TOKEN_OTHER_ORGANISATION',
      'TOKEN_KEY_MISMATCH',
    );
    codes.push(
      'TOKEN_KEY_REPLACED',
      'DPOP_MISSING',
      'DPOP_INVALID',
      'DPOP_TIME',
      'DPOP_OTHER_REQUEST',
      'DPOP_REPLAYED',
    );
    codes.push('PARTY_UNKNOWN', 'PARTY_SUSPENDED', 'PARTY_REVOKED', 'ROLE_FORBIDDEN');
  }
  if (purposes !== undefined) codes.push('PURPOSE_MISSING', 'PURPOSE_UNKNOWN', 'PURPOSE_FORBIDDEN');
  if (idempotency === 'key')
    codes.push(
      'IDEMPOTENCY_KEY_MISSING',
      'IDEMPOTENCY_KEY_INVALID',
      'IDEMPOTENCY_KEY_REUSED',
      'IDEMPOTENCY_IN_PROGRESS',
    );
  return codes;
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io });
  return rest;
}
