export * from './command.js';
export * from './consistency.js';
export * from './error.js';
export * from './format.js';
export * from './header.js';
export * from './merkle.js';
export * from './schemas.js';
export * from './state.js';
