import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../tree/rooms.mjs';

/** gateway/openapi.json is what the routes' schemas say now. */
export function checkOpenApi() {
  const now = execFileSync(process.execPath, [join(root, 'gateway/dist/src/openapi.js')], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const committed = readFileSync(join(root, 'gateway/openapi.json'), 'utf8');
  return now === committed ? [] : ['gateway/openapi.json is stale: npm run openapi -w gateway'];
}
