export * from './party.js';
export * from './sessions.js';
