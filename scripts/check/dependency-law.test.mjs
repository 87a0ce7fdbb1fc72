import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkDependencyLaw } from './dependency-law.mjs';

/** A small law over three rooms: `floor` is pure, `middle` may import one path of it, `top` everything. */
const law = {
  edges: { floor: {}, middle: { floor: ['./words'] }, top: { floor: 'all', middle: 'all' } },
  tests: { middle: { floor: ['./rules'] } },
  programs: { top: ['middle/src/main.ts'] },
  browserSafe: { floor: 'all', middle: ['./pure'] },
  browserEntries: ['top/web/src/main.ts'],
  browserPackages: ['zod'],
};

const room = (name, exported, dependencies = {}, devDependencies = {}) => ({
  [`${name}/package.json`]: JSON.stringify({
    name: `@renxin/${name}`,
    exports: Object.fromEntries(
      exported.map((path) => [`./${path}`, { default: `./dist/src/${path}/index.js` }]),
    ),
    dependencies,
    devDependencies,
  }),
});

const sound = {
  'package.json': JSON.stringify({ devDependencies: { mocha: '1' } }),
  ...room('floor', ['words', 'rules'], { zod: '1' }),
  ...room('middle', ['pure', 'native'], { '@renxin/floor': '1' }),
  ...room('top', ['page'], { '@renxin/floor': '1', '@renxin/middle': '1' }, { vue: '1' }),
  'floor/src/words/index.ts': `import { z } from 'zod';\nexport const word = z;`,
  'floor/src/rules/index.ts': `export { word } from '../words/index.js';`,
  'middle/src/pure/index.ts': `import { word } from '@renxin/floor/words';\nimport type { Stats } from 'node:fs';\nexport const a = word;\nexport type S = Stats;`,
  'middle/src/native/index.ts': `import { readFileSync } from 'node:fs';\nexport const read = readFileSync;`,
  'middle/test/pure.test.ts': `import '@renxin/floor/rules';\nimport '../src/pure/index.js';`,
  'floor/src/use.ts': `import 'zod';`,
  'middle/src/use.ts': `import '@renxin/floor/words';`,
  'top/src/use.ts': `import '@renxin/floor/words';\nimport '@renxin/middle/native';`,
  'top/src/page/index.ts': `import { read } from '@renxin/middle/native';\nexport default read;`,
};

describe('the dependency law', () => {
  it('accepts a sound tree', () => assert.deepEqual(breachesOf({}), []));

  const refused = [
    [
      'a path of another room that the table does not allow',
      'EDGE_FORBIDDEN',
      {
        'middle/src/native/index.ts': `import '@renxin/floor/rules';`,
      },
    ],
    [
      'an import against the direction of flow',
      'EDGE_FORBIDDEN',
      {
        ...room('floor', ['words', 'rules'], { zod: '1', '@renxin/middle': '1' }),
        'floor/src/rules/index.ts': `export { a } from '@renxin/middle/pure';`,
      },
    ],
    [
      'a type imported against the direction of flow',
      'EDGE_FORBIDDEN',
      {
        ...room('floor', ['words', 'rules'], { zod: '1', '@renxin/middle': '1' }),
        'floor/src/rules/index.ts': `import type { S } from '@renxin/middle/pure';\nexport type R = S;`,
      },
    ],
    [
      'an inline import type against the direction of flow',
      'EDGE_FORBIDDEN',
      {
        ...room('floor', ['words', 'rules'], { zod: '1', '@renxin/middle': '1' }),
        'floor/src/rules/index.ts': `export type R = import('@renxin/middle/pure').S;`,
      },
    ],
    [
      'a room that nothing may import',
      'EDGE_FORBIDDEN',
      {
        ...room('middle', ['pure', 'native'], { '@renxin/floor': '1', '@renxin/top': '1' }),
        'middle/src/other.ts': `await import('@renxin/top/page');`,
      },
    ],
    [
      'a path that is not exported',
      'NOT_EXPORTED',
      { 'top/src/index.ts': `import '@renxin/floor/secrets';` },
    ],
    [
      'a file of another room by its path',
      'REACHES_AROUND',
      {
        'top/src/index.ts': `import '../../floor/src/words/index.js';`,
      },
    ],
    ["a room's own built output", 'REACHES_AROUND', { 'top/src/index.ts': `import '../dist/src/other.js';` }],
    [
      'a program of another room that the table does not name',
      'REACHES_AROUND',
      {
        'middle/src/other.ts': 'export {};',
        'top/src/a.ts': "export const main = new URL('../../../middle/dist/src/other.js', import.meta.url);",
      },
    ],
    [
      'a program that the table names, imported instead of started',
      'REACHES_AROUND',
      {
        'middle/src/main.ts': 'export {};',
        'top/src/a.ts': "import '../../../middle/dist/src/main.js';",
      },
    ],
    [
      'a test that reaches into another room',
      'REACHES_AROUND',
      {
        'top/test/a.test.ts': `import '../../middle/test/pure.test.js';`,
      },
    ],
    [
      'a package that is not declared',
      'NOT_DECLARED',
      { 'middle/src/native/index.ts': `import 'left-pad';` },
    ],
    [
      'a dependency that no source uses',
      'NOT_USED',
      room('floor', ['words', 'rules'], { zod: '1', 'left-pad': '1' }),
    ],
    ['a development dependency in the sources', 'NOT_DECLARED', { 'top/src/index.ts': `import 'vue';` }],
    [
      "the root's development dependency outside tests",
      'NOT_DECLARED',
      { 'top/src/index.ts': `import 'mocha';` },
    ],
    ['a file that does not exist', 'NOT_FOUND', { 'top/src/index.ts': `import './gone.js';` }],
    [
      'an import whose path is computed',
      'COMPUTED_IMPORT',
      {
        'top/src/index.ts': `const x = 'a';\nawait import(x);`,
      },
    ],
    ['an export without a source', 'EXPORT_EMPTY', room('floor', ['words', 'rules', 'ghosts'], { zod: '1' })],
    [
      'two files that import each other',
      'CYCLE',
      {
        'top/src/a.ts': `import './b.js';`,
        'top/src/b.ts': `import './a.js';`,
      },
    ],
    [
      'a longer cycle, partly of types',
      'CYCLE',
      {
        'top/src/a.ts': `import type { B } from './b.js';\nexport type A = B;`,
        'top/src/b.ts': `export type { C as B } from './c.js';`,
        'top/src/c.ts': `import './a.js';\nexport type C = 1;`,
      },
    ],
    [
      'a browser-safe path that imports a module of Node',
      'NOT_BROWSER_SAFE',
      {
        'floor/src/words/index.ts': `import 'node:crypto';`,
      },
    ],
    [
      'one that does so without the prefix',
      'NOT_BROWSER_SAFE',
      { 'floor/src/words/index.ts': `import 'crypto';` },
    ],
    [
      'one that reaches it through another file',
      'NOT_BROWSER_SAFE',
      {
        'middle/src/pure/index.ts': `export * from '../native/index.js';`,
      },
    ],
    [
      'one that reaches it through an import at run time',
      'NOT_BROWSER_SAFE',
      {
        'middle/src/pure/index.ts': `export const later = () => import('../native/index.js');`,
      },
    ],
    [
      'one that uses Buffer',
      'NOT_BROWSER_SAFE',
      {
        'floor/src/words/index.ts': `export const b = Buffer.from('x');`,
      },
    ],
    [
      'one that uses process through globalThis',
      'NOT_BROWSER_SAFE',
      {
        'floor/src/words/index.ts': `export const e = globalThis.process.env;`,
      },
    ],
    [
      'one that uses a package outside the list',
      'NOT_BROWSER_SAFE',
      {
        ...room('floor', ['words', 'rules'], { zod: '1', express: '1' }),
        'floor/src/words/index.ts': `import 'express';`,
      },
    ],
    [
      'a page whose component reaches Node',
      'NOT_BROWSER_SAFE',
      {
        'top/web/src/main.ts': `import './App.vue';`,
        'top/web/src/App.vue': `<template><p /></template>\n<script setup lang="ts">\nimport '@renxin/middle/native';\n</script>`,
      },
    ],
  ];
  for (const [what, code, files] of refused) {
    it(`refuses ${what}: ${code}`, () => {
      const codes = breachesOf(files).map((breach) => breach.code);
      assert.ok(codes.includes(code), `got ${JSON.stringify(codes)}`);
      assert.deepEqual(
        codes.filter((other) => other !== code),
        [],
      );
    });
  }

  const program = (path) => `export const main = new URL('${path}', import.meta.url);`;
  const accepted = [
    [
      'a program of another room that the table names',
      {
        'middle/src/main.ts': 'export {};',
        'top/src/deep/a.ts': program('../../../../middle/dist/src/main.js'),
      },
    ],
    ['a program of its own', { 'top/src/a.ts': program('use.js') }],
    [
      'a name of Node that the file declares itself',
      {
        'floor/src/words/index.ts': `export const name = (process: string) => process.length;`,
      },
    ],
    [
      'a member that is called like a name of Node',
      {
        'floor/src/words/index.ts': `export const f = (o: { process: number }) => o.process;`,
      },
    ],
    [
      'words in comments and texts',
      {
        'floor/src/words/index.ts': `// import 'node:fs'\nexport const text = "import 'node:fs'; Buffer";`,
      },
    ],
    ['a development dependency in a page', { 'top/web/src/other.ts': `import 'vue';` }],
    [
      'a path that the table allows to tests alone',
      { 'middle/test/b.test.ts': `import '@renxin/floor/rules';` },
    ],
  ];
  for (const [what, files] of accepted) it(`accepts ${what}`, () => assert.deepEqual(breachesOf(files), []));

  it('tells the whole way to the module of Node, with the line', () => {
    const [breach] = breachesOf({ 'middle/src/pure/index.ts': `\nexport * from '../native/index.js';` });
    assert.equal(breach.at, '@renxin/middle/pure');
    assert.equal(breach.text, 'middle/src/pure/index.ts -> middle/src/native/index.ts:1 -> node:fs');
  });

  it('tells the line of a forbidden import', () => {
    const [breach] = breachesOf({ 'middle/src/native/index.ts': `\n\nimport '@renxin/floor/rules';` });
    assert.equal(breach.at, 'middle/src/native/index.ts:3');
  });
});

/** Writes the sound tree with some files replaced, checks it and removes it. */
function breachesOf(files) {
  const tree = mkdtempSync(join(tmpdir(), 'renxin-law-'));
  try {
    for (const [path, text] of Object.entries({ ...sound, ...files })) {
      mkdirSync(dirname(join(tree, path)), { recursive: true });
      writeFileSync(join(tree, path), text);
    }
    return checkDependencyLaw(tree, law);
  } finally {
    rmSync(tree, { recursive: true });
  }
}
