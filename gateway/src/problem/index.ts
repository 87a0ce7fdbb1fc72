export * from './codes.js';
export * from './faults.js';
export * from './problem.js';
export * from './refusal.js';
export * from './table.js';
