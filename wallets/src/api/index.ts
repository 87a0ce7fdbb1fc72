export * from './consent.js';
export * from './archive.js';
export * from './evidence.js';
export * from './ledger.js';
export * from './identity.js';
export * from './labor-contract.js';
export * from './e-certificate.js';
export * from './seal.js';
