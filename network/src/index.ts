export * from './ledger.js';
export * from './view.js';
