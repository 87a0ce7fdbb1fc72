import assert from 'node:assert/strict';
import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { determinism } from './determinism.mjs';

describe('the determinism rules of chaincode/src', () => {
  const refused = {
    'the clock': 'export const now = Date.now();',
    'the clock, as a new date': 'export const now = new Date().toISOString();',
    'a date with parts in the local zone': 'export const at = new Date(2026, 1, 1).toISOString();',
    'a date printed in the local zone': 'export const at = (x: number) => new Date(x).toString();',
    'a date under another name': 'const D = Date; export const now = new D();',
    'a date handed on': 'declare function f(x: unknown): void; f(Date);',
    'a timer': 'setTimeout(() => {}, 1);',
    randomness: 'export const r = Math.random();',
    'random identifiers': 'export const r = crypto.randomUUID();',
    'a function that engines round differently': 'export const r = Math.pow(2, 0.5);',
    'a locale': 'export const r = (a: string, b: string) => a.localeCompare(b);',
    'a locale in numbers': 'export const r = (n: number) => n.toLocaleString();',
    'a locale by Intl': "export const r = new Intl.Collator('zh');",
    'the environment': 'export const r = process.env;',
    'the environment by globalThis': 'export const r = globalThis;',
    'a log line': "console.log('x');",
    'the network': "export const r = fetch('x');",
    'a module of Node': "import { readFileSync } from 'node:fs'; export default readFileSync;",
    'a cryptographic library': "import { sm2 } from 'sm-crypto'; export default sm2;",
    'one of our rooms': "import { provider } from '@renxin/seal/pure'; export default provider;",
    'an import at run time': "export const later = () => import('./other.js');",
    'for-in': 'export function f(o: object) { for (const k in o) return k; return 0; }',
    'sort without a comparator': 'export const s = (a: string[]) => a.sort();',
    'toSorted without a comparator': 'export const s = (a: string[]) => a.toSorted();',
    'a weak reference': 'export const w = new WeakRef({});',
  };
  for (const [what, code] of Object.entries(refused)) {
    it(`refuse ${what}`, () => assert.notDeepEqual(faultsOf(code), []));
  }

  const accepted = {
    'the time of a fixed form':
      'export const later = (at: string) => new Date(Date.parse(at) + 1000).toISOString();',
    'a sort with a comparator': 'export const s = (a: number[]) => a.sort((x, y) => x - y);',
    'integer arithmetic': 'export const n = (a: number) => Math.floor(a / 10) + Math.min(a, 3);',
    'a schema library': "import { z } from 'zod'; export default z;",
    'its own files': "import { canonical } from '../canonical/index.js'; export default canonical;",
  };
  for (const [what, code] of Object.entries(accepted)) {
    it(`accept ${what}`, () => assert.deepEqual(faultsOf(code), []));
  }

  it('leave other rooms alone', () =>
    assert.deepEqual(faultsOf('export const now = Date.now();', 'gateway/src/a.ts'), []));
});

function faultsOf(code, filename = 'chaincode/src/a.ts') {
  const parser = { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } };
  return new Linter().verify(code, [parser, ...determinism], { filename }).map(({ message }) => message);
}
