export * from './codes.js';
export * from './contract.js';
export * from './error.js';
export * from './execute.js';
