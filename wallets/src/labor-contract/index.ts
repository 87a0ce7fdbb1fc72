export * from './evidence.js';
export * from './employer.js';
export * from './party.js';
export * from './seal-ofd.js';
export * from './show.js';
export * from './signing.js';
export * from './worker.js';
