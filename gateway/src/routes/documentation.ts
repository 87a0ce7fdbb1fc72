import { z } from 'zod';
import { bytesAnswer, jsonAnswer, route, type Route } from '../http/route.js';
import { documentOf, type OpenApiDocument } from '../openapi/document.js';
import { PAGE_POLICY, pageOf } from '../openapi/page.js';

/** The routes that describe all routes, themselves included. `all` is called when somebody asks, and the answers are kept. */
export function documentationRoutes(all: () => readonly Route[]): readonly Route[] {
  let document: OpenApiDocument | undefined;
  let page: Uint8Array | undefined;
  const openApiJson = route({
    method: 'GET',
    path: '/openapi.json',
    scope: 'platform',
    operationId: 'openApi',
    summary: { zh: '本接口的 OpenAPI 3.1 描述', en: 'This interface described in OpenAPI 3.1' },
    access: 'public',
    responses: { 200: jsonAnswer(z.looseObject({ openapi: z.string() }), 'The description') },
    refusals: [],
    handler: () => ({ status: 200, body: { ...(document ??= documentOf(all())) } }),
  });
  const docs = route({
    method: 'GET',
    path: '/docs',
    scope: 'platform',
    operationId: 'docs',
    summary: { zh: '可阅读的接口说明', en: 'The same, to be read' },
    access: 'public',
    responses: { 200: bytesAnswer('text/html; charset=utf-8', 'A page') },
    refusals: [],
    handler: () => {
      page ??= new TextEncoder().encode(pageOf((document ??= documentOf(all()))));
      return { status: 200, body: page, headers: { 'Content-Security-Policy': PAGE_POLICY } };
    },
  });
  return [openApiJson, docs];
}
