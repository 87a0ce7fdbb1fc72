import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../tree/rooms.mjs';
import { exportsOf } from './law/resolve.mjs';
import { trackedFiles } from './tracked-files.mjs';

/** Every import path that a document or a comment names is exported by its room. */
export function checkImportPaths() {
  const exported = new Map();
  const isExported = (room, subpath) => {
    if (!exported.has(room)) exported.set(room, exportsOf(root, room));
    return subpath === '.' || subpath in exported.get(room);
  };
  return trackedFiles()
    .filter((file) => /\.(?:md|ts|vue|mjs)$/.test(file) && !file.endsWith('.test.mjs'))
    .flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      return [...text.matchAll(/@renxin\/([a-z]+)((?:\/[a-z0-9-]+)*)(?![\w*/{-])/g)]
        .filter(([, room, rest]) => !isExported(room, rest === '' ? '.' : `.${rest}`))
        .map(
          (match) => `${file}:${text.slice(0, match.index).split('\n').length}: ${match[0]} is not exported`,
        );
    });
}
