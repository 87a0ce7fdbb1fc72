import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, normalize } from 'node:path/posix';

const builtins = new Set(builtinModules);

/**
 * Where an import leads, from `file` of `room` in the tree: one of
 * `{kind: 'file', path}`, `{kind: 'room', room, subpath, path}` (path undefined: not exported, or no source),
 * `{kind: 'package', name}`, `{kind: 'node', name}`, `{kind: 'outside'}` (leaves the room), `{kind: 'missing'}`.
 */
export function resolveImport(tree, room, file, specifier) {
  if (specifier.startsWith('.')) {
    const target = normalize(join(dirname(file), specifier.replace(/\?.*$/, '')));
    if (!target.startsWith(`${room}/`) || target.startsWith(`${room}/dist/`)) return { kind: 'outside' };
    const path = sourceOf(tree, target);
    return path === undefined ? { kind: 'missing' } : { kind: 'file', path };
  }
  if (specifier.startsWith('node:') || builtins.has(specifier)) return { kind: 'node', name: specifier };
  const [first, second, ...rest] = specifier.split('/');
  if (first === '@renxin') {
    const subpath = rest.length > 0 ? `./${rest.join('/')}` : '.';
    return { kind: 'room', room: second, subpath, path: exportsOf(tree, second)[subpath] };
  }
  return { kind: 'package', name: first.startsWith('@') ? `${first}/${second}` : first };
}

/** What a room exports: the source of each path, undefined where there is none yet. */
export function exportsOf(tree, room) {
  const { exports = {} } = packageOf(tree, room) ?? {};
  return Object.fromEntries(
    Object.entries(exports).map(([subpath, target]) => {
      const built = typeof target === 'string' ? target : target.default;
      return [subpath, sourceOf(tree, join(room, built.replace(/^\.\/dist\//, '')))];
    }),
  );
}

export function packageOf(tree, folder) {
  const path = join(tree, folder, 'package.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

function sourceOf(tree, target) {
  const candidates = [target.replace(/\.js$/, '.ts'), target, `${target}.ts`, `${target}/index.ts`];
  return candidates.find((path) => /\.\w+$/.test(path) && existsSync(join(tree, path)));
}
