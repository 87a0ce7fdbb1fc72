export * from './report.js';
export * from './trust.js';
