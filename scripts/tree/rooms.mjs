import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of this checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Rooms with code, in the order in which they depend on each other. */
export const rooms = [
  'chaincode',
  'seal',
  'network',
  'credentials',
  'archive',
  'wallets',
  'gateway',
  'bench',
].filter((room) => existsSync(join(root, room, 'tsconfig.json')));

/** The web page is a part of the gateway with a build of its own; absent until it is written. */
export const hasWeb = existsSync(join(root, 'gateway/web/vite.config.ts'));

const leftOut = new Set(['node_modules', 'dist', '.git', '.cache', 'coverage']);

/** Every file under a folder of the tree (paths relative to `base`), sorted; nothing that was installed or built. */
export function filesUnder(folder, base = root) {
  const found = [];
  const start = join(base, folder);
  if (!existsSync(start)) return found;
  const walk = (path) => {
    for (const entry of readdirSync(join(base, path), { withFileTypes: true })) {
      const child = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!leftOut.has(entry.name)) walk(child);
      } else if (entry.isFile()) {
        found.push(child);
      }
    }
  };
  walk(folder === '.' ? '' : folder);
  return found.sort();
}
