export * from './algorithm.js';
export * from './certificate.js';
export * from './extensions.js';
export * from './name.js';
export * from './public-key.js';
export * from './revocation-list.js';
export * from './signature-value.js';
