export * from './key-ring.js';
export * from './passphrase.js';
