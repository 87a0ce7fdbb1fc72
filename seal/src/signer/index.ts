export * from './file-signer.js';
export * from './sealed-bytes.js';
export * from './signer.js';
