import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from '../build.mjs';
import { checkBrowserBundles } from './browser-bundles.mjs';
import { checkDependencyLaw } from './dependency-law.mjs';
import { checkDocuments } from './documents.mjs';
import { checkImportPaths } from './import-paths.mjs';
import { checkOpenApi } from './open-api.mjs';
import { checkTrackedFiles } from './tracked-files.mjs';
import { hasWeb, root } from '../tree/rooms.mjs';
import { run } from '../tree/run.mjs';

/** Each check resolves with its faults, one line each; none means that it holds. */
export const steps = [
  { name: 'build and types', check: async () => void (await ensureBuilt()) },
  hasWeb && {
    name: 'types of the web page',
    check: tool('vue-tsc/bin/vue-tsc.js', '--noEmit', '-p', 'gateway/web/tsconfig.json'),
  },
  { name: 'eslint', check: tool('eslint/bin/eslint.js', '--max-warnings=0', '.') },
  { name: 'prettier', check: tool('prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.') },
  {
    name: 'dependency law',
    check: () => checkDependencyLaw(root).map(({ code, at, text }) => `${at}  ${code}  ${text}`),
  },
  { name: 'browser bundles', check: checkBrowserBundles },
  { name: 'documented import paths', check: checkImportPaths },
  { name: 'documents', check: checkDocuments },
  existsSync(join(root, 'gateway/openapi.json')) && { name: 'OpenAPI', check: checkOpenApi },
  { name: 'tracked files', check: checkTrackedFiles },
].filter(Boolean);

/** A check that is a program of an installed package. */
function tool(path, ...args) {
  return async () => {
    const program = [join(root, 'node_modules', path), ...args];
    const code = await run(process.execPath, program, { stdio: ['ignore', 1, 2] });
    return code === 0 ? [] : [`ended with exit code ${code}, see above`];
  };
}
