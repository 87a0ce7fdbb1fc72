import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { root } from '../tree/rooms.mjs';
import { exportsOf } from './law/resolve.mjs';
import { law } from './law/table.mjs';

/**
 * Bundles every browser-safe export for a page with all its packages, and refuses any module of Node on the way: what
 * the dependency law reads in our sources, this shows for the packages behind them.
 */
export async function checkBrowserBundles() {
  const faults = [];
  for (const [room, subpaths] of Object.entries(law.browserSafe)) {
    for (const [subpath, source] of Object.entries(exportsOf(root, room))) {
      if (source === undefined || !(subpaths === 'all' || subpaths.includes(subpath))) continue;
      faults.push(...(await faultsOfBundle(room, source)));
    }
  }
  return faults;
}

async function faultsOfBundle(room, source) {
  const { build } = await import('vite');
  const entry = join(root, room, 'dist', source.slice(room.length + 1).replace(/\.ts$/, '.js'));
  const faults = [];
  const refuseNode = {
    name: 'refuse-node',
    enforce: 'pre',
    resolveId(specifier, importer) {
      if (!specifier.startsWith('node:') && !builtinModules.includes(specifier)) return null;
      faults.push(`${source}: ${importer?.replace(`${root}/`, '') ?? 'entry'} imports ${specifier}`);
      return { id: specifier, external: true };
    },
  };
  await build({
    configFile: false,
    logLevel: 'error',
    plugins: [refuseNode],
    build: { write: false, minify: false, lib: { entry, formats: ['es'], fileName: 'bundle' } },
  });
  return faults;
}
