import { z } from 'zod';
import { identifierAsked, identifierQuery } from '../did/asked.js';
import { bindingAnswer } from '../did/binding.js';
import { bytesAnswer, emptyAnswer, route } from '../http/route.js';

/** DID Resolution over HTTP, for everybody: docs/formats/did-resolution.md. */
export const resolveIdentifier = route({
  method: 'GET',
  path: '/1.0/identifiers/{did}',
  scope: 'organisation',
  operationId: 'resolveIdentifier',
  summary: { zh: '解析 DID', en: 'Resolve a DID or dereference a DID URL' },
  access: 'public',
  params: z.strictObject({ did: z.string().max(4096) }),
  query: identifierQuery,
  negotiates: true,
  responses: {
    200: bytesAnswer('application/did-resolution', 'The result, or in other forms by Accept'),
    303: emptyAnswer('Where the service is'),
    400: bytesAnswer('application/did-resolution', 'No DID, no DID URL, no key'),
    404: bytesAnswer('application/did-resolution', 'Not found'),
    406: bytesAnswer('application/did-resolution', 'A form that is not supported'),
    410: bytesAnswer('application/did-resolution', 'Deactivated'),
    500: bytesAnswer('application/did-resolution', 'The document is none, or could not be had'),
    501: bytesAnswer('application/did-resolution', 'A method or feature that is not supported'),
  },
  refusals: [],
  handler: async ({ organisation, params, query, header }) => {
    const { resolveDid } = organisation.services;
    const answer = await bindingAnswer(resolveDid, identifierAsked(params.did, query), header('accept'));
    const { status, headers, body } = answer;
    return status === 303 ? { status, headers } : { status, headers, body };
  },
});
