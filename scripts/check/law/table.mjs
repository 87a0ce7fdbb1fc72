/**
 * The dependency law: who may import whom. `all` means every path that the other room exports; a list names paths.
 * What stands in no row is forbidden. A row of `tests` adds to the room's row for files under its test folder.
 */
const floor = ['./canonical', './messages', './identifiers'];

export const law = {
  edges: {
    chaincode: {},
    seal: { chaincode: floor },
    network: { chaincode: 'all', seal: 'all' },
    credentials: { chaincode: floor, seal: 'all' },
    // Of the ledger only the formats and the offline verification of its proofs; anything else is passed in.
    archive: { chaincode: floor, seal: 'all', credentials: 'all', network: ['./proof'] },
    wallets: { chaincode: floor, seal: 'all', credentials: 'all', archive: 'all', network: ['./proof'] },
    gateway: {
      chaincode: 'all',
      seal: 'all',
      network: 'all',
      credentials: 'all',
      archive: 'all',
      wallets: 'all',
    },
    // Measures the rooms; nothing imports it. It starts gateways in processes of their own and measures them over HTTP.
    bench: {
      chaincode: 'all',
      seal: 'all',
      network: 'all',
      credentials: 'all',
      archive: 'all',
      wallets: 'all',
      gateway: ['./serve', './config', './keys', './demonstration', './document'],
    },
  },
  tests: {
    // Evidence is tested on what a real ledger proves.
    archive: { chaincode: 'all', network: 'all' },
  },
  /** Built programs of other rooms that a room may start as a process of their own. */
  programs: { gateway: ['bench/src/main.ts'] },
  /** Exported paths that run in a page: no `node:*`, Buffer or process behind them through any import. */
  browserSafe: {
    chaincode: 'all',
    seal: ['./crypto', './pdf', './pure', './verify', './eseal', './picture', './ofd', './zip'],
    network: ['./proof'],
    // Without JSON-LD, whose processors are heavy.
    credentials: [
      './context',
      './credential',
      './data-integrity',
      './did',
      './schema',
      './status',
      './vc-jwt',
    ],
    archive: ['./bundle', './package', './tlog', './verify'],
  },
  /** Files that run in a page besides. */
  browserEntries: [
    'gateway/web/src/main.ts',
    'gateway/web/src/inside/main.ts',
    'gateway/web/src/offline/main.ts',
    'gateway/web/src/officer/main.ts',
    'gateway/web/src/schemas/main.ts',
    'gateway/web/src/seals/main.ts',
  ],
  /** Packages that browser-safe code may import: read for Node's modules, and bundled for a page by the check. */
  browserPackages: [
    '@noble/curves',
    '@noble/hashes',
    '@openid4vc/oauth2',
    '@openid4vc/openid4vci',
    '@openid4vc/openid4vp',
    '@openid4vc/utils',
    '@peculiar/asn1-cms',
    '@peculiar/asn1-csr',
    '@peculiar/asn1-ecc',
    '@peculiar/asn1-schema',
    '@peculiar/asn1-tsp',
    '@peculiar/asn1-x509',
    'asn1js',
    'dcql',
    'did-resolver',
    'element-plus',
    'fflate',
    'pdfjs-dist',
    'pkijs',
    'qr',
    'vue',
    'vue-router',
    'zod',
  ],
};
