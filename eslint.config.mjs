import js from '@eslint/js';
import pluginVue from 'eslint-plugin-vue';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import vueParser from 'vue-eslint-parser';
import { determinism } from './scripts/check/determinism.mjs';

const types = [
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: {
          allowDefaultProject: [
            'gateway/web/vite.config.ts',
            'gateway/web/vite.offline.config.ts',
            'gateway/web/single-file.ts',
          ],
        },
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/require-array-sort-compare': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // An async function without await keeps a port's shape: it rejects where it would throw.
      '@typescript-eslint/require-await': 'off',
    },
  },
];

const plain = {
  'no-var': 'error',
  'prefer-const': 'error',
  eqeqeq: 'error',
  'no-eval': 'error',
  'no-implied-eval': 'error',
  'no-new-func': 'error',
  // Chinese texts use the full-width space.
  'no-irregular-whitespace': ['error', { skipStrings: true, skipTemplates: true }],
  'no-restricted-syntax': ['error', { selector: 'ForInStatement', message: 'Walk Object.keys() or a Map.' }],
};

export default defineConfig(
  {
    ignores: ['**/dist/', '**/node_modules/', '.cache/', 'coverage/', 'data/', 'out/', 'gateway/web/public/'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { extends: [js.configs.recommended], rules: plain },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'URL',
          'setTimeout',
          'clearTimeout',
          'describe',
          'it',
          'before',
          'after',
          'beforeEach',
          'afterEach',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  { files: ['**/*.ts'], extends: types },
  // tsc knows the names that exist.
  { files: ['**/*.ts', '**/*.vue'], rules: { 'no-undef': 'off' } },
  {
    files: ['**/test/**/*.ts'],
    rules: {
      // mocha's describe and it take callbacks that may return a promise; assert.rejects and the like are awaited by it().
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['gateway/web/**/*.vue'],
    extends: [...pluginVue.configs['flat/recommended'], ...types],
    languageOptions: { parser: vueParser, parserOptions: { parser: tseslint.parser } },
    rules: {
      'vue/multi-word-component-names': 'off',
      // Layout is prettier's.
      'vue/html-self-closing': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/attributes-order': 'off',
      'vue/no-v-html': 'error',
    },
  },
  {
    // Types of components are known to vue-tsc alone, which checks them.
    files: ['gateway/web/**/*.ts', 'gateway/web/**/*.vue'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  { files: ['**/vite.config.ts'], extends: [tseslint.configs.disableTypeChecked] },
  ...determinism,
);
