export * from './consent.js';
export * from './ledger.js';
export * from './identity.js';
export * from './labor-contract.js';
