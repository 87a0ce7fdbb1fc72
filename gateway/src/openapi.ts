import { pathToFileURL } from 'node:url';
import { documentOf, type OpenApiDocument } from './openapi/document.js';
import { routes } from './routes/index.js';

/** The OpenAPI 3.1 description of the gateway. Printed when this file is run; gateway/openapi.json holds what it prints. */
export function openApiDocument(): OpenApiDocument {
  return documentOf(routes);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  process.stdout.write(JSON.stringify(openApiDocument(), null, '\t') + '\n');
