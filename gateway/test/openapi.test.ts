import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { openApiDocument } from '../src/openapi.js';

describe('the description of the interface', () => {
  it('stands in gateway/openapi.json as the routes have it (npm run openapi -w gateway)', async () => {
    const file = await readFile(new URL('../../openapi.json', import.meta.url), 'utf8');
    assert.equal(file, JSON.stringify(openApiDocument(), null, '\t') + '\n');
  });

  it('names each operation once', () => {
    const operations = Object.values(openApiDocument().paths).flatMap((methods) => Object.values(methods));
    const names = operations.flatMap((operation) =>
      'operationId' in operation ? [operation.operationId] : [],
    );
    assert.equal(new Set(names).size, names.length);
    assert.ok(names.length > 5);
  });
});
