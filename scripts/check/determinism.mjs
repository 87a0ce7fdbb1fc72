/**
 * ESLint rules for chaincode/src: every run of a rule, on every host, gives the same bytes. No clock, randomness,
 * locale, input or output, no order that the language leaves open, no cryptography of its own.
 */
export const determinism = [
  {
    files: ['chaincode/src/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...globals()],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^node:', message: 'The rules do no input or output.' },
            { regex: '^@renxin/', message: 'The floor imports none of our rooms.' },
            {
              regex: '^(?:@noble/|sm-crypto|pkijs|@peculiar/|asn1js|jose|crypto|elliptic|tweetnacl)',
              message: 'Signatures are checked by tx.verify; the rules import no cryptography.',
            },
          ],
        },
      ],
      'no-restricted-properties': ['error', ...properties()],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ForInStatement',
          message: 'The order of for-in is not ours. Walk sorted Object.keys().',
        },
        {
          selector: 'CallExpression[callee.property.name=/^(sort|toSorted)$/][arguments.length=0]',
          message: 'Give an explicit comparator.',
        },
        {
          selector: 'MemberExpression[property.name=/^(localeCompare|toLocale.*)$/]',
          message: 'Locales differ between hosts.',
        },
        ...clocks(),
        { selector: 'ImportExpression', message: 'Import statically.' },
        { selector: "MetaProperty[meta.name='import']", message: 'The rules do not know where they lie.' },
      ],
    },
  },
];

function globals() {
  const because = {
    'Time is tx.time.': ['performance', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
    'No randomness and no cryptography: tx.verify.': ['crypto', 'Crypto', 'CryptoKey', 'SubtleCrypto'],
    'Locales differ between hosts.': ['Intl'],
    'No input or output, no environment, no logging.': [
      'process',
      'console',
      'fetch',
      'Buffer',
      'require',
      'module',
      'global',
      'globalThis',
      'navigator',
      'XMLHttpRequest',
      'WebSocket',
      'localStorage',
      'structuredClone',
      '__dirname',
      '__filename',
    ],
    'Collection of garbage must not be seen.': ['WeakRef', 'FinalizationRegistry'],
    'Code is what was reviewed.': ['eval', 'Function'],
  };
  return Object.entries(because).flatMap(([message, names]) => names.map((name) => ({ name, message })));
}

/**
 * Of Date only two pure functions of their argument are left, both fixed by ECMA-262 for the one form that `instant`
 * accepts: `Date.parse(text)` and `new Date(number).toISOString()`.
 */
function clocks() {
  const message =
    'Time is tx.time; of Date only Date.parse(x) and new Date(x).toISOString() give the same everywhere.';
  return [
    "CallExpression[callee.name='Date']",
    "NewExpression[callee.name='Date'][arguments.length!=1]",
    ":not(MemberExpression[property.name='toISOString']) > NewExpression[callee.name='Date']",
    "MemberExpression[object.name='Date'][property.name!='parse']",
    "VariableDeclarator[init.name='Date']",
    "CallExpression > Identifier.arguments[name='Date']",
  ].map((selector) => ({ selector, message }));
}

function properties() {
  const of = (object, names, message) => names.map((property) => ({ object, property, message }));
  return [
    ...of('Math', ['random'], 'No randomness.'),
    // IEEE 754 leaves these open: engines may round differently.
    ...of(
      'Math',
      [
        'sin',
        'cos',
        'tan',
        'asin',
        'acos',
        'atan',
        'atan2',
        'sinh',
        'cosh',
        'tanh',
        'asinh',
        'acosh',
        'atanh',
      ],
      'Engines may round differently; integers only.',
    ),
    ...of(
      'Math',
      ['exp', 'expm1', 'log', 'log1p', 'log10', 'log2', 'pow', 'cbrt', 'hypot'],
      'Engines may round differently; integers only.',
    ),
  ];
}
