export * from './algorithm.js';
export * from './certificate.js';
export * from './extensions.js';
export * from './key-identifiers.js';
export * from './name.js';
export * from './revocation-list.js';
