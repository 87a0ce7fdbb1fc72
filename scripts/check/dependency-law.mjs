import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { filesUnder, root } from '../tree/rooms.mjs';
import { asCommand, isMain } from '../tree/run.mjs';
import { reachesNode } from './law/browser.mjs';
import { cyclesOf } from './law/cycles.mjs';
import { readSource } from './law/imports.mjs';
import { exportsOf, packageOf, resolveImport } from './law/resolve.mjs';
import { law as ourLaw } from './law/table.mjs';

/**
 * Checks a tree against the dependency law; returns what breaks it as `{code, at, text}`, sorted. Codes:
 * EDGE_FORBIDDEN (a room or path that the table does not allow), NOT_EXPORTED, REACHES_AROUND (a path that leaves the
 * room), NOT_DECLARED (absent from package.json), NOT_USED (a dependency that no source names), NOT_FOUND, COMPUTED_IMPORT, CYCLE, NOT_BROWSER_SAFE, EXPORT_EMPTY.
 */
export function checkDependencyLaw(tree, law = ourLaw) {
  const breaches = [];
  const tell = (code, at, text) => breaches.push({ code, at, text });
  const sources = readTree(tree, Object.keys(law.edges));
  for (const [file, source] of sources) checkFile(tree, law, file, source, tell);
  const graph = new Map(
    [...sources].map(([file, { links }]) => [file, links.flatMap(({ path }) => path ?? [])]),
  );
  for (const cycle of cyclesOf(graph)) tell('CYCLE', cycle[0], cycle.join(' -> '));
  for (const room of Object.keys(law.edges)) {
    checkExports(tree, room, tell);
    checkUse(tree, room, sources, tell);
  }
  for (const { entry, name } of browserEntries(tree, law)) {
    for (const way of reachesNode(sources, entry, law.browserPackages)) tell('NOT_BROWSER_SAFE', name, way);
  }
  return breaches.sort((a, b) => (a.at + a.code + a.text < b.at + b.code + b.text ? -1 : 1));
}

/** Every source of the rooms with its links: imports, and where each leads. */
function readTree(tree, rooms) {
  const sources = new Map();
  for (const room of rooms) {
    for (const folder of ['src', 'test', 'web']) {
      for (const file of filesUnder(`${room}/${folder}`, tree)) {
        if (!/\.(?:ts|vue)$/.test(file) || file.endsWith('.d.ts')) continue;
        const source = readSource(join(tree, file));
        const links = source.imports.map((found) => ({
          ...found,
          ...resolveImport(tree, room, file, found.specifier),
        }));
        sources.set(file, { ...source, room, folder, links });
      }
    }
  }
  return sources;
}

function checkFile(tree, law, file, { room, folder, links, computed }, tell) {
  for (const line of computed) tell('COMPUTED_IMPORT', `${file}:${line}`, 'an import whose path is computed');
  for (const link of links) {
    const at = `${file}:${link.line}`;
    if (link.kind === 'outside' && !startsProgram(tree, law, room, file, link))
      tell('REACHES_AROUND', at, `${link.specifier} leaves the room`);
    if (link.kind === 'missing') tell('NOT_FOUND', at, link.specifier);
    if (link.kind === 'room') checkEdge(tree, law, room, folder, link, at, tell);
    const needed =
      link.kind === 'room' ? `@renxin/${link.room}` : link.kind === 'package' ? link.name : undefined;
    if (needed !== undefined && !isDeclared(tree, room, folder, needed)) {
      tell('NOT_DECLARED', at, `${needed} is not in ${room}/package.json`);
    }
  }
}

/** A process of another room, started from its built file: the table names it by its source. */
function startsProgram(tree, law, room, file, { isProgram, specifier }) {
  const source = normalize(join(dirname(file), specifier))
    .replace('/dist/', '/')
    .replace(/\.js$/, '.ts');
  // From dist/src/x.js one folder more lies above than from src/x.ts.
  const path = source.replace(/^\.\.\//, '');
  return isProgram === true && existsSync(join(tree, path)) && law.programs[room]?.includes(path) === true;
}

function checkEdge(tree, law, room, folder, link, at, tell) {
  const rows = [law.edges[room]?.[link.room], folder === 'test' ? law.tests[room]?.[link.room] : undefined];
  const isAllowed = rows.some((row) => row === 'all' || row?.includes(link.subpath));
  if (!isAllowed) tell('EDGE_FORBIDDEN', at, `${room} may not import ${link.specifier}`);
  if (!(link.subpath in exportsOf(tree, link.room)))
    tell('NOT_EXPORTED', at, `${link.specifier} is not exported`);
}

/** Sources need a dependency; tests and the bundled page may use a development one, tests also the root's. */
function isDeclared(tree, room, folder, name) {
  const own = packageOf(tree, room) ?? {};
  if (name in (own.dependencies ?? {})) return true;
  if (folder === 'src') return name === `@renxin/${room}`;
  if (name in (own.devDependencies ?? {})) return true;
  return folder === 'test' && name in (packageOf(tree, '.')?.devDependencies ?? {});
}

/** A package that is installed for nothing. Tools and second opinions are development dependencies and not looked at. */
function checkUse(tree, room, sources, tell) {
  const texts = [...sources.values()].flatMap((source) =>
    source.room === room && source.folder === 'src' ? source.texts : [],
  );
  for (const name of Object.keys(packageOf(tree, room)?.dependencies ?? {})) {
    const isUsed = texts.some((text) => text === name || text.startsWith(`${name}/`));
    if (!isUsed) tell('NOT_USED', `${room}/package.json`, `${name} is used by no source`);
  }
}

function checkExports(tree, room, tell) {
  for (const [subpath, path] of Object.entries(exportsOf(tree, room))) {
    if (path === undefined) tell('EXPORT_EMPTY', `${room}/package.json`, `${subpath} has no source`);
  }
}

function browserEntries(tree, law) {
  const exported = Object.entries(law.browserSafe).flatMap(([room, subpaths]) =>
    Object.entries(exportsOf(tree, room))
      .filter(([subpath, path]) => path !== undefined && (subpaths === 'all' || subpaths.includes(subpath)))
      .map(([subpath, path]) => ({ entry: path, name: `@renxin/${room}${subpath.slice(1)}` })),
  );
  const files = law.browserEntries.filter((path) => existsSync(join(tree, path)));
  return [...exported, ...files.map((path) => ({ entry: path, name: path }))];
}

if (isMain(import.meta.url)) {
  await asCommand(async () => {
    const breaches = checkDependencyLaw(root);
    for (const { code, at, text } of breaches) console.log(`${at}  ${code}  ${text}`);
    return breaches.length === 0 ? 0 : 1;
  });
}
