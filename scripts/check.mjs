import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { checkBrowserBundles } from './check/browser-bundles.mjs';
import { checkDependencyLaw } from './check/dependency-law.mjs';
import { checkDocuments } from './check/documents.mjs';
import { checkImportPaths } from './check/import-paths.mjs';
import { checkOpenApi } from './check/open-api.mjs';
import { checkTrackedFiles } from './check/tracked-files.mjs';
import { hasWeb, root } from './tree/rooms.mjs';
import { asCommand, run, StepFailed } from './tree/run.mjs';

const tool =
  (path, ...args) =>
  async () => {
    const code = await run(process.execPath, [join(root, 'node_modules', path), ...args], {
      stdio: ['ignore', 1, 2],
    });
    return code === 0 ? [] : [`ended with exit code ${code}, see above`];
  };

/** Each check resolves with its faults, one line each; none means that it holds. */
const steps = [
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

async function faultsOf(check) {
  try {
    return (await check()) ?? [];
  } catch (error) {
    return error instanceof StepFailed ? error.message.split('\n') : [error.stack ?? String(error)];
  }
}

/**
 * `npm run check`: everything that must hold of the tree besides its tests. Every step runs, also after one that
 * failed; each prints one line. `npm run check -- TEXT...` runs only the steps whose name contains one of the texts.
 */
await asCommand(async () => {
  const filters = process.argv.slice(2);
  const chosen = steps.filter(
    ({ name }) => filters.length === 0 || filters.some((text) => name.includes(text)),
  );
  let failed = 0;
  for (const { name, check } of chosen) {
    const started = Date.now();
    const faults = await faultsOf(check);
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    for (const fault of faults) console.log(`  ${fault}`);
    console.log(`${faults.length === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
    if (faults.length > 0) failed += 1;
  }
  console.log(
    failed === 0 ? `\nall ${chosen.length} checks hold` : `\n${failed} of ${chosen.length} checks failed`,
  );
  return failed === 0 ? 0 : 1;
});
